// Writes MLflow's filter language.

import { show } from "../Frame/swap.js";

/**
 * Quotes a text as a value of a filter.
 * @param {string} text
 */
export function quoted(text) {
  return text.includes("'") ? `"${text}"` : `'${text}'`;
}

/**
 * Adds a condition to the filter, and shows what it finds.
 * @param {string} condition
 */
export function addCondition(condition) {
  const url = new URL(location.href);
  const present = url.searchParams.get("filter") ?? "";
  const isLanguage = /[=<>]|\s(like|ilike|in|is)\s/i.test(present);
  const known = isLanguage ? present : `attributes.run_name ILIKE ${quoted(`%${present}%`)}`;
  const before = present === "" ? "" : `${known} and `;
  url.searchParams.set("filter", before + condition);
  url.searchParams.delete("page");
  void show(url.href, "replace");
}
