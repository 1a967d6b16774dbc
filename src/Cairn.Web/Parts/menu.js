/**
 * Opens a menu below a button.
 * @param {HTMLElement} button
 * @param {[string, () => void][]} items The words of each entry and what it does.
 */
export function openMenu(button, items) {
  const box = button.getBoundingClientRect();
  openMenuAt(box.right, box.bottom, items, true);
}

/**
 * Opens a menu at a point of the window.
 * @param {number} x
 * @param {number} y
 * @param {[string, () => void][]} items The words of each entry and what it does.
 * @param {boolean} [endsThere] Whether the menu ends at x instead of beginning there.
 */
export function openMenuAt(x, y, items, endsThere = false) {
  const menu = document.createElement("div");
  menu.className = "menu";
  menu.popover = "auto";
  for (const [label, run] of items) {
    const entry = document.createElement("button");
    entry.type = "button";
    entry.textContent = label;
    entry.addEventListener("click", () => {
      menu.hidePopover();
      run();
    });
    menu.append(entry);
  }

  menu.addEventListener("toggle", event => event instanceof ToggleEvent && event.newState === "closed" && menu.remove());
  document.body.append(menu);
  menu.style.margin = "0";
  menu.style.position = "fixed";
  menu.showPopover();
  const left = endsThere ? x - menu.offsetWidth : x;
  menu.style.left = `${Math.max(8, Math.min(left, innerWidth - menu.offsetWidth - 8))}px`;
  menu.style.top = `${Math.min(y + 4, innerHeight - menu.offsetHeight - 8)}px`;
  menu.querySelector("button")?.focus();
}
