// Latest values as bars: for metrics with one value per run.
import { short } from "./numbers.js";

/** @typedef {import("./series.js").Series} Series */

/**
 * @param {HTMLElement} place
 * @param {Series[]} series
 * @param {{ colors: Map<string, number>, nameOf: (run: string) => string, open: (run: string) => void }} host
 */
export function drawBars(place, series, host) {
  const last = series.map(s => ({ run: s.run, value: s.value[s.value.length - 1] }));
  last.sort((a, b) => b.value - a.value);
  const finite = last.map(row => row.value).filter(Number.isFinite);
  const [low, high] = [Math.min(0, ...finite), Math.max(0, ...finite)];
  const list = document.createElement("ol");
  list.className = "bars";
  for (const { run, value } of last) {
    const row = document.createElement("li");
    const bar = document.createElement("i");
    bar.className = `run-${host.colors.get(run) ?? 0}`;
    const span = high - low || 1;
    bar.style.left = `${((Math.min(value, 0) - low) / span) * 100}%`;
    bar.style.width = `${Number.isFinite(value) ? (Math.abs(value) / span) * 100 : 0}%`;
    const track = document.createElement("span");
    track.className = "track";
    track.append(bar);
    const name = document.createElement("button");
    name.type = "button";
    name.className = "quiet";
    name.textContent = host.nameOf(run);
    name.title = name.textContent;
    name.addEventListener("click", () => host.open(run));
    const number = document.createElement("b");
    number.textContent = short(value);
    number.title = String(value);
    row.append(name, track, number);
    list.append(row);
  }

  place.replaceChildren(list);
}
