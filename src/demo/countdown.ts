// Strikes about once in so many times, from a random stream of its own: what it counts never shifts anyone else's
// draws. The first strike comes early, so that even a small demo has one.

import { Random } from './random.ts';

// Keeps these streams apart from those of users and blocks.
const COUNTDOWN_STREAMS = 0x6000_0000;

export class Countdown {
  readonly #random: Random;
  readonly #every: number;
  #left: number;

  constructor(seed: number, stream: number, every: number, first: number) {
    this.#random = new Random(seed, COUNTDOWN_STREAMS + stream);
    this.#every = every;
    this.#left = this.#random.between([1, first]);
  }

  strikes(): boolean {
    if (--this.#left > 0) return false;
    this.#left = this.#random.between([1, 2 * this.#every - 1]);
    return true;
  }
}
