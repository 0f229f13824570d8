// The thread that parses a file: one batch ahead of whoever writes, and no further. The other end of parse-thread.ts.
import { parentPort, workerData } from 'node:worker_threads';
import { StrataError } from '../errors.ts';
import { parseFile } from './parse-file.ts';
import type { Answer } from './parse-thread.ts';

const port = parentPort;
if (!port) throw new Error('parse-worker.ts runs as a worker thread only.');

const batches = parseFile(workerData);
let next = batches.next();

async function answer(): Promise<Answer> {
  try {
    const { value, done } = await next;
    if (done) return { kind: 'summary', summary: value };
    next = batches.next();
    next.catch(() => {}); // thrown to whoever asks for it
    return { kind: 'batch', batch: value };
  } catch (error) {
    const { message, code } = error as Error & { code?: string };
    return { kind: 'error', message, code: code ?? null, known: error instanceof StrataError };
  }
}

port.on('message', async (request: 'next' | 'stop') => {
  if (request === 'next') port.postMessage(await answer());
  else {
    await batches.return(undefined as never).catch(() => {});
    port.postMessage({ kind: 'stopped' } satisfies Answer);
  }
});
