// What every page does: theme, rail, times, copy buttons, keys, views in place.
import { listenForActions, action } from "./actions.js";
import { remember } from "./cookies.js";
import { listenForKeys, showKeys } from "./keys.js";
import { listenForSwaps } from "./swap.js";
import { listenForCopies } from "../Parts/copy.js";
import { keepTimes, showTimes } from "../Parts/time.js";

const html = document.documentElement;

action("theme", () => {
  const order = ["system", "light", "dark"];
  const next = order[(order.indexOf(html.dataset.theme ?? "system") + 1) % order.length];
  html.dataset.theme = next;
  remember("cairn-theme", next === "system" ? "" : next);
  document.dispatchEvent(new CustomEvent("cairn:theme"));
});

action("rail", () => {
  html.dataset.rail = html.dataset.rail === "narrow" ? "wide" : "narrow";
  remember("cairn-rail", html.dataset.rail === "narrow" ? "narrow" : "");
  window.dispatchEvent(new Event("resize"));
});

action("times", () => {
  html.dataset.times = html.dataset.times === "absolute" ? "relative" : "absolute";
  remember("cairn-times", html.dataset.times === "absolute" ? "absolute" : "");
  showTimes();
});

action("help", showKeys);

keepTimes();
listenForActions();
listenForCopies();
listenForKeys();
listenForSwaps();
