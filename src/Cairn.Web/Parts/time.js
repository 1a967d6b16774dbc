// Keeps times current, and shows full ones in the reader's own time zone.

const second = 1000;
const units = /** @type {const} */ ([
  [60 * second, second, "s"],
  [3600 * second, 60 * second, "min"],
  [86_400 * second, 3600 * second, "h"],
  [60 * 86_400 * second, 86_400 * second, "d"],
  [730 * 86_400 * second, 30.44 * 86_400 * second, "mo"],
  [Infinity, 365.25 * 86_400 * second, "y"],
]);

/**
 * Returns how long ago something was: "3 min ago".
 * @param {number} age In milliseconds.
 */
export function relative(age) {
  const size = Math.abs(age);
  const [, length, unit] = units.find(([limit]) => size < limit) ?? units[5];
  const amount = `${Math.floor(size / length)} ${unit}`;
  return age < 0 ? `in ${amount}` : size < 5 * second ? "just now" : `${amount} ago`;
}

/**
 * Returns a time in full, in the reader's time zone: "2026-11-26 20:15:03".
 * @param {Date} time
 */
export function absolute(time) {
  /** @param {number} n */
  const two = n => String(n).padStart(2, "0");
  const date = `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
  return `${date} ${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}`;
}

/** Shows all times of the page as the reader likes them. */
export function showTimes() {
  const full = document.documentElement.dataset.times === "absolute";
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const now = Date.now();
  for (const element of document.querySelectorAll("time")) {
    const time = new Date(element.dateTime);
    const text = absolute(time);
    const shown = full ? text : relative(now - time.getTime());
    if (element.textContent !== shown) {
      element.textContent = shown;
    }

    element.title = `${text} (${zone})`;
  }
}

/** Shows all times now and every ten seconds. */
export function keepTimes() {
  showTimes();
  setInterval(() => document.hidden || showTimes(), 10_000);
}
