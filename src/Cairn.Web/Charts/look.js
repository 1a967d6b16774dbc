// How charts are drawn, as the URL and the toolbar say.

/** @typedef {import("./line-data.js").Look} Look */

/** @returns {Look & { hidden: Set<string>, pinned: string[], find: string, shared: boolean }} */
export function lookOfUrl() {
  const query = new URLSearchParams(location.search);
  const x = query.get("x");
  return {
    x: x === "time" || x === "relative" ? x : "step",
    smooth: Math.min(Math.max(Number(query.get("smooth")) || 0, 0), 0.99),
    log: query.get("scale") === "log",
    outliers: query.get("outliers") !== "hide",
    hidden: new Set(query.getAll("hide")),
    pinned: query.getAll("pin"),
    find: query.get("find") ?? "",
    shared: query.get("zoom") === "shared",
  };
}

/** @param {ReturnType<typeof lookOfUrl>} look */
export function keepLook(look) {
  const url = new URL(location.href);
  const set = (/** @type {string} */ name, /** @type {string} */ value, /** @type {string} */ usual) =>
    value === usual ? url.searchParams.delete(name) : url.searchParams.set(name, value);
  set("x", look.x, "step");
  set("smooth", String(look.smooth), "0");
  set("scale", look.log ? "log" : "linear", "linear");
  set("outliers", look.outliers ? "show" : "hide", "show");
  set("find", look.find, "");
  set("zoom", look.shared ? "shared" : "own", "own");
  for (const [name, values] of /** @type {const} */ ([
    ["hide", [...look.hidden]],
    ["pin", look.pinned],
  ])) {
    url.searchParams.delete(name);
    values.forEach(value => url.searchParams.append(name, value));
  }

  history.replaceState(history.state, "", url);
}
