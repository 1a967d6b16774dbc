// Keyboard shortcuts, and the dialog that shows them.

import { at } from "./root.js";

/** @typedef {{ keys: string, does: string, run: () => void }} Shortcut */

/** @type {Shortcut[]} */
const shortcuts = [];

/**
 * Adds a shortcut.
 * @param {string} keys One key, such as `j`, or two in a row: `g e`.
 * @param {string} does What it does, for the dialog.
 * @param {() => void} run
 */
export function shortcut(keys, does, run) {
  shortcuts.push({ keys, does, run });
}

/** Shows all shortcuts of the page. */
export function showKeys() {
  const dialog = document.createElement("dialog");
  dialog.setAttribute("aria-label", "Keyboard shortcuts");
  const title = document.createElement("h2");
  title.textContent = "Keyboard shortcuts";
  const list = document.createElement("div");
  list.className = "keys";
  for (const { keys, does } of shortcuts) {
    const key = document.createElement("span");
    for (const part of keys.split(" ")) {
      const kbd = document.createElement("kbd");
      kbd.textContent = part;
      key.append(kbd, " ");
    }

    const text = document.createElement("span");
    text.textContent = does;
    list.append(key, text);
  }

  const form = document.createElement("form");
  form.method = "dialog";
  form.className = "actions";
  const close = document.createElement("button");
  close.textContent = "Close";
  form.append(close);
  dialog.append(title, list, form);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

/** Listens for shortcuts where no text is written. */
export function listenForKeys() {
  let before = "";
  document.addEventListener("keydown", event => {
    const target = event.target instanceof HTMLElement ? event.target : document.body;
    const search = document.querySelector(".search input");
    if ((event.ctrlKey || event.metaKey) && event.key === "k" && search instanceof HTMLInputElement) {
      event.preventDefault();
      search.focus();
      return;
    }

    const writes = target.matches("input:not([type=checkbox]), textarea, select, [contenteditable]");
    if (writes || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]") !== null) {
      return;
    }

    const pair = `${before} ${event.key}`;
    const found = shortcuts.find(s => s.keys === pair) ?? shortcuts.find(s => s.keys === event.key);
    before = event.key;
    if (found !== undefined) {
      event.preventDefault();
      found.run();
    }
  });
  shortcut("/", "Search", () => {
    const search = document.querySelector(".search input");
    if (search instanceof HTMLInputElement) {
      search.focus();
      search.select();
    }
  });
  shortcut("g e", "Go to experiments", () => location.assign(at("")));
  shortcut("g m", "Go to models", () => location.assign(at("models")));
  shortcut("g s", "Go to the status of the server", () => location.assign(at("status")));
  shortcut("?", "Show these shortcuts", showKeys);
}
