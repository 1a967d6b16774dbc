// Lines over steps or time.
import uPlot from "../Libraries/uplot.js";
import { themeColor } from "./colors.js";
import { columns, valueRange } from "./line-data.js";
import { duration, short } from "./numbers.js";
import { hideTooltip, showTooltip } from "./tooltip.js";

/** @typedef {import("./series.js").Series} Series */
/** @typedef {import("./line-data.js").Look} Look */

/**
 * @typedef {object} Host What a chart asks of its grid.
 * @property {Map<string, number>} colors
 * @property {(run: string) => string} nameOf
 * @property {(run: string) => void} open
 * @property {(from: number | null, to: number | null) => void} zoomed
 */

export class LineChart {
  /**
   * @param {HTMLElement} place
   * @param {Host} host
   */
  constructor(place, host) {
    this.place = place;
    this.host = host;
    /** @type {Series[]} */
    this.series = [];
    /** @type {uPlot | null} */
    this.plot = null;
    this.resizing = new ResizeObserver(() => requestAnimationFrame(() => this.fit()));
    this.resizing.observe(place);
  }

  /**
   * Draws series.
   * @param {Series[]} series
   * @param {Look} look
   * @param {[number, number] | null} zoom The visible part of the horizontal axis; null for all.
   */
  draw(series, look, zoom) {
    this.series = series;
    this.look = look;
    this.zoom = zoom;
    const data = /** @type {any} */ (columns(series, look));
    const shape = [look.x, look.log, look.smooth > 0, series.map(s => s.run).join()].join("|");
    if (this.plot && this.shape === shape) {
      this.plot.setData(data, false);
      this.plot.batch(() => this.rescale(data));
      return;
    }

    this.plot?.destroy();
    this.shape = shape;
    this.place.replaceChildren();
    this.plot = new uPlot(this.options(data), data, this.place);
  }

  /** @param {any} data */
  rescale(data) {
    const x = data[0];
    const [min, max] = this.zoom ?? [x[0] ?? 0, x[x.length - 1] ?? 1];
    this.plot?.setScale("x", { min, max: max > min ? max : min + 1 });
    const [low, high] = valueRange(data.slice(1), /** @type {Look} */ (this.look));
    this.plot?.setScale("y", { min: low, max: high });
  }

  /**
   * @param {any} data
   * @returns {any}
   */
  options(data) {
    const look = /** @type {Look} */ (this.look);
    const [text, line] = [themeColor("--muted"), themeColor("--line")];
    const axis = {
      stroke: text,
      font: "11px system-ui, sans-serif",
      grid: { stroke: line, width: 1 },
      ticks: { show: false },
    };
    const x = data[0];
    const [from, to] = this.zoom ?? [x[0] ?? 0, x[x.length - 1] ?? 1];
    const [low, high] = valueRange(data.slice(1), look);
    return {
      width: Math.max(this.place.clientWidth, 120),
      height: Math.max(this.place.clientHeight, 100),
      padding: [8, 10, 0, 0],
      legend: { show: false },
      scales: {
        x: { time: look.x === "time", auto: false, min: from, max: to > from ? to : from + 1 },
        y: { auto: false, min: low, max: high, distr: look.log ? 3 : 1 },
      },
      axes: [
        {
          ...axis,
          size: 26,
          space: 60,
          ...(look.x === "time"
            ? {}
            : {
                values: (/** @type {any} */ _, /** @type {number[]} */ ticks) =>
                  ticks.map(look.x === "step" ? compact : duration),
              }),
        },
        {
          ...axis,
          size: 52,
          space: 26,
          values: (/** @type {any} */ _, /** @type {(number | null)[]} */ ticks) =>
            ticks.map(v => (v === null ? "" : short(v))),
        },
      ],
      series: [{}, ...this.series.flatMap(one => this.lines(one, look))],
      cursor: {
        drag: { x: true, y: false, setScale: false },
        points: { size: 6 },
        sync: { key: `cairn-${look.x}`, setSeries: false, scales: ["x", null] },
      },
      hooks: {
        setCursor: [(/** @type {uPlot} */ u) => this.hover(u)],
        setSelect: [(/** @type {uPlot} */ u) => this.selected(u)],
        ready: [(/** @type {uPlot} */ u) => this.listen(u)],
      },
    };
  }

  /**
   * @param {Series} one
   * @param {Look} look
   */
  lines(one, look) {
    const color = themeColor(`--run-${this.host.colors.get(one.run) ?? 0}`);
    const few = { show: one.value.length < 3 };
    const line = { stroke: color, width: 1.5, points: few, spanGaps: false };
    return look.smooth > 0 ? [line, { ...line, stroke: color + "44", width: 1, points: { show: false } }] : [line];
  }

  /** @param {uPlot} u */
  listen(u) {
    let down = 0;
    u.over.addEventListener("mousedown", event => (down = event.clientX));
    u.over.addEventListener("click", event => {
      if (Math.abs(event.clientX - down) < 3 && this.nearest) {
        this.host.open(this.nearest);
      }
    });
    u.over.addEventListener("dblclick", () => this.host.zoomed(null, null));
    u.over.addEventListener("mouseleave", hideTooltip);
  }

  /** @param {uPlot} u */
  selected(u) {
    const { left, width } = u.select;
    if (width > 3) {
      u.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
      this.host.zoomed(u.posToVal(left, "x"), u.posToVal(left + width, "x"));
    }
  }

  /** @param {uPlot} u */
  hover(u) {
    const { left, top } = u.cursor;
    if (left === undefined || top === undefined || left < 0 || !u.over.matches(":hover")) {
      return;
    }

    const look = /** @type {Look} */ (this.look);
    const at = u.posToVal(left, "x");
    const stride = look.smooth > 0 ? 2 : 1;
    const rows = this.series.flatMap((one, i) => {
      const index = nearestIndex(u.data[0], u.data[1 + i * stride], at);
      const value = index < 0 ? null : u.data[1 + i * stride][index];
      return value === null || value === undefined ? [] : [{ run: one.run, value, x: u.data[0][index] }];
    });
    const y = u.posToVal(top, "y");
    this.nearest = rows.reduce(
      (best, row) => (!best || Math.abs(row.value - y) < Math.abs(best.value - y) ? row : best),
      /** @type {any} */ (null),
    )?.run;
    const box = u.over.getBoundingClientRect();
    showTooltip(box.left + left, box.top + top, this.label(at), rows, this.nearest, this.host);
  }

  /** @param {number} at */
  label(at) {
    return this.look?.x === "step"
      ? `step ${Math.round(at).toLocaleString("en")}`
      : this.look?.x === "time"
        ? new Date(at * 1000).toLocaleString()
        : duration(at);
  }

  fit() {
    if (this.plot && this.place.clientWidth > 0) {
      this.plot.setSize({
        width: Math.max(this.place.clientWidth, 120),
        height: Math.max(this.place.clientHeight, 100),
      });
    }
  }

  destroy() {
    this.resizing.disconnect();
    this.plot?.destroy();
    this.plot = null;
    this.place.replaceChildren();
  }
}

/** @param {number} value */
function compact(value) {
  const size = Math.abs(value);
  return size >= 1e9
    ? `${value / 1e9}G`
    : size >= 1e6
      ? `${value / 1e6}M`
      : size >= 1e4
        ? `${value / 1e3}k`
        : Number.isInteger(value)
          ? String(value)
          : "";
}

/**
 * The index of the point of a line that is nearest to a place; -1 when it has none.
 * @param {ArrayLike<number>} x
 * @param {ArrayLike<number | null | undefined>} y
 * @param {number} at
 */
function nearestIndex(x, y, at) {
  let [low, high] = [0, x.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    [low, high] = x[middle] < at ? [middle + 1, high] : [low, middle];
  }

  let [before, after] = [low - 1, low];
  while (before >= 0 && (y[before] === null || y[before] === undefined)) before--;
  while (after < x.length && (y[after] === null || y[after] === undefined)) after++;
  return before < 0
    ? after < x.length
      ? after
      : -1
    : after >= x.length || at - x[before] <= x[after] - at
      ? before
      : after;
}
