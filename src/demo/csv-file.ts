// A CSV file that is written in large pieces: rows gather in one buffer, and `flush` waits until the disk has taken
// it, so memory stays constant however long the file grows. Now and then a row is followed by a spoiled copy of
// itself, which an import must reject; good rows are never lost. Not safe for two writers.

import { type FileHandle, open } from 'node:fs/promises';
import type { Countdown } from './countdown.ts';
import { type Fault, spoil } from './faults.ts';

const FULL_BYTES = 256 * 1024;
/** Rows are encoded in small bundles: one by one is slow, and a long string outlives the collector's nursery. */
const BUNDLE_CHARS = 1024;
const MOST_BYTES_A_CHAR = 3;

export class CsvFile implements AsyncDisposable {
  /** Rows written after the header, spoiled ones included. */
  rows = 0;
  #bundle: string;
  #buffer = Buffer.allocUnsafe(2 * FULL_BYTES);
  #used = 0;
  #spoiled = 0;
  readonly #handle: FileHandle;
  readonly #faults: readonly Fault[];
  readonly #faultDue: Countdown;

  private constructor(handle: FileHandle, header: string, faults: readonly Fault[], faultDue: Countdown) {
    this.#handle = handle;
    this.#bundle = `${header}\n`;
    this.#faults = faults;
    this.#faultDue = faultDue;
  }

  /** Creates or empties the file at `path`. */
  static async create(path: string, header: string, faults: readonly Fault[], faultDue: Countdown) {
    return new CsvFile(await open(path, 'w'), header, faults, faultDue);
  }

  /** Adds one row, without its line end. */
  add(row: string): void {
    this.#append(row);
    if (!this.#faultDue.strikes()) return;
    this.#append(spoil(row, this.#faults[this.#spoiled++ % this.#faults.length]!));
  }

  /** Whether enough has gathered for a write that is worth its cost. */
  get full(): boolean {
    return this.#used >= FULL_BYTES;
  }

  async flush(): Promise<void> {
    this.#encode();
    for (let done = 0; done < this.#used; ) {
      done += (await this.#handle.write(this.#buffer, done, this.#used - done)).bytesWritten;
    }
    this.#used = 0;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#handle.close();
  }

  #append(row: string): void {
    this.rows++;
    this.#bundle += `${row}\n`;
    if (this.#bundle.length >= BUNDLE_CHARS) this.#encode();
  }

  #encode(): void {
    const needed = this.#used + this.#bundle.length * MOST_BYTES_A_CHAR;
    if (needed > this.#buffer.length) {
      const larger = Buffer.allocUnsafe(2 * needed);
      this.#buffer.copy(larger, 0, 0, this.#used);
      this.#buffer = larger;
    }
    this.#used += this.#buffer.write(this.#bundle, this.#used);
    this.#bundle = '';
  }
}
