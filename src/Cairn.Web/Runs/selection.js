// Which runs are selected, and which one the keyboard is at.

import { at } from "../Frame/root.js";

/** @type {Set<string>} */
const picked = new Set();
let last = -1;

/** @returns {HTMLElement[]} */
function rows() {
  return [...document.querySelectorAll("tr[data-run]")]
    .filter(row => row instanceof HTMLElement)
    .filter(row => !row.hidden);
}

/** The ids of the selected runs. */
export function selected() {
  return [...picked];
}

/** Selects none. */
export function clearSelection() {
  picked.clear();
  paint();
}

/** @returns {HTMLElement | null} The row that the keyboard is at. */
export function current() {
  return document.querySelector("tr.current[data-run]");
}

/**
 * Moves the keyboard to another row.
 * @param {number} by
 */
export function move(by) {
  const all = rows();
  const now = all.findIndex(row => row.classList.contains("current"));
  const next = all[Math.min(Math.max(now + by, 0), all.length - 1)];
  all[now]?.classList.remove("current");
  next?.classList.add("current");
  next?.scrollIntoView({ block: "nearest" });
}

/** Selects the row that the keyboard is at, or no longer. */
export function pickCurrent() {
  const id = current()?.dataset.run;
  if (id !== undefined) {
    picked.has(id) ? picked.delete(id) : picked.add(id);
    paint();
  }
}

/** Shows the selection. */
function paint() {
  const all = rows();
  for (const row of all) {
    const isPicked = picked.has(row.dataset.run ?? "");
    row.setAttribute("aria-selected", String(isPicked));
    const box = row.querySelector("[data-pick]");
    if (box instanceof HTMLInputElement) {
      box.checked = isPicked;
    }
  }

  const every = document.querySelector("[data-pick-all]");
  if (every instanceof HTMLInputElement) {
    every.checked = all.length > 0 && all.every(row => picked.has(row.dataset.run ?? ""));
    every.indeterminate = picked.size > 0 && !every.checked;
  }

  for (const part of document.querySelectorAll("[data-selection]")) {
    part.toggleAttribute("hidden", picked.size === 0);
  }

  const count = document.querySelector("[data-selected]");
  if (count !== null) {
    count.textContent = String(picked.size);
  }

  const compare = document.querySelector("[data-compare]");
  if (compare instanceof HTMLAnchorElement) {
    compare.href = at(`compare?runs=${selected().join(",")}`);
    compare.toggleAttribute("hidden", picked.size < 2);
  }
}

/** Listens for clicks on the boxes; with Shift they select a range. */
export function listenForSelection() {
  document.addEventListener("click", event => {
    const box = event.target;
    if (!(box instanceof HTMLInputElement)) {
      return;
    }

    const all = rows();
    if (box.matches("[data-pick-all]")) {
      all.forEach(row => (box.checked ? picked.add(row.dataset.run ?? "") : picked.delete(row.dataset.run ?? "")));
    } else if (box.matches("[data-pick]")) {
      const index = all.findIndex(row => row.contains(box));
      const from = event.shiftKey && last >= 0 ? last : index;
      for (const row of all.slice(Math.min(from, index), Math.max(from, index) + 1)) {
        box.checked ? picked.add(row.dataset.run ?? "") : picked.delete(row.dataset.run ?? "");
      }

      last = index;
    } else {
      return;
    }

    paint();
  });
  document.addEventListener("cairn:swap", paint);
}
