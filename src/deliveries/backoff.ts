// When a delivery that failed is tried again: after half a minute, then twice as long each time up to four hours, each
// time somewhat sooner or later, so that many which failed together do not come back together. Two days in all.
const FIRST_MS = 30_000;
const LONGEST_MS = 4 * 3_600_000;
/** A delivery that was refused so often is given up. */
export const MOST_TRIES = 20;

/** The pause after the nth try, in milliseconds; `chance` from 0 to 1 moves it between 75 and 125 %. */
export function pauseAfter(tries: number, chance: number = Math.random()): number {
  const whole = Math.min(FIRST_MS * 2 ** (tries - 1), LONGEST_MS);
  return Math.round(whole * (0.75 + chance / 2));
}
