// The files of a run: arrow keys walk the tree.
import "../Runs/OneRun/run.js";

const tree = document.querySelector(".artifact-tree");
tree?.addEventListener("keydown", event => {
  const key = /** @type {KeyboardEvent} */ (event).key;
  const links = [...tree.querySelectorAll("a")];
  const at = links.indexOf(/** @type {HTMLAnchorElement} */ (document.activeElement));
  const next = key === "ArrowDown" ? at + 1 : key === "ArrowUp" ? at - 1 : -1;
  if (next >= 0 && next < links.length) {
    event.preventDefault();
    links[next].focus();
  }
});
tree?.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
