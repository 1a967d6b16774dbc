// Changes a run, and finds and copies its rows.
import "../../Frame/frame.js";

const heading = /** @type {HTMLElement | null} */ (document.querySelector("[data-run][data-root]"));
const run = heading?.dataset.run ?? "";
const root = heading?.dataset.root ?? "";

/**
 * Calls the API, then loads the page anew.
 * @param {string} path
 * @param {object} body
 */
async function change(path, body) {
  const response = await fetch(`${root}ajax-api/2.0/mlflow/runs/${path}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ run_id: run, ...body }),
  });
  if (response.ok) {
    location.reload();
    return;
  }

  const answer = await response.json().catch(() => ({}));
  const place = /** @type {HTMLElement | null} */ (document.querySelector("[data-run-error]"));
  if (place) {
    place.hidden = false;
    place.textContent = answer.message ?? `The server answered ${response.status}. Try again.`;
  }
}

/**
 * Asks for texts in a form that stands in place of the button.
 * @param {Element} button
 * @param {{ name: string, value: string, label: string }[]} fields
 * @param {(values: string[]) => void} done
 */
function ask(button, fields, done) {
  const form = document.createElement("form");
  form.className = "inline-form";
  const inputs = fields.map(({ name, value, label }) => {
    const input = document.createElement("input");
    [input.name, input.value, input.placeholder] = [name, value, label];
    input.setAttribute("aria-label", label);
    return input;
  });
  const save = document.createElement("button");
  save.textContent = "Save";
  form.append(...inputs, save);
  form.addEventListener("submit", event => {
    event.preventDefault();
    done(inputs.map(input => input.value));
  });
  form.addEventListener("keydown", event => event.key === "Escape" && form.replaceWith(button));
  button.replaceWith(form);
  inputs[0].select();
}

/** @type {Record<string, (button: Element) => void>} */
const actions = {
  rename: button =>
    ask(
      button,
      [{ name: "name", value: document.querySelector(".title h1")?.textContent ?? "", label: "Name" }],
      ([name]) => change("update", { run_name: name }),
    ),
  tag: button =>
    ask(
      button,
      [
        { name: "key", value: "", label: "Tag" },
        { name: "value", value: "", label: "Value" },
      ],
      ([key, value]) => change("set-tag", { key, value }),
    ),
  // A deleted run can be restored on the same page: no question is needed.
  delete: () => change("delete", {}),
  restore: () => change("restore", {}),
};

document.addEventListener("click", event => {
  const button = event.target instanceof Element ? event.target.closest("[data-run-action]") : null;
  if (button instanceof HTMLElement) {
    actions[button.dataset.runAction ?? ""]?.(button);
  }
});

/** @param {string} id */
const rowsOf = id => [
  .../** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(`#${CSS.escape(id)} tbody tr`)),
];

for (const input of /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll("[data-find-rows]"))) {
  input.addEventListener("input", () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const row of rowsOf(input.dataset.findRows ?? "")) {
      const text = (row.textContent ?? "").toLowerCase();
      row.hidden = !words.every(word => text.includes(word));
    }
  });
}

/** @type {Record<string, (pairs: [string, string][]) => string>} */
const forms = {
  CSV: pairs =>
    [
      "key,value",
      ...pairs.map(pair => pair.map(t => (/[",\n\r]/.test(t) ? `"${t.replaceAll('"', '""')}"` : t)).join(",")),
    ].join("\n"),
  JSON: pairs => JSON.stringify(Object.fromEntries(pairs), null, 2),
  Python: pairs => `{\n${pairs.map(([k, v]) => `    ${JSON.stringify(k)}: ${JSON.stringify(v)},`).join("\n")}\n}`,
  Markdown: pairs =>
    [
      "| key | value |",
      "| --- | --- |",
      ...pairs.map(pair => `| ${pair.map(t => t.replaceAll("|", "\\|").replaceAll("\n", " ")).join(" | ")} |`),
    ].join("\n"),
};

for (const select of /** @type {NodeListOf<HTMLSelectElement>} */ (document.querySelectorAll("[data-copy-rows]"))) {
  select.addEventListener("change", async () => {
    const rows = rowsOf(select.dataset.copyRows ?? "").filter(row => !row.hidden);
    const pairs = rows.map(row => /** @type {[string, string]} */ ([row.dataset.key ?? "", row.dataset.value ?? ""]));
    await navigator.clipboard.writeText(forms[select.value]?.(pairs) ?? "");
    select.options[0].textContent = "Copied";
    select.value = "";
    setTimeout(() => (select.options[0].textContent = "Copy as…"), 2000);
  });
}
