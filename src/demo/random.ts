// A small seeded generator (sfc32, seeded by splitmix32). The same seed and stream give the same numbers on
// every machine: only 32-bit integer steps and one exact division by a power of two, never Math.random, exp or log.
// Not for secrets.

/** The finaliser of splitmix32: a bijection of the 32-bit integers, so distinct inputs stay distinct. */
export function mix32(value: number): number {
  let mixed = Math.imul(value ^ (value >>> 16), 0x21f0aaad);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
  return (mixed ^ (mixed >>> 15)) >>> 0;
}

const GOLDEN = 0x9e3779b9;
const WARM_UP = 12;

export class Random {
  #a = 0;
  #b = 0;
  #c = 0;
  #counter = 1;

  constructor(seed: number, stream: number) {
    this.reseed(seed, stream);
  }

  /** Starts stream `stream` of `seed`: any safe integer, whose high bits count too. */
  reseed(seed: number, stream: number): void {
    const high = Math.floor(seed / 0x1_0000_0000) | 0;
    this.#a = mix32((seed | 0) + GOLDEN);
    this.#b = mix32(high ^ this.#a);
    this.#c = mix32((stream | 0) ^ mix32(this.#b + GOLDEN));
    this.#counter = 1;
    for (let round = 0; round < WARM_UP; round++) this.next();
  }

  /** The next 32 bits, as an unsigned integer. */
  next(): number {
    const sum = (((this.#a + this.#b) | 0) + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  /** A whole number from 0 to `limit - 1`. */
  below(limit: number): number {
    return Math.floor((this.next() / 0x1_0000_0000) * limit);
  }

  /** A whole number from `range[0]` to `range[1]`, both included. */
  between(range: readonly [number, number]): number {
    return range[0] + this.below(range[1] - range[0] + 1);
  }

  chance(perMille: number): boolean {
    return this.below(1000) < perMille;
  }

  pick<T>(from: readonly T[]): T {
    return from[this.below(from.length)]!;
  }

  /** At most `count` distinct whole numbers from `low` up to but without `high`, rising and evenly spread. */
  spread(low: number, high: number, count: number): number[] {
    const width = high - low;
    const cells = Math.min(count, width);
    const numbers: number[] = [];
    for (let cell = 0; cell < cells; cell++) {
      const start = Math.floor((cell * width) / cells);
      const end = Math.floor(((cell + 1) * width) / cells);
      numbers.push(low + start + this.below(end - start));
    }
    return numbers;
  }

  shuffle<T>(items: T[]): T[] {
    for (let last = items.length - 1; last > 0; last--) {
      const other = this.below(last + 1);
      [items[last], items[other]] = [items[other]!, items[last]!];
    }
    return items;
  }
}

/** A list in which each item stands as often as its weight says, so that a plain pick is a weighted one. */
export function weighted<T extends { readonly weight: number }>(items: readonly T[]): readonly T[] {
  return items.flatMap((item) => new Array<T>(item.weight).fill(item));
}
