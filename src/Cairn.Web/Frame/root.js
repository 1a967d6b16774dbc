/** The address of the first page. Modules are at root/assets/HASH/FOLDER/NAME, whatever a proxy puts before it. */
export const root = new URL("../../../", import.meta.url);

/**
 * Returns the address of a path of this server.
 * @param {string} path Such as `runs/1`, without a slash at the beginning.
 */
export function at(path) {
  return new URL(path, root).href;
}
