// Runs side by side: choices apply at once, and the charts of the runs.
import "../Charts/grid.js";

const form = /** @type {HTMLFormElement | null} */ (document.querySelector("form[data-compare]"));
form?.addEventListener("change", () => form.requestSubmit());

document.addEventListener("click", event => {
  const button = event.target instanceof Element ? event.target.closest("[data-direction]") : null;
  if (button instanceof HTMLElement) {
    const url = new URL(location.href);
    const chosen = url.searchParams.getAll("lower");
    const metric = button.dataset.direction ?? "";
    url.searchParams.delete("lower");
    (chosen.includes(metric) ? chosen.filter(m => m !== metric) : [...chosen, metric]).forEach(m =>
      url.searchParams.append("lower", m),
    );
    location.replace(url);
  }
});
