// Adds up what was compared part by part; the same in whatever order the parts come.
import type { ComparedPart, Example } from './queries/preview.ts';

export class Tally {
  users = 0;
  movers = 0;
  rewritten = 0;
  readonly #examplesWanted: number;
  readonly #before = new Map<number, number>();
  readonly #added = new Map<number, number>();
  readonly #moves = new Map<number, Map<number, number>>();
  readonly #examples = new Map<number, Example[]>();

  constructor(examplesWanted: number) {
    this.#examplesWanted = examplesWanted;
  }

  add(part: ComparedPart): void {
    this.users += part.users;
    this.movers += part.movers;
    this.rewritten += part.rewritten;
    for (const [segment, users] of part.before) increase(this.#before, segment, users);
    for (const [segment, users] of part.added) increase(this.#added, segment, users);
    for (const [from, to, users] of part.moves) {
      const row = this.#moves.get(from) ?? new Map<number, number>();
      this.#moves.set(from, row);
      increase(row, to, users);
    }
    for (const example of part.examples) {
      const found = [...this.examplesOf(example.dimension), example];
      this.#examples.set(example.dimension, found.sort(byRank).slice(0, this.#examplesWanted));
    }
  }

  /** Users in the segment as things are. */
  before(segment: number): number {
    return this.#before.get(segment) ?? 0;
  }

  /** Users in the segment of a dimension that is added. */
  added(segment: number): number {
    return this.#added.get(segment) ?? 0;
  }

  /** Users who go from one segment to another one. */
  moved(from: number, to: number): number {
    return this.#moves.get(from)?.get(to) ?? 0;
  }

  /** By the place among the dimensions that both rule sets have, from 1. */
  examplesOf(dimension: number): readonly Example[] {
    return this.#examples.get(dimension) ?? [];
  }
}

function increase(counts: Map<number, number>, segment: number, users: number): void {
  counts.set(segment, (counts.get(segment) ?? 0) + users);
}

/** As the statement ranks them: by bytes. */
function byRank(a: Example, b: Example): number {
  if (a.rank !== b.rank) return a.rank < b.rank ? -1 : 1;
  return Buffer.compare(Buffer.from(a.externalId), Buffer.from(b.externalId));
}
