// The reject file: line, reason and text of every row that was not loaded. It exists only if a row was rejected,
// and is removed again when the import as a whole is refused.
import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import Papa from 'papaparse';

const LONGEST_TEXT = 2000;

export class Rejects {
  count = 0;
  readonly path: string;
  readonly #directory: string;
  #stream: WriteStream | undefined;
  #failure: Error | undefined;

  constructor(directory: string, fileName: string) {
    this.#directory = directory;
    this.path = join(directory, `${fileName}.rejects.csv`);
  }

  /** Notes a rejected row. */
  async add(line: number, reason: string, text: string): Promise<void> {
    if (!this.#stream) await this.#open();
    this.count++;
    const row = Papa.unparse([[String(line), reason, text.slice(0, LONGEST_TEXT)]], { newline: '\n' });
    if (!this.#stream?.write(`${row}\n`) && this.#stream) await once(this.#stream, 'drain');
    if (this.#failure) throw this.#failure;
  }

  async #open(): Promise<void> {
    await mkdir(this.#directory, { recursive: true });
    const stream = createWriteStream(this.path);
    stream.on('error', (error) => {
      this.#failure = error;
    });
    stream.write('line,reason,row\n');
    this.#stream = stream;
  }

  /** Ends the file; throws what went wrong in writing it. */
  async close(): Promise<void> {
    if (!this.#stream) return;
    this.#stream.end();
    await finished(this.#stream);
    if (this.#failure) throw this.#failure;
  }

  /** Removes what was written. */
  async discard(): Promise<void> {
    if (!this.#stream) return;
    this.#stream.destroy();
    await rm(this.path, { force: true });
  }
}
