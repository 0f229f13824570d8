// How often something may happen in a minute, counted by key in this process. A minute begins with the first of its
// events; nothing is kept of a key whose minute is over.
const MINUTE_MS = 60_000;
const MOST_KEYS = 100_000;

interface Minute {
  readonly endsAt: number;
  count: number;
}

export class Rate {
  readonly #perMinute: number;
  readonly #now: () => number;
  readonly #minutes = new Map<string, Minute>();

  /** null: any number. */
  constructor(perMinute: number | null, now: () => number = Date.now) {
    this.#perMinute = perMinute ?? Number.POSITIVE_INFINITY;
    this.#now = now;
  }

  /** Counts one more; returns the seconds to wait where that is too many, else 0. */
  count(key: string): number {
    const minute = this.#minute(key);
    minute.count++;
    return minute.count > this.#perMinute ? this.#rest(minute) : 0;
  }

  /** The seconds to wait before one more would be let through, without counting one; 0 where it would be now. */
  wait(key: string): number {
    const minute = this.#minute(key);
    return minute.count >= this.#perMinute ? this.#rest(minute) : 0;
  }

  #minute(key: string): Minute {
    const now = this.#now();
    const known = this.#minutes.get(key);
    if (known && known.endsAt > now) return known;
    if (this.#minutes.size >= MOST_KEYS) this.#forget(now);
    const begun = { endsAt: now + MINUTE_MS, count: 0 };
    this.#minutes.delete(key);
    this.#minutes.set(key, begun);
    return begun;
  }

  /** Minutes end in the order in which they began; when all go on, the oldest is given up. */
  #forget(now: number): void {
    for (const [key, { endsAt }] of this.#minutes) {
      if (endsAt > now && this.#minutes.size < MOST_KEYS) return;
      this.#minutes.delete(key);
    }
  }

  #rest({ endsAt }: Minute): number {
    return Math.max(1, Math.ceil((endsAt - this.#now()) / 1000));
  }
}
