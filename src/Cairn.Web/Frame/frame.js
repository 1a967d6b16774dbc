// What every page does: theme, rail, times, copy buttons, keys.
import { keepTimes } from "../Parts/time.js";
import { listenForCopies } from "../Parts/copy.js";
import { remember } from "./cookies.js";

const html = document.documentElement;

/** @type {Record<string, () => void>} */
const actions = {
  theme() {
    const order = ["system", "light", "dark"];
    const next = order[(order.indexOf(html.dataset.theme ?? "system") + 1) % order.length];
    html.dataset.theme = next;
    remember("cairn-theme", next === "system" ? "" : next);
    document.dispatchEvent(new CustomEvent("cairn:theme"));
  },
  rail() {
    html.dataset.rail = html.dataset.rail === "narrow" ? "wide" : "narrow";
    remember("cairn-rail", html.dataset.rail === "narrow" ? "narrow" : "");
    window.dispatchEvent(new Event("resize"));
  },
};

document.addEventListener("click", event => {
  const button = event.target instanceof Element ? event.target.closest("[data-action]") : null;
  if (button instanceof HTMLElement) {
    actions[button.dataset.action ?? ""]?.();
  }
});

keepTimes();
listenForCopies();
