// Follows something that is stored: what it is now, then what it becomes. A reader that is slow gets the newest and
// never what came between, so that nothing piles up; a database that is away for a while is waited for.
import { isConnectionLost } from '../errors.ts';
import type { Channel, Listener } from './listen.ts';

export interface Followed<T> {
  readonly channel: Channel;
  /** Whose notices count; null: everybody's on the channel. */
  readonly id: number | null;
  /** Reads it as it is now; undefined where there is nothing to tell. */
  read(): Promise<T | undefined>;
  /** Two values with the same mark are the same to the follower. */
  markOf(value: T): string;
  /** Whether nothing can follow. */
  isLast(value: T): boolean;
}

/** Yields the value and each later one, until the last one or `return()`. */
export function follow<T>(listener: Listener, followed: Followed<T>): AsyncIterableIterator<T, undefined> {
  return new Follower(listener, followed);
}

class Follower<T> implements AsyncIterableIterator<T, undefined> {
  readonly #followed: Followed<T>;
  readonly #stop: () => void;
  #mark: string | undefined;
  #mayDiffer = true;
  #isOver = false;
  #wake: () => void = () => {};

  constructor(listener: Listener, followed: Followed<T>) {
    this.#followed = followed;
    const { channel, id } = followed;
    this.#stop = listener.hear(channel, (heard) => {
      if (id !== null && heard !== null && heard !== String(id)) return;
      this.#mayDiffer = true;
      this.#wake();
    });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<IteratorResult<T, undefined>> {
    while (!this.#isOver) {
      if (this.#mayDiffer) {
        this.#mayDiffer = false;
        const value = await this.#readNews();
        if (value === undefined || this.#isOver) continue;
        if (this.#followed.isLast(value)) this.#end();
        return { done: false, value };
      }
      await new Promise<void>((wake) => {
        this.#wake = wake;
        if (this.#mayDiffer || this.#isOver) wake();
      });
    }
    return { done: true, value: undefined };
  }

  async return(): Promise<IteratorResult<T, undefined>> {
    this.#end();
    return { done: true, value: undefined };
  }

  /** Undefined where it is what it was, or the database is away: that is told of when it is back. */
  async #readNews(): Promise<T | undefined> {
    const { read, markOf } = this.#followed;
    const value = await read().catch((error: unknown) => {
      if (isConnectionLost(error)) return undefined;
      this.#end();
      throw error;
    });
    if (value === undefined || markOf(value) === this.#mark) return undefined;
    this.#mark = markOf(value);
    return value;
  }

  #end(): void {
    this.#isOver = true;
    this.#stop();
    this.#wake();
  }
}
