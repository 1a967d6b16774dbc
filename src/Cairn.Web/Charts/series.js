// Fetches metric histories as columns, many runs and metrics in one request.

/**
 * One metric of one run. NaN is a gap; infinities are kept.
 * @typedef {{ run: string, key: string, total: number, step: number[], time: number[], value: number[] }} Series
 */

/**
 * @typedef {{ axis: "step" | "time", width: number, from?: number, to?: number, after?: (number | null)[] }} Range
 */

const maxKeys = 12;

/**
 * Returns the series that have points.
 * @param {string} root The path to the first page.
 * @param {string[]} runs
 * @param {string[]} keys
 * @param {Range} range
 * @returns {Promise<Series[]>}
 */
export async function fetchSeries(root, runs, keys, range) {
  const requests = [];
  for (let i = 0; i < keys.length; i += maxKeys) {
    requests.push(fetchSome(root, runs, keys.slice(i, i + maxKeys), range));
  }

  return (await Promise.all(requests)).flat();
}

/**
 * @param {string} root
 * @param {string[]} runs
 * @param {string[]} keys
 * @param {Range} range
 */
async function fetchSome(root, runs, keys, range) {
  const query = new URLSearchParams({ x: range.axis, width: String(range.width) });
  runs.forEach(run => query.append("run", run));
  keys.forEach(key => query.append("key", key));
  if (range.from !== undefined && range.to !== undefined) {
    query.set("from", String(Math.floor(range.from)));
    query.set("to", String(Math.ceil(range.to)));
  }

  if (range.after) {
    query.set("after", range.after.map(step => step ?? "").join(","));
  }

  const response = await fetch(`${root}ajax-api/2.0/cairn/metrics/series?${query}`);
  const answer = await response.json();
  if (!response.ok) {
    throw new Error(answer.message ?? `The server answered ${response.status}.`);
  }

  return answer.series.map(
    /** @param {any} s */ s => ({
      run: runs[s.run],
      key: keys[s.key],
      total: s.total,
      step: sums(s.step),
      time: sums(s.time),
      value: s.value.map(Number.parseFloat),
    }),
  );
}

/** @param {number[]} differences */
function sums(differences) {
  let sum = 0;
  return differences.map(difference => (sum += difference));
}

/**
 * Puts new points behind known ones. Points from the first new step on replace known ones.
 * @param {Series} known
 * @param {Series} fresh
 */
export function append(known, fresh) {
  const from = fresh.step.reduce((least, step) => Math.min(least, step), Infinity);
  const kept = known.step.map((step, i) => (step < from ? i : -1)).filter(i => i >= 0);
  const replaced = known.step.length - kept.length;
  for (const column of /** @type {const} */ (["step", "time", "value"])) {
    known[column] = kept.map(i => known[column][i]).concat(fresh[column]);
  }

  known.total += fresh.total - Math.min(replaced, fresh.total);
}
