// The reject file: line, reason and text of every row that was not loaded. It exists only if a row was rejected.
// It is written beside its place and gets its name when complete, so the file of an earlier import is never touched.
import { type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import Papa from 'papaparse';
import { describeError, RejectFileError } from '../errors.ts';

const LONGEST_TEXT = 2000;
const PIECE_CHARACTERS = 65_536;

export class Rejects {
  count = 0;
  /** Where the rows are; certain once the file is closed. */
  path: string;
  readonly #directory: string;
  readonly #fileName: string;
  readonly #unfinished: string;
  #file: FileHandle | undefined;
  #waiting = 'line,reason,row\n';
  #written: string | undefined;

  constructor(directory: string, fileName: string) {
    this.#directory = directory;
    this.#fileName = fileName;
    this.path = join(directory, `${fileName}.rejects.csv`);
    this.#unfinished = `${this.path}.${process.pid}.partial`;
  }

  /** Notes a rejected row. */
  async add(line: number, reason: string, text: string): Promise<void> {
    this.count++;
    const shown = text.slice(0, LONGEST_TEXT).toWellFormed();
    this.#waiting += `${Papa.unparse([[String(line), reason, shown]], { newline: '\n' })}\n`;
    if (this.#waiting.length > PIECE_CHARACTERS) await this.#orExplain(() => this.#write());
  }

  /** Completes the file; does nothing where no row was rejected. */
  async close(): Promise<void> {
    if (this.count === 0) return;
    await this.#orExplain(async () => {
      await this.#write();
      await this.#end();
      this.path = await this.#freePath();
      await rename(this.#unfinished, this.path);
    });
    this.#written = this.path;
  }

  /** Removes what was written, complete or not. Why the import failed matters more than that this does. */
  async discard(): Promise<void> {
    await this.#end().catch(() => {});
    for (const path of [this.#unfinished, this.#written]) {
      if (path) await rm(path, { force: true }).catch(() => {});
    }
  }

  async #write(): Promise<void> {
    if (!this.#file) {
      await mkdir(this.#directory, { recursive: true });
      this.#file = await open(this.#unfinished, 'w');
    }
    const text = this.#waiting;
    this.#waiting = '';
    await this.#file.writeFile(text);
  }

  async #end(): Promise<void> {
    const file = this.#file;
    this.#file = undefined;
    await file?.close();
  }

  /** The first of NAME.rejects.csv, NAME.2.rejects.csv, … that no file has, taken by an empty file. */
  async #freePath(): Promise<string> {
    for (let number = 1; ; number++) {
      const path = join(this.#directory, `${this.#fileName}${number > 1 ? `.${number}` : ''}.rejects.csv`);
      try {
        await (await open(path, 'wx')).close();
        return path;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
    }
  }

  async #orExplain(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      throw new RejectFileError(this.path, describeError(error), { cause: error });
    }
  }
}
