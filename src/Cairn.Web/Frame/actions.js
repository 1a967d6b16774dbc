// Buttons with `data-action` run the action of that name.

/** @type {Map<string, (button: HTMLElement) => void>} */
const actions = new Map();

/**
 * Adds an action.
 * @param {string} name
 * @param {(button: HTMLElement) => void} run
 */
export function action(name, run) {
  actions.set(name, run);
}

/** Listens for clicks. */
export function listenForActions() {
  document.addEventListener("click", event => {
    const button = event.target instanceof Element ? event.target.closest("[data-action]") : null;
    if (button instanceof HTMLElement) {
      actions.get(button.dataset.action ?? "")?.(button);
    }
  });
}
