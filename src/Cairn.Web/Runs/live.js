// New runs are announced, and running ones change in place, without moving what is being read.

import { fetchPage, show } from "../Frame/swap.js";
import { showTimes } from "../Parts/time.js";

const interval = 5000;

/** Looks for changes every five seconds while the page is visible. */
export function keepLive() {
  let isBusy = false;
  setInterval(async () => {
    if (document.hidden || isBusy || document.querySelector("[popover]:popover-open, dialog[open]") !== null) {
      return;
    }

    isBusy = true;
    try {
      const url = location.href;
      const page = await fetchPage(url);
      if (url === location.href) {
        update(page);
      }
    } catch {
      // The server restarts or the network is away: the next round tries again.
    } finally {
      isBusy = false;
    }
  }, interval);
}

/** @param {Document} page */
function update(page) {
  const fresh = [...page.querySelectorAll("tr[data-run]")];
  if (document.querySelector("tr[data-run]") === null) {
    if (fresh.length > 0) {
      void show(location.href, "none");
    }

    return;
  }

  let added = 0;
  for (const row of fresh) {
    const id = row.getAttribute("data-run") ?? "";
    const present = document.querySelector(`tr[data-run="${CSS.escape(id)}"]`);
    if (present === null) {
      added++;
    } else {
      updateRow(present, row);
    }
  }

  const news = document.querySelector("[data-news]");
  if (added > 0 && news !== null) {
    const link = document.createElement("button");
    link.type = "button";
    link.className = "quiet";
    link.textContent = `${added} new ${added === 1 ? "run" : "runs"}: show`;
    link.addEventListener("click", () => void show(location.href, "none"));
    news.replaceChildren(link);
  }

  showTimes();
}

/**
 * @param {Element} present
 * @param {Element} fresh
 */
function updateRow(present, fresh) {
  if (present.children.length !== fresh.children.length) {
    return;
  }

  for (let i = 2; i < present.children.length; i++) {
    const [old, now] = [present.children[i], fresh.children[i]];
    if (old.querySelector("time") === null && old.innerHTML !== now.innerHTML) {
      old.replaceWith(document.adoptNode(now.cloneNode(true)));
    }
  }
}
