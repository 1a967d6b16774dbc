// A click on a value offers filters by it.

import { copyText } from "../Parts/copy.js";
import { openMenuAt } from "../Parts/menu.js";
import { addCondition, quoted } from "./filters.js";

/** Listens for clicks on values. */
export function listenForValues() {
  document.addEventListener("click", event => {
    const cell = event.target instanceof Element ? event.target.closest("tr[data-run] > td:not(.pick, .name)") : null;
    const isBusy = event.target instanceof Element && event.target.closest("a, button") !== null;
    if (cell instanceof HTMLTableCellElement && !isBusy && String(getSelection()) === "") {
      offer(cell, event);
    }
  });
}

/**
 * @param {HTMLTableCellElement} cell
 * @param {MouseEvent} event
 */
function offer(cell, event) {
  const heads = cell.closest("table")?.querySelectorAll("thead tr:last-child th");
  const field = heads?.[cell.cellIndex]?.getAttribute("data-field");
  if (!field) {
    return;
  }

  const isMetric = field.startsWith("metrics.");
  const isTime = field === "attributes.start_time";
  const text = cell.dataset.v ?? cell.title ?? "";
  const value = text === "" ? (cell.textContent ?? "").trim() : text;
  /** @type {[string, () => void][]} */
  const items = [];
  /** @param {string} label @param {string} condition */
  const filter = (label, condition) => items.push([label, () => addCondition(condition)]);
  if (value === "" && !isMetric) {
    filter("Only runs without it", `${field} IS NULL`);
    filter("Only runs with it", `${field} IS NOT NULL`);
  } else if (isTime) {
    const start = cell.closest("tr")?.dataset.start ?? "0";
    filter("Started then or later", `${field} >= ${start}`);
    filter("Started then or earlier", `${field} <= ${start}`);
  } else if (isMetric && Number.isFinite(Number(value)) && value !== "") {
    filter(`≥ ${value}`, `${field} >= ${value}`);
    filter(`≤ ${value}`, `${field} <= ${value}`);
    filter(`= ${value}`, `${field} = ${value}`);
  } else if (!isMetric) {
    const plain = cell.querySelector(".state") === null ? value : value.replace(/^\W+/, "").toUpperCase();
    filter("Only these", `${field} = ${quoted(plain)}`);
    filter("Not these", `${field} != ${quoted(plain)}`);
  }

  items.push(["Copy the value", () => void copyText(value)]);
  openMenuAt(event.clientX, event.clientY, items);
}
