// The values under the pointer, runs in order of value. One element serves all charts.
import { short } from "./numbers.js";

/** @type {HTMLElement | null} */
let box = null;
const maxRows = 16;

/**
 * @param {number} x In the window.
 * @param {number} y
 * @param {string} title
 * @param {{ run: string, value: number }[]} rows
 * @param {string | undefined} nearest The run to highlight.
 * @param {{ colors: Map<string, number>, nameOf: (run: string) => string }} host
 */
export function showTooltip(x, y, title, rows, nearest, host) {
  if (!box) {
    box = document.createElement("div");
    box.className = "chart-tooltip";
    box.setAttribute("role", "presentation");
    document.body.append(box);
  }

  rows.sort((a, b) => b.value - a.value);
  const position = rows.findIndex(row => row.run === nearest);
  const first = Math.max(0, Math.min(position - maxRows / 2, rows.length - maxRows));
  const lines = rows.slice(first, first + maxRows).map(row => {
    const line = document.createElement("div");
    line.className = row.run === nearest ? "row nearest" : "row";
    line.append(
      part("i", `dot run-${host.colors.get(row.run) ?? 0}`),
      part("span", "", host.nameOf(row.run)),
      part("b", "", short(row.value)),
    );
    return line;
  });
  const rest = rows.length - lines.length;
  box.replaceChildren(part("div", "head", title), ...lines, ...(rest > 0 ? [part("div", "head", `${rest} more`)] : []));
  box.hidden = false;
  const { width, height } = box.getBoundingClientRect();
  box.style.left = `${x + 16 + width > innerWidth ? Math.max(x - 16 - width, 0) : x + 16}px`;
  box.style.top = `${Math.max(8, Math.min(y + 12, innerHeight - height - 8))}px`;
}

export function hideTooltip() {
  if (box) {
    box.hidden = true;
  }
}

/**
 * @param {string} name
 * @param {string} className
 * @param {string} [text]
 */
function part(name, className, text) {
  const element = document.createElement(name);
  element.className = className;
  if (text !== undefined) {
    element.textContent = text;
  }

  return element;
}
