// Forms that call the API: <form data-call="registered-models/update" data-method="PATCH">. The fields are the request;
// the answer is the page loaded anew, or the error below the form.
import { at } from "../Frame/root.js";

/** @param {HTMLFormElement} form */
async function send(form) {
  const { call = "", method = "POST", then = "" } = form.dataset;
  const request = Object.fromEntries(new FormData(form));
  const response = await fetch(at(`ajax-api/2.0/mlflow/${call}`), {
    method,
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(request),
  }).catch(() => null);
  if (response?.ok) {
    then ? location.assign(at(then)) : location.reload();
    return;
  }

  const answer = await response?.json().catch(() => ({}));
  show(form, answer?.message ?? "The server did not respond. Check the connection and try again.");
}

/**
 * @param {HTMLFormElement} form
 * @param {string} message
 */
function show(form, message) {
  const place = form.querySelector(".field-error") ?? form.appendChild(document.createElement("p"));
  place.className = "field-error";
  place.setAttribute("role", "alert");
  place.textContent = message;
}

/** Lets the forms of this page call the API. */
export function listenForForms() {
  document.addEventListener("submit", event => {
    if (event.target instanceof HTMLFormElement && event.target.dataset.call) {
      event.preventDefault();
      send(event.target);
    }
  });
}
