// The table of runs: selection, keys, changes, completion, live rows.
import "../Frame/frame.js";
import { action } from "../Frame/actions.js";
import { call } from "../Frame/api.js";
import { shortcut } from "../Frame/keys.js";
import { at } from "../Frame/root.js";
import { show } from "../Frame/swap.js";
import { ask } from "../Parts/dialog.js";
import { listenForCompletion } from "./completion.js";
import { keepColumns } from "./columns.js";
import { keepLive } from "./live.js";
import { current, listenForSelection, move, pickCurrent, selected, clearSelection } from "./selection.js";
import { listenForValues } from "./values.js";

const again = () => show(location.href, "none");

/**
 * Changes each selected run, and shows the result.
 * @param {(id: string) => Promise<unknown>} change
 */
async function each(change) {
  const news = document.querySelector("[data-news]");
  try {
    for (const id of selected()) {
      await change(id);
    }

    clearSelection();
    await again();
    return true;
  } catch (error) {
    if (news !== null) {
      news.textContent = error instanceof Error ? error.message : String(error);
      news.className = "state bad";
    }

    return false;
  }
}

action("delete-runs", async () => {
  const ids = selected();
  if (await each(id => call("runs/delete", { run_id: id }))) {
    offerUndo(ids);
  }
});
action("restore-runs", () => void each(id => call("runs/restore", { run_id: id })));
action("clear-selection", clearSelection);
action("tag-runs", () =>
  ask(
    `Tag ${selected().length} runs`,
    [
      { name: "key", label: "Key" },
      { name: "value", label: "Value", optional: true },
    ],
    "Tag",
    async ({ key, value }) => {
      for (const id of selected()) {
        await call("runs/set-tag", { run_id: id, key, value });
      }

      await again();
    },
  ),
);
action("rename-experiment", button =>
  ask("Rename the experiment", [{ name: "name", label: "Name", value: button.dataset.name }], "Rename", async ({ name }) => {
    await call("experiments/update", { experiment_id: button.dataset.id, new_name: name });
    location.reload();
  }),
);
action("restore-experiment", async button => {
  await call("experiments/restore", { experiment_id: button.dataset.id });
  location.reload();
});

/** @param {string[]} ids */
function offerUndo(ids) {
  const news = document.querySelector("[data-news]");
  if (news === null) {
    return;
  }

  const undo = document.createElement("button");
  undo.type = "button";
  undo.textContent = "Undo";
  undo.addEventListener("click", async () => {
    for (const id of ids) {
      await call("runs/restore", { run_id: id });
    }

    await again();
  });
  news.replaceChildren(`${ids.length} deleted `, undo);
}

/** Renames the current run. */
function rename() {
  const row = current();
  const id = row?.dataset.run;
  if (row === null || id === undefined) {
    return;
  }

  const value = row.querySelector(".name a")?.textContent ?? "";
  ask("Rename the run", [{ name: "name", label: "Name", value }], "Rename", async ({ name }) => {
    await call("runs/update", { run_id: id, run_name: name });
    await again();
  });
}

function compare() {
  const ids = selected();
  if (ids.length > 1) {
    location.assign(at(`compare?runs=${ids.join(",")}`));
  }
}

shortcut("j", "Next run", () => move(1));
shortcut("k", "Previous run", () => move(-1));
shortcut("x", "Select the run", pickCurrent);
shortcut("o", "Open the run", () => {
  const link = current()?.querySelector(".name a");
  if (link instanceof HTMLAnchorElement) {
    location.assign(link.href);
  }
});
shortcut("e", "Rename the run", rename);
shortcut("c", "Compare the selected runs", compare);
shortcut("f", "Filter", () => document.getElementById("filter")?.focus());

document.addEventListener("click", event => {
  const fold = event.target instanceof Element ? event.target.closest("[data-fold]") : null;
  const row = fold?.closest("tr");
  if (!(fold instanceof HTMLElement) || !(row instanceof HTMLElement)) {
    return;
  }

  const isOpen = fold.getAttribute("aria-expanded") === "true";
  fold.setAttribute("aria-expanded", String(!isOpen));
  fold.textContent = isOpen ? "▸" : "▾";
  let next = row.nextElementSibling;
  while (next instanceof HTMLElement && Number(next.dataset.depth) > Number(row.dataset.depth)) {
    next.hidden = isOpen;
    next = next.nextElementSibling;
  }
});

listenForSelection();
listenForValues();
listenForCompletion();
keepColumns();
keepLive();
