// Sets of numbers as intervals, and perhaps of what is unknown. An interval goes from one cut of the number line to
// the next; a cut lies just before or just after a number, so that open and closed ends need no cases.
import type { ValueSet } from './value-sets.ts';

export interface Cut {
  readonly at: number;
  readonly after: boolean;
}

function compareCuts(a: Cut, b: Cut): number {
  if (a.at !== b.at) return a.at < b.at ? -1 : 1;
  return Number(a.after) - Number(b.after);
}

export class NumberSet implements ValueSet {
  /** In rising order: into the set, out of it, into it again. */
  readonly #cuts: readonly Cut[];
  readonly #unknown: boolean;
  constructor(cuts: readonly Cut[], unknown = false) {
    this.#cuts = cuts;
    this.#unknown = unknown;
  }

  get size(): number {
    return 1 + this.#cuts.length;
  }

  isEmpty(): boolean {
    return this.#cuts.length === 0 && !this.#unknown;
  }

  intersect(other: NumberSet): NumberSet {
    return new NumberSet(
      merge(this.#cuts, other.#cuts, (a, b) => a && b),
      this.#unknown && other.#unknown,
    );
  }

  /** What is in this set and not in the other. */
  without(other: NumberSet): NumberSet {
    return new NumberSet(
      merge(this.#cuts, other.#cuts, (a, b) => a && !b),
      this.#unknown && !other.#unknown,
    );
  }

  isInside(other: NumberSet): boolean {
    return this.without(other).isEmpty();
  }
}

/** The cuts of the numbers of which `within` holds, by whether they are in `a` and in `b`. */
function merge(a: readonly Cut[], b: readonly Cut[], within: (inA: boolean, inB: boolean) => boolean): Cut[] {
  const cuts: Cut[] = [];
  let [nextA, nextB] = [0, 0];
  let inside = false;
  while (nextA < a.length || nextB < b.length) {
    const [cutA, cutB] = [a[nextA], b[nextB]];
    const order = !cutA ? 1 : !cutB ? -1 : compareCuts(cutA, cutB);
    if (order <= 0) nextA++;
    if (order >= 0) nextB++;
    const now = within(nextA % 2 === 1, nextB % 2 === 1);
    if (now !== inside) cuts.push((order <= 0 ? cutA : cutB) as Cut);
    inside = now;
  }
  return cuts;
}
