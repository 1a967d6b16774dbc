// Numbers as charts show them.

/**
 * A value with 4 significant digits.
 * @param {number} value
 */
export function short(value) {
  if (!Number.isFinite(value)) {
    return Number.isNaN(value) ? "NaN" : value > 0 ? "∞" : "−∞";
  }

  const size = Math.abs(value);
  return Number.isInteger(value) && size < 1e7
    ? value.toLocaleString("en")
    : size < 1e-4 || size >= 1e7
      ? value.toExponential(3)
      : String(Number(value.toPrecision(4)));
}

/**
 * A duration in seconds: "1h 05m".
 * @param {number} seconds
 */
export function duration(seconds) {
  const sign = seconds < 0 ? "−" : "";
  const s = Math.abs(seconds);
  const text =
    s < 60
      ? `${Number(s.toFixed(1))}s`
      : s < 3600
        ? `${Math.floor(s / 60)}m ${String(Math.floor(s % 60)).padStart(2, "0")}s`
        : s < 86_400
          ? `${Math.floor(s / 3600)}h ${String(Math.floor((s % 3600) / 60)).padStart(2, "0")}m`
          : `${Math.floor(s / 86_400)}d ${Math.floor((s % 86_400) / 3600)}h`;
  return sign + text;
}
