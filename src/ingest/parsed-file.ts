// A file whose rows are parsed when its turn comes, or before: while the import of the file before it ends, which is
// the database's work, its first batches are made ready.
import { rm } from 'node:fs/promises';
import { type ParsedBatch, type ParseRequest, type ParseSummary, parseFile } from './parse-file.ts';
import { parseOnThread } from './parse-thread.ts';
import { fileSize, isCostly, LARGE_BYTES } from './readers/open.ts';

type Batches = AsyncGenerator<ParsedBatch, ParseSummary>;

/** Batches of a few megabytes each. */
const MOST_READY = 4;

export class ParsedFile {
  readonly request: ParseRequest;
  readonly #parsing: Batches;
  #ready: readonly Promise<IteratorResult<ParsedBatch, ParseSummary>>[] = [];
  #rejectFile: string | null = null;

  /** Nothing is read yet. */
  constructor(request: ParseRequest) {
    this.request = request;
    this.#parsing = this.#parse();
  }

  /** Has the first batches made ready. What is wrong with the file is thrown to whoever takes them. */
  begin(): void {
    this.#ready = Array.from({ length: MOST_READY }, () => this.#parsing.next());
    for (const batch of this.#ready) batch.catch(() => {});
  }

  /** As parseFile. */
  async *batches(): Batches {
    for (const batch of this.#ready) {
      const { value, done } = await batch;
      if (done) return value;
      yield value;
    }
    return yield* this.#parsing;
  }

  /** Ends parsing, wherever it is, and removes the reject file: for a file that was not imported after all. */
  async discard(): Promise<void> {
    await this.#parsing.return(undefined as never);
    if (this.#rejectFile) await rm(this.#rejectFile, { force: true });
  }

  async *#parse(): Batches {
    const { path } = this.request;
    const onThread = (await fileSize(path)) >= LARGE_BYTES && (await isCostly(path));
    const summary = yield* onThread ? parseOnThread(this.request) : parseFile(this.request);
    this.#rejectFile = summary.rejectFile;
    return summary;
  }
}
