import { at } from "./root.js";

/** An error that the API answered with. */
export class ApiError extends Error {}

/**
 * Calls MLflow's API, through which all changes go.
 * @param {string} path Such as `runs/delete`.
 * @param {object} body The request.
 * @returns {Promise<any>} The response.
 */
export async function call(path, body) {
  const response = await fetch(at(`ajax-api/2.0/mlflow/${path}`), {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) {
    let message = text;
    try {
      message = JSON.parse(text).message;
    } catch {
      // Not Cairn's own answer: a proxy's words are all there is.
    }

    throw new ApiError(message || `The server answered with status ${response.status}.`);
  }

  return text === "" ? {} : JSON.parse(text);
}
