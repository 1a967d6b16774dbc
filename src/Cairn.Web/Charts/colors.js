// A run keeps its colour everywhere; within a chart, no two of the first twenty runs share one.

import { colourOf } from "../Parts/colours.js";

export const colors = 20;

/**
 * Returns the number of each run's colour: its own, or the next one that is free.
 * @param {string[]} runs
 */
export function distinctColors(runs) {
  const taken = new Set();
  return new Map(
    runs.map(run => {
      let color = colourOf(run);
      for (let i = 0; taken.has(color) && i < colors && taken.size < colors; i++) {
        color = (color + 1) % colors;
      }

      taken.add(color);
      return [run, color];
    }),
  );
}

/**
 * Returns a colour of the theme.
 * @param {string} name Such as `--run-3`.
 */
export const themeColor = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
