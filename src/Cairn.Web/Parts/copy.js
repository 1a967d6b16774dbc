/** Lets buttons with `data-copy` copy that text, or the text of the element that `data-copy-from` selects. */
export function listenForCopies() {
  document.addEventListener("click", async event => {
    const button = event.target instanceof Element ? event.target.closest("[data-copy], [data-copy-from]") : null;
    if (!(button instanceof HTMLElement)) {
      return;
    }

    const { copy, copyFrom } = button.dataset;
    const text = copy ?? document.querySelector(copyFrom ?? "")?.textContent ?? "";
    await copyText(text);
    button.dataset.done = "";
    const label = button.getAttribute("aria-label") ?? "";
    button.setAttribute("aria-label", "Copied");
    setTimeout(() => {
      delete button.dataset.done;
      button.setAttribute("aria-label", label);
    }, 1500);
  });
}

/**
 * Puts a text on the clipboard.
 * @param {string} text
 */
export async function copyText(text) {
  if (navigator.clipboard !== undefined) {
    await navigator.clipboard.writeText(text);
    return;
  }

  // Plain HTTP from another machine: browsers offer only the older way.
  const area = document.createElement("textarea");
  area.value = text;
  area.className = "sr-only";
  document.body.append(area);
  area.select();
  document.execCommand("copy");
  area.remove();
}
