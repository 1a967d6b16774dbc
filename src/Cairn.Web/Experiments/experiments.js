// Creates, renames, deletes and restores experiments.
import "../Frame/frame.js";
import { action } from "../Frame/actions.js";
import { call } from "../Frame/api.js";
import { shortcut } from "../Frame/keys.js";
import { at } from "../Frame/root.js";
import { show } from "../Frame/swap.js";
import { ask } from "../Parts/dialog.js";
import { openMenu } from "../Parts/menu.js";

const again = () => show(location.href, "none");

action("create-experiment", () =>
  ask(
    "New experiment",
    [
      { name: "name", label: "Name" },
      { name: "location", label: "Artifact location (empty for this server's default)", optional: true },
    ],
    "Create",
    async ({ name, location: place }) => {
      const created = await call("experiments/create", { name, ...(place === "" ? {} : { artifact_location: place }) });
      location.assign(at(`experiments/${created.experiment_id}`));
    },
  ),
);

action("experiment-menu", button => {
  const { id = "", name = "" } = button.dataset;
  openMenu(button, [
    ["Rename", () => rename(id, name)],
    ["Edit the note", () => void editNote(id)],
    ["Add a tag", () => addTag(id)],
    ["Delete", () => void remove(id, name)],
  ]);
});

action("restore-experiment", button => void call("experiments/restore", { experiment_id: button.dataset.id }).then(again, tell));

/** @param {string} id @param {string} name */
function rename(id, name) {
  ask("Rename the experiment", [{ name: "name", label: "Name", value: name }], "Rename", async values => {
    await call("experiments/update", { experiment_id: id, new_name: values.name });
    await again();
  });
}

/** @param {string} id */
async function editNote(id) {
  const response = await fetch(at(`ajax-api/2.0/mlflow/experiments/get?experiment_id=${id}`));
  const { experiment } = await response.json();
  const key = "mlflow.note.content";
  const value = (experiment?.tags ?? []).find((/** @type {{key: string}} */ tag) => tag.key === key)?.value ?? "";
  ask("Note", [{ name: "note", label: "Markdown", value, optional: true, long: true }], "Save", async ({ note }) => {
    await call("experiments/set-experiment-tag", { experiment_id: id, key, value: note });
    await again();
  });
}

/** @param {string} id */
function addTag(id) {
  const fields = [{ name: "key", label: "Key" }, { name: "value", label: "Value", optional: true }];
  ask("Add a tag", fields, "Add", async ({ key, value }) => {
    await call("experiments/set-experiment-tag", { experiment_id: id, key, value });
    await again();
  });
}

/** @param {string} id @param {string} name */
async function remove(id, name) {
  try {
    await call("experiments/delete", { experiment_id: id });
  } catch (error) {
    tell(error);
    return;
  }

  await again();
  const undo = document.createElement("button");
  undo.type = "button";
  undo.textContent = "Undo";
  undo.addEventListener("click", () => void call("experiments/restore", { experiment_id: id }).then(again, tell));
  document.querySelector("[data-news]")?.replaceChildren(`Deleted ${name} `, undo);
}

/** @param {unknown} error */
function tell(error) {
  const news = document.querySelector("[data-news]");
  if (news !== null) {
    news.textContent = error instanceof Error ? error.message : String(error);
  }
}

shortcut("n", "New experiment", () => document.querySelector("[data-action=create-experiment]")?.dispatchEvent(new MouseEvent("click", { bubbles: true })));
shortcut("f", "Filter", () => document.getElementById("filter")?.focus());
