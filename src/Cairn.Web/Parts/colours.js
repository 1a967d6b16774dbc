/**
 * The colour of a run, the same on every page: a number below 20, which names the variable `--run-N`.
 * @param {string} runId
 */
export function colourOf(runId) {
  // FNV-1a. Runs/RunText.cs computes the same.
  let hash = 2166136261;
  for (let i = 0; i < runId.length; i++) {
    hash = Math.imul(hash ^ runId.charCodeAt(i), 16777619) >>> 0;
  }

  return hash % 20;
}
