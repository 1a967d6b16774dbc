// Leads MLflow's links, which keep the path behind a "#", to the page that shows the same. MLflow's clients print such
// links after each run. A classic script, because it runs before anything is shown.
(() => {
  /** @type {[RegExp, (match: RegExpMatchArray, query: URLSearchParams) => string][]} */
  const routes = [
    [/^\/?$/, () => ""],
    [/^\/experiments\/?$/, () => ""],
    [/^\/experiments\/(\d+)\/runs\/([^/]+)(?:\/(.*))?$/, ([, , run, tab]) => `runs/${run}${tabOf(tab)}`],
    [/^\/runs\/([^/]+)(?:\/(.*))?$/, ([, run, tab]) => `runs/${run}${tabOf(tab)}`],
    [/^\/experiments\/(\d+)\/models\/([^/]+)/, ([, id, model]) => `experiments/${id}/models/${model}`],
    [/^\/experiments\/(\d+)\/(?:chart-view|compare-runs)/, ([, id], query) => `experiments/${id}/charts${view(query)}`],
    [/^\/experiments\/(\d+)\/(models|traces|datasets|charts)/, ([, id, tab], query) => `experiments/${id}/${tab}${traces(query)}`],
    [/^\/experiments\/(\d+)\/prompts/, () => "prompts"],
    [/^\/experiments\/(\d+)(?:\/.*)?$/, ([, id], query) =>
      query.has("selectedEvaluationId") || query.has("selectedTraceId")
        ? `experiments/${id}/traces${traces(query)}`
        : `experiments/${id}${query.get("compareRunsMode") === "CHART" ? "/charts" : ""}${view(query)}`],
    [/^\/compare-runs/, (_, query) => `compare?runs=${ids(query.get("runs")).map(encodeURIComponent).join(",")}`],
    [/^\/compare-experiments/, (_, query) => several(ids(query.get("experiments")))],
    [/^\/metric/, (_, query) => metric(query)],
    [/^\/models\/([^/]+)\/versions\/(\d+)/, ([, name, version]) => `models/${name}/versions/${version}`],
    [/^\/models\/([^/]+)/, ([, name]) => `models/${name}`],
    [/^\/models\/?$/, () => "models"],
    [/^\/prompts\/([^/]+)/, ([, name]) => `prompts/${name}`],
    [/^\/prompts\/?$/, () => "prompts"],
    [/^\/traces\/([^/]+)/, ([, trace]) => `search?q=${trace}`],
  ];

  /** @param {string | undefined} tab */
  function tabOf(tab) {
    if (tab === undefined || tab === "") {
      return "";
    }

    if (tab.startsWith("artifacts")) {
      return `/${tab}`;
    }

    return tab.startsWith("model-metrics") || tab.startsWith("system-metrics") ? "/charts" : tab.startsWith("traces") ? "/traces" : "";
  }

  /** @param {URLSearchParams} query */
  function view(query) {
    const next = new URLSearchParams();
    if (query.get("searchFilter")) {
      next.set("filter", query.get("searchFilter") ?? "");
    }

    if (query.get("orderByKey")) {
      next.set("order", `${query.get("orderByKey")} ${query.get("orderByAsc") === "true" ? "ASC" : "DESC"}`);
    }

    if (query.get("lifecycleFilter") === "Deleted") {
      next.set("state", "deleted");
    }

    const text = next.toString();
    return text === "" ? "" : `?${text}`;
  }

  /** @param {URLSearchParams} query */
  function traces(query) {
    const trace = query.get("selectedEvaluationId") ?? query.get("selectedTraceId");
    return trace === null ? "" : `?trace=${encodeURIComponent(trace)}`;
  }

  /**
   * @param {string | null} json
   * @returns {string[]}
   */
  function ids(json) {
    try {
      const list = JSON.parse(json ?? "[]");
      return Array.isArray(list) ? list.map(String) : [];
    } catch {
      return [];
    }
  }

  /** @param {string[]} experiments */
  function several(experiments) {
    const [first, ...others] = experiments;
    return first === undefined
      ? ""
      : `experiments/${encodeURIComponent(first)}${others.length === 0 ? "" : `?with=${others.map(encodeURIComponent).join(",")}`}`;
  }

  /** @param {URLSearchParams} query */
  function metric(query) {
    const runs = ids(query.get("runs"));
    return runs.length === 1
      ? `runs/${encodeURIComponent(runs[0])}/charts`
      : `compare?runs=${runs.map(encodeURIComponent).join(",")}`;
  }

  function follow() {
    if (!location.hash.startsWith("#/")) {
      return;
    }

    const [path, query] = location.hash.slice(1).split("?", 2);
    for (const [pattern, lead] of routes) {
      const match = path.match(pattern);
      if (match !== null) {
        const target = lead(match, new URLSearchParams(query ?? ""));
        location.replace(new URL(target, new URL(".", location.href.split("#")[0])));
        return;
      }
    }
  }

  follow();
  addEventListener("hashchange", follow);
})();
