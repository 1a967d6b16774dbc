import { root } from "./root.js";

/**
 * Keeps a choice of the reader where the server sees it, so that pages are right when they are first painted.
 * @param {string} name The cookie.
 * @param {string} value An empty value forgets the choice.
 */
export function remember(name, value) {
  const age = value === "" ? 0 : 365 * 24 * 3600;
  document.cookie = `${name}=${value}; path=${root.pathname}; max-age=${age}; samesite=lax`;
}
