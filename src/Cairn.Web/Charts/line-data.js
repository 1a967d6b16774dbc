// Turns series into the aligned columns that uPlot draws.
import uPlot from "../Libraries/uplot.js";
import { smooth } from "./smoothing.js";

/** @typedef {import("./series.js").Series} Series */
/** @typedef {{ x: "step" | "time" | "relative", smooth: number, log: boolean, outliers: boolean }} Look */

/**
 * The places of a series' points on the horizontal axis. Times are in seconds.
 * @param {Series} series
 * @param {Look["x"]} axis
 */
export function places(series, axis) {
  if (axis === "step") {
    return series.step;
  }

  const first = axis === "relative" ? series.time.reduce((a, b) => Math.min(a, b), Infinity) : 0;
  return series.time.map(time => (time - first) / 1000);
}

/**
 * The columns: places, then for each series its line, or its smoothed line and its original.
 * @param {Series[]} series
 * @param {Look} look
 */
export function columns(series, look) {
  const tables = series.map(one => {
    const [x, y] = sorted(places(one, look.x), one.value);
    // Beyond the numbers, and zero and less on a logarithmic scale, there is nothing to draw: a gap.
    const drawn = y.map(v => (Number.isFinite(v) && (!look.log || v > 0) ? v : null));
    return look.smooth > 0 ? [x, smooth(x, drawn, look.smooth, x[x.length - 1] - x[0]), drawn] : [x, drawn];
  });
  return tables.length === 0 ? [[]] : uPlot.join(tables);
}

/**
 * One value for each place, in ascending order: several values at one place follow each other by a tiny distance.
 * @param {number[]} x
 * @param {number[]} y
 * @returns {[number[], number[]]}
 */
function sorted(x, y) {
  const order = x.map((_, i) => i).sort((a, b) => x[a] - x[b] || a - b);
  const [places, values] = [order.map(i => x[i]), order.map(i => y[i])];
  for (let i = 1; i < places.length; i++) {
    if (places[i] <= places[i - 1]) {
      places[i] = places[i - 1] + Math.max(Math.abs(places[i - 1]) * 4e-16, 1e-9);
    }
  }

  return [places, values];
}

/**
 * The range of the vertical axis.
 * @param {(number | null | undefined)[][]} columns
 * @param {Look} look
 * @returns {[number, number]}
 */
export function valueRange(columns, look) {
  const values = columns
    .flat()
    .filter(v => v !== null && v !== undefined)
    .sort((a, b) => Number(a) - Number(b));
  if (values.length === 0) {
    return look.log ? [0.1, 1] : [0, 1];
  }

  const at = (/** @type {number} */ part) => Number(values[Math.round((values.length - 1) * part)]);
  const [low, high] = look.outliers || values.length < 20 ? [at(0), at(1)] : [at(0.02), at(0.98)];
  if (look.log) {
    return [10 ** Math.floor(Math.log10(low)), 10 ** Math.ceil(Math.log10(high) + 1e-9)];
  }

  const pad = (high - low || Math.abs(high) || 1) * 0.06;
  return [low - pad, high + pad];
}
