// Parses a file on a thread of its own, so that parsing and writing use two cores, and with a bounded heap. It is for
// files that become objects and texts, row by row; CSV is parsed in less time than a thread takes to hand it over.
import { Worker } from 'node:worker_threads';
import { UnreadableFileError } from '../errors.ts';
import type { ParsedBatch, ParseRequest, ParseSummary } from './parse-file.ts';

export type Answer =
  | { readonly kind: 'batch'; readonly batch: ParsedBatch }
  | { readonly kind: 'summary'; readonly summary: ParseSummary }
  | {
      readonly kind: 'error';
      readonly message: string;
      readonly code: string | null;
      readonly known: boolean;
    }
  | { readonly kind: 'stopped' };

const HEAP_MB = { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 24 };

/** As parseFile, on another thread. */
export async function* parseOnThread({
  kind,
  path,
  mapping,
  rejectsDir,
}: ParseRequest): AsyncGenerator<ParsedBatch, ParseSummary> {
  const workerData: ParseRequest = { kind, path, mapping, rejectsDir };
  const worker = new Worker(new URL('./parse-worker.ts', import.meta.url), {
    workerData,
    resourceLimits: HEAP_MB,
  });
  const ask = connectTo(worker);
  let ended = false;
  try {
    for (;;) {
      const answer = await ask('next');
      if (answer.kind === 'batch') yield answer.batch;
      else {
        ended = true;
        if (answer.kind === 'summary') return answer.summary;
        throw revive(answer);
      }
    }
  } finally {
    if (!ended) await ask('stop').catch(() => {});
    await worker.terminate();
  }
}

type Request = 'next' | 'stop';

/** Asks the thread; a thread that is gone, for want of memory, answers nothing but throws why. */
function connectTo(worker: Worker): (request: Request) => Promise<Answer> {
  const gone = new Promise<never>((_, reject) => {
    worker.once('error', reject);
    worker.once('exit', () => reject(new Error('The parser stopped before the file ended.')));
  });
  gone.catch(() => {}); // thrown to whoever asks
  return (request) => {
    const answer = new Promise<Answer>((resolve) => worker.once('message', resolve));
    worker.postMessage(request);
    return Promise.race([answer, gone]);
  };
}

function revive(answer: Answer): Error {
  if (answer.kind !== 'error') return new Error('The parser stopped before the file ended.');
  if (answer.known) return new UnreadableFileError(answer.message);
  return Object.assign(new Error(answer.message), answer.code === null ? {} : { code: answer.code });
}
