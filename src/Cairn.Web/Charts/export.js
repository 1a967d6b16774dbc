// Saves a chart as PNG, SVG or CSV.
import { themeColor } from "./colors.js";

/** @typedef {import("./series.js").Series} Series */

/**
 * @param {string} name
 * @param {Blob} blob
 */
function save(name, blob) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/**
 * @param {string} key
 * @param {Series[]} series
 * @param {(run: string) => string} nameOf
 */
export function saveCsv(key, series, nameOf) {
  const cell = (/** @type {unknown} */ v) => {
    const text = String(v);
    // A leading sign of a formula would be run by spreadsheets.
    const safe = typeof v === "string" && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
    return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  const rows = series.flatMap(s =>
    s.value.map((value, i) => [s.run, nameOf(s.run), s.key, s.step[i], new Date(s.time[i]).toISOString(), value]),
  );
  const text = [["run_id", "run_name", "metric", "step", "time", "value"], ...rows]
    .map(row => row.map(cell).join(","))
    .join("\r\n");
  save(`${fileName(key)}.csv`, new Blob([text], { type: "text/csv" }));
}

/**
 * @param {string} key
 * @param {HTMLElement} place
 */
export function savePng(key, place) {
  const drawn = place.querySelector("canvas");
  if (!drawn) {
    return;
  }

  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [drawn.width, drawn.height];
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  context.fillStyle = themeColor("--page");
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(drawn, 0, 0);
  canvas.toBlob(blob => blob && save(`${fileName(key)}.png`, blob));
}

/**
 * @param {string} key
 * @param {import("../Libraries/uplot.js").default} plot
 * @param {string[]} strokes The colour of each line.
 */
export function saveSvg(key, plot, strokes) {
  const ratio = devicePixelRatio;
  const { left, top, width, height } = plot.bbox;
  const lines = strokes.map((stroke, i) => {
    let [path, pen] = ["", "M"];
    plot.data[0].forEach((x, at) => {
      const y = plot.data[i + 1][at];
      if (y === null) {
        pen = "M";
      } else if (y !== undefined) {
        path += `${pen}${plot.valToPos(x, "x").toFixed(1)},${plot.valToPos(y, "y").toFixed(1)}`;
        pen = "L";
      }
    });
    return `<path d="${path}" fill="none" stroke="${stroke}" stroke-width="1.5"/>`;
  });
  const ticks = [
    ...axisTicks(plot, 0).map(
      ([at, text]) => `<text x="${at}" y="${height / ratio + 16}" text-anchor="middle">${text}</text>`,
    ),
    ...axisTicks(plot, 1).map(
      ([at, text]) =>
        `<text x="-6" y="${at + 4}" text-anchor="end">${text}</text><path d="M0,${at}h${width / ratio}" stroke="#dde3e8"/>`,
    ),
  ];
  const [w, h] = [plot.width, plot.height];
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${w}" height="${h}" viewBox="0 0 ${w} ${h}" font-family="sans-serif" font-size="11"><g transform="translate(${left / ratio},${top / ratio})">${ticks.join("")}<svg width="${width / ratio}" height="${height / ratio}">${lines.join("")}</svg></g></svg>`;
  save(`${fileName(key)}.svg`, new Blob([svg], { type: "image/svg+xml" }));
}

/**
 * @param {any} plot
 * @param {0 | 1} index
 * @returns {[number, string][]}
 */
function axisTicks(plot, index) {
  const { _splits: splits, _values: values } = plot.axes[index];
  return (splits ?? []).map((/** @type {number} */ at, /** @type {number} */ i) => [
    plot.valToPos(at, index === 0 ? "x" : "y"),
    String(values?.[i] ?? ""),
  ]);
}

/** @param {string} key */
const fileName = key => key.replaceAll(/[^\w.-]+/g, "_");
