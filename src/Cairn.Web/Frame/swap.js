// Shows another view of a page without loading all of it: the server makes the whole page, and the part with `data-swap`
// is replaced. Without script the same links and forms load the page.

import { showTimes } from "../Parts/time.js";

/** @type {AbortController | undefined} */
let running;

/**
 * Fetches a page of this server.
 * @param {string} url
 * @param {AbortSignal} [signal]
 * @returns {Promise<Document>}
 */
export async function fetchPage(url, signal) {
  const response = await fetch(url, { headers: { accept: "text/html" }, signal });
  return new DOMParser().parseFromString(await response.text(), "text/html");
}

/**
 * Shows the view at a URL in place.
 * @param {string} url
 * @param {"push" | "replace" | "none"} history How the view enters the history of the browser.
 */
export async function show(url, history) {
  running?.abort();
  running = new AbortController();
  const part = document.querySelector("[data-swap]");
  part?.setAttribute("aria-busy", "true");
  try {
    const page = await fetchPage(url, running.signal);
    const next = page.querySelector("[data-swap]");
    if (part === null || next === null) {
      location.assign(url);
      return;
    }

    const focused = document.activeElement instanceof HTMLElement ? document.activeElement.id : "";
    const scrolled = part.querySelector(".scroll")?.scrollLeft ?? 0;
    part.replaceWith(document.adoptNode(next));
    document.title = page.title;
    if (history !== "none") {
      window.history[history === "push" ? "pushState" : "replaceState"]({ swapped: true }, "", url);
    }

    next.querySelector(".scroll")?.scrollTo({ left: scrolled });
    const again = focused === "" ? null : document.getElementById(focused);
    if (again !== null) {
      again.focus();
    }

    showTimes();
    document.dispatchEvent(new CustomEvent("cairn:swap"));
  } catch (error) {
    if (!(error instanceof DOMException && error.name === "AbortError")) {
      location.assign(url);
    }
  }
}

/**
 * The URL that a form leads to, without empty fields.
 * @param {HTMLFormElement} form
 */
export function urlOf(form) {
  const url = new URL(form.action, location.href);
  url.search = "";
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && value !== "") {
      url.searchParams.append(name, value);
    }
  }

  return url.href;
}

/** Lets links, forms and choices that are marked show their view in place. */
export function listenForSwaps() {
  document.addEventListener("click", event => {
    const link = event.target instanceof Element ? event.target.closest("a[data-swap-link]") : null;
    if (link instanceof HTMLAnchorElement && !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0) {
      event.preventDefault();
      void show(link.href, link.dataset.swapLink === "push" ? "push" : "replace");
    }
  });
  document.addEventListener("submit", event => {
    if (event.target instanceof HTMLFormElement && event.target.matches("[data-swap-form]")) {
      event.preventDefault();
      void show(urlOf(event.target), "replace");
    }
  });
  document.addEventListener("change", event => {
    if (event.target instanceof HTMLSelectElement && event.target.matches("[data-submit]")) {
      event.target.form?.requestSubmit();
    }
  });
  window.addEventListener("popstate", () => void show(location.href, "none"));
}
