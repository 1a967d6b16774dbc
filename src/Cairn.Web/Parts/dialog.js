/**
 * @typedef {object} Field
 * @property {string} name
 * @property {string} label
 * @property {string} [value]
 * @property {boolean} [optional]
 * @property {boolean} [long] Whether it takes several lines.
 */

/**
 * Asks for some texts. The dialog closes when `save` has succeeded; its error stands under the fields.
 * @param {string} title
 * @param {Field[]} fields
 * @param {string} verb The name of the button, such as "Rename".
 * @param {(values: Record<string, string>) => Promise<void>} save
 */
export function ask(title, fields, verb, save) {
  const dialog = document.createElement("dialog");
  const form = document.createElement("form");
  const heading = document.createElement("h2");
  heading.textContent = title;
  dialog.setAttribute("aria-label", title);
  form.append(heading);
  for (const field of fields) {
    const label = document.createElement("label");
    const input = document.createElement(field.long ? "textarea" : "input");
    label.textContent = field.label;
    input.name = field.name;
    input.value = field.value ?? "";
    input.required = !field.optional;
    if (input instanceof HTMLTextAreaElement) {
      input.rows = 8;
    }

    label.append(input);
    form.append(label);
  }

  const error = document.createElement("p");
  error.className = "field-error";
  error.setAttribute("role", "alert");
  const actions = document.createElement("div");
  actions.className = "actions";
  const cancel = button("Cancel", "");
  const submit = button(verb, "primary");
  submit.type = "submit";
  cancel.addEventListener("click", () => dialog.close());
  actions.append(cancel, submit);
  form.append(error, actions);
  form.addEventListener("submit", async event => {
    event.preventDefault();
    submit.disabled = true;
    error.textContent = "";
    const values = /** @type {Record<string, string>} */ (Object.fromEntries(new FormData(form)));
    try {
      await save(values);
      dialog.close();
    } catch (problem) {
      error.textContent = problem instanceof Error ? problem.message : String(problem);
      submit.disabled = false;
    }
  });
  dialog.addEventListener("close", () => dialog.remove());
  dialog.append(form);
  document.body.append(dialog);
  dialog.showModal();
  const first = form.querySelector("input, textarea");
  if (first instanceof HTMLInputElement) {
    first.select();
  }
}

/**
 * @param {string} text
 * @param {string} className
 */
function button(text, className) {
  const element = document.createElement("button");
  element.type = "button";
  element.textContent = text;
  element.className = className;
  return element;
}
