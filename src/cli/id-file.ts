// Files of ids, addresses or numbers, one a line, plain or gzipped: read a batch at a time, whatever their size. A first
// line that is a column's name is passed over, and so are blank lines; quotes around a line are taken off.
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { createGunzip } from 'node:zlib';
import { BadInputError } from '../errors.ts';
import { fileSize } from '../ingest/readers/open.ts';
import { trimAscii } from '../rules/ascii.ts';

const BATCH = 10_000;
const LONGEST_LINE = 4_096;
const TITLE = /^(user_pseudo_id|external_id|user_id|email|phone)$/i;

/** The lines of the file, or of standard input where the path is "-"; throws a BadInputError that names a wrong line. */
export async function* idBatches(path: string): AsyncGenerator<string[]> {
  let batch: string[] = [];
  let number = 0;
  for await (const line of linesOf(path)) {
    number++;
    if (line.length > LONGEST_LINE)
      throw new BadInputError(
        `${path}, line ${number}: longer than ${LONGEST_LINE} characters. Expected one id a line.`,
      );
    if (line.includes('\0'))
      throw new BadInputError(`${path}, line ${number}: expected text without the character NUL.`);
    const id = unquoted(trimAscii(line));
    if (id === '' || (number === 1 && TITLE.test(id))) continue;
    batch.push(id);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

function unquoted(line: string): string {
  return /^".*"$/.test(line) ? trimAscii(line.slice(1, -1).replaceAll('""', '"')) : line;
}

async function* linesOf(path: string): AsyncGenerator<string> {
  let rest = '';
  for await (const piece of (await open(path)).setEncoding('utf8')) {
    const lines = (rest + (piece as string)).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) yield line.replace(/^\uFEFF/, '');
    if (rest.length > LONGEST_LINE) break; // its line is refused, without reading on for where it ends
  }
  if (rest !== '') yield rest.replace(/^\uFEFF/, '');
}

/** Standard input is read to its end first, so that nobody waits for whoever types it. */
async function open(path: string): Promise<Readable> {
  if (path === '-') return Readable.from([await text(process.stdin)]);
  await fileSize(path); // says what is wrong with what is no file
  const bytes = createReadStream(path);
  return path.endsWith('.gz') ? bytes.pipe(createGunzip()) : bytes;
}
