// Smooths a line as it is seen: by distance on the chart, not by number of points, so that thinning changes nothing.

/**
 * An exponential moving average, corrected for its beginning.
 * @param {number[]} x
 * @param {(number | null)[]} y Null is a gap.
 * @param {number} amount From 0 (none) to below 1.
 * @param {number} span The width of the chart in units of x.
 * @returns {(number | null)[]}
 */
export function smooth(x, y, amount, span) {
  const scale = span > 0 ? 1000 / span : 1;
  let [mean, weight, before] = [0, 0, x[0]];
  return y.map((value, i) => {
    if (value === null || !Number.isFinite(value)) {
      return null;
    }

    const kept = amount ** Math.min(Math.max((x[i] - before) * scale * (1 - amount), 1e-3), 1e3);
    before = x[i];
    mean = mean * kept + value * (1 - kept);
    weight = weight * kept + (1 - kept);
    return mean / weight;
  });
}
