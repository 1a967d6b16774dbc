// The choice of columns: searched by name, remembered for each experiment in this browser.

/** Keeps the choice. */
export function keepColumns() {
  const experiment = () => document.querySelector("[data-experiment]")?.getAttribute("data-experiment") ?? "";
  const name = () => `cairn:columns:${experiment()}`;
  document.addEventListener("input", event => {
    const box = event.target;
    if (box instanceof HTMLInputElement && box.matches("[data-column-search]")) {
      const words = box.value.toLowerCase().split(/\s+/);
      for (const label of document.querySelectorAll(".column-list label")) {
        const text = (label.textContent ?? "").toLowerCase();
        label.toggleAttribute("hidden", !words.every(word => text.includes(word)));
      }
    }
  });
  document.addEventListener("submit", event => {
    if (event.target instanceof HTMLFormElement && event.target.id === "columns") {
      const chosen = new FormData(event.target).getAll("columns");
      localStorage.setItem(name(), JSON.stringify(chosen));
    }
  });
  document.addEventListener("click", event => {
    if (event.target instanceof Element && event.target.closest("[data-forget-columns]") !== null) {
      localStorage.removeItem(name());
    }
  });
  const kept = localStorage.getItem(name());
  const url = new URL(location.href);
  if (kept !== null && !url.searchParams.has("columns")) {
    for (const column of /** @type {string[]} */ (JSON.parse(kept))) {
      url.searchParams.append("columns", column);
    }

    location.replace(url);
  }
}
