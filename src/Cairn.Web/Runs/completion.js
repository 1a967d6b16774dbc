// Completes keys and comparators in the filter, from the columns that this page knows.

/** Listens for typing in the filter. */
export function listenForCompletion() {
  document.addEventListener("input", event => {
    if (event.target instanceof HTMLInputElement && event.target.id === "filter") {
      complete(event.target);
    }
  });
  document.addEventListener("focusin", event => {
    if (!(event.target instanceof HTMLInputElement && event.target.id === "filter")) {
      close();
    }
  });
  document.addEventListener("keydown", event => {
    const list = document.querySelector(".completion");
    if (list === null || !(event.target instanceof HTMLInputElement) || event.target.id !== "filter") {
      return;
    }

    const items = [...list.children];
    const now = items.findIndex(item => item.getAttribute("aria-selected") === "true");
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const next = event.key === "ArrowDown" ? (now + 1) % items.length : (Math.max(now, 0) + items.length - 1) % items.length;
      items[now]?.setAttribute("aria-selected", "false");
      items[next]?.setAttribute("aria-selected", "true");
      items[next]?.scrollIntoView({ block: "nearest" });
    } else if ((event.key === "Enter" || event.key === "Tab") && now >= 0) {
      event.preventDefault();
      take(event.target, items[now].getAttribute("data-text") ?? "");
    } else if (event.key === "Escape") {
      event.preventDefault();
      close();
    }
  });
}

function close() {
  document.querySelector(".completion")?.remove();
}

/** The word that is being written: what follows the last space that is not in quotes. */
const word = /(?:[^\s'"`]|'[^']*'?|"[^"]*"?|`[^`]*`?)*$/;

/** @type {Record<string, string>} */
const kinds = { "metrics.": "metric", "params.": "parameter", "tags.": "tag" };

/** @returns {{ text: string, kind: string }[]} */
function fields() {
  const known = [...document.querySelectorAll(".column-list input")].map(input => {
    const name = input instanceof HTMLInputElement ? input.value : "";
    const dot = name.indexOf(".");
    const [prefix, key] = dot < 0 ? ["", name] : [name.slice(0, dot + 1), name.slice(dot + 1)];
    const text = prefix + (/^[A-Za-z_]\w*$/.test(key) ? key : `\`${key}\``);
    return { text, kind: kinds[prefix] ?? "" };
  });
  const attributes = ["run_name", "run_id", "status", "user_id", "start_time", "end_time", "artifact_uri"];
  const datasets = ["name", "digest", "context"];
  return [
    ...known.filter(field => field.kind !== ""),
    ...attributes.map(name => ({ text: `attributes.${name}`, kind: "attribute" })),
    ...datasets.map(name => ({ text: `datasets.${name}`, kind: "dataset" })),
  ];
}

/** @param {HTMLInputElement} input */
function complete(input) {
  close();
  const before = input.value.slice(0, input.selectionStart ?? input.value.length);
  const start = word.exec(before)?.[0] ?? "";
  const rest = before.slice(0, before.length - start.length).trimEnd();
  const isKey = rest === "" || /\band$/i.test(rest);
  if (!isKey || (start === "" && rest === "")) {
    return;
  }

  const wanted = start.toLowerCase();
  const found = fields()
    .filter(field => field.text.toLowerCase().includes(wanted) && field.text !== start)
    .slice(0, 12);
  if (found.length === 0) {
    return;
  }

  const list = document.createElement("ul");
  list.className = "completion";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Fields");
  for (const field of found) {
    const item = document.createElement("li");
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    item.dataset.text = field.text;
    const kind = document.createElement("span");
    kind.textContent = field.kind;
    item.append(field.text, kind);
    item.addEventListener("mousedown", event => {
      event.preventDefault();
      take(input, field.text);
    });
    list.append(item);
  }

  input.parentElement?.append(list);
}

/**
 * @param {HTMLInputElement} input
 * @param {string} text
 */
function take(input, text) {
  const at = input.selectionStart ?? input.value.length;
  const before = input.value.slice(0, at);
  const start = word.exec(before)?.[0] ?? "";
  const head = before.slice(0, before.length - start.length) + text + " ";
  input.value = head + input.value.slice(at);
  input.setSelectionRange(head.length, head.length);
  close();
}
