// One set of rows, written in several ways, is the same events and the same rejected rows: as plain CSV, whose fields
// are looked up by their bytes; with everything in quotes; with its columns elsewhere; as NDJSON. And it is what the
// functions of single texts say of each row.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import Papa from 'papaparse';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Events } from '../../src/ingest/loaders/events.ts';
import { parseFile } from '../../src/ingest/parse-file.ts';
import { joinInstant, readTimestamp, toIsoText } from '../../src/ingest/timestamps.ts';
import { clean, isMoney } from '../../src/ingest/values.ts';
import { isTooLong, type NewWords } from '../../src/ingest/word-index.ts';
import { trimAscii } from '../../src/rules/ascii.ts';
import { readRejects } from '../support/import-text.ts';

const COLUMNS = [
  'user_pseudo_id',
  'event_name',
  'eventTimestamp',
  'page_type',
  'category',
  'city',
  'region',
  'country',
  'source',
  'medium',
  'gender',
  'Age',
  'income_group',
  'event_id',
  'transaction_id',
  'revenue',
] as const;
type Row = Readonly<Record<(typeof COLUMNS)[number], string>>;
const WORDS = COLUMNS.filter((_, at) => at === 1 || (at > 2 && at < 13));

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'strata-rows-'));
});
afterAll(() => rm(folder, { recursive: true }));

interface Outcome {
  /** What is loaded of each row. */
  readonly events: readonly (readonly unknown[])[];
  readonly rejects: readonly string[];
}

/** What becomes of a file. */
async function outcomeOf(name: string, content: string): Promise<Outcome> {
  const path = join(folder, name);
  await writeFile(path, content);
  const parsing = parseFile({ kind: 'activity', path, mapping: new Map(), rejectsDir: folder });
  const events: unknown[][] = [];
  const known: string[][][] = [[], [], [], [], []];
  for (;;) {
    const { value, done } = await parsing.next();
    if (!done) events.push(...textsOf(value.rows as unknown as Events, known));
    else if (value.rejectFile === null) return { events, rejects: [] };
    else {
      const rejects = await readRejects(value.rejectFile);
      await rm(value.rejectFile);
      return { events, rejects: rejects.map(({ line, reason }) => `${line} ${reason}`) };
    }
  }
}

/** The rows of a batch; `known` holds the words of each index by number. */
function textsOf(batch: Events, known: string[][][]): unknown[][] {
  const indexes: NewWords[] = [batch.users, batch.actions, batch.places, batch.channels, batch.traits];
  indexes.forEach(({ restarted, tuples }, index) => {
    if (restarted) known[index] = [];
    known[index]?.push(...tuples.map((tuple) => [...tuple]));
  });
  const { users, actions, places, channels, traits, instantsHigh, instantsLow } = batch.columns;
  return Array.from({ length: batch.size }, (_, row) => [
    ...[users, actions, places, channels, traits].flatMap(
      (numbers, index) => known[index]?.[numbers[row] as number],
    ),
    joinInstant(instantsHigh[row] as number, instantsLow[row] as number),
    batch.eventIds?.[row] ?? '',
    ...batch.mentions
      .filter((mention) => mention.row === row)
      .map(({ transactionId, revenue }) => `${transactionId}: ${revenue}`),
  ]);
}

/** What single texts say: the reason to reject the row, or what is loaded. */
function expectedOf(row: Row): readonly unknown[] | string {
  const user = trimAscii(row.user_pseudo_id);
  if (user === '') return 'user_pseudo_id: missing';
  if (isTooLong(user)) return 'user_pseudo_id: longer than 500 bytes';
  const instant = readTimestamp(trimAscii(row.eventTimestamp));
  if (instant === undefined) return 'eventTimestamp: expected';
  const words = WORDS.map((name) => clean(row[name]));
  if (words.some(isTooLong)) return 'longer than 500 bytes';
  const revenue = clean(row.revenue);
  if (revenue !== '' && !isMoney(revenue)) return 'revenue: expected';
  const [eventId, order] = [clean(row.event_id), clean(row.transaction_id)];
  const mention = order === '' ? [] : [`${order}: ${revenue || null}`];
  return [user, ...words, toIsoText(instant), eventId, ...mention];
}

const space = fc.constantFrom('', '', '', ' ', '\t', ' \v');
const padded = (text: fc.Arbitrary<string>) => fc.tuple(space, text, space).map((parts) => parts.join(''));
const word = padded(
  fc.oneof(
    {
      weight: 5,
      arbitrary: fc.constantFrom('', 'Rome', 'Île', 'N/A', '(not set)', 'a b', '😀', '\u00a0', "it's"),
    },
    { weight: 1, arbitrary: fc.constantFrom('é'.repeat(250), 'é'.repeat(251)) },
    {
      weight: 1,
      arbitrary: fc.string({ unit: fc.constantFrom('a', 'ß', '"', '-', '{'), minLength: 1, maxLength: 4 }),
    },
  ),
);
const time = padded(
  fc.constantFrom(
    '2024-01-31 12:30:00',
    '2024-02-29T23:59:59.999999Z',
    '2023-02-29 00:00:00',
    '0001-01-01 00:00:00',
    '9999-12-31 23:59:59.5-00:00',
    '1706717400123',
    'soon',
    '',
  ),
);
const rowArbitrary: fc.Arbitrary<Row> = fc.record({
  ...(Object.fromEntries(WORDS.map((name) => [name, word])) as Record<keyof Row, fc.Arbitrary<string>>),
  user_pseudo_id: padded(fc.constantFrom('u1', 'u', 'ü3', 'null', '', 'x'.repeat(501))),
  eventTimestamp: time,
  event_id: fc.constantFrom('', '', 'e1', ' e2'),
  transaction_id: fc.constantFrom('', '', 'T1', 'na'),
  revenue: fc.constantFrom('', '', '12.50', '-1', '1.5e3'),
});
/** Rows that come several times in a row, as in files. */
const rowsArbitrary = fc
  .array(fc.tuple(rowArbitrary, fc.integer({ min: 1, max: 3 })), { minLength: 1, maxLength: 12 })
  .map((rows) => rows.flatMap(([row, times]) => Array.from({ length: times }, () => row)));

function csv(
  rows: readonly Row[],
  columns: readonly (keyof Row)[],
  quotes: boolean,
  newline: string,
): string {
  const records = rows.map((row) => columns.map((column) => row[column]));
  // Only a quote in front has to be quoted: elsewhere it is itself, and no value here holds a comma or newline.
  const plain = (value: string) => (value.startsWith('"') ? `"${value.replaceAll('"', '""')}"` : value);
  if (quotes) return Papa.unparse([[...columns], ...records], { quotes: true, newline });
  return [[...columns], ...records.map((record) => record.map(plain))]
    .map((record) => record.join(','))
    .join(newline);
}

test('rows written in any way are the same events, and the same rows are rejected for the same reasons', () =>
  fc.assert(
    fc.asyncProperty(
      rowsArbitrary,
      fc.shuffledSubarray([...COLUMNS], { minLength: COLUMNS.length }),
      fc.constantFrom('\n', '\r\n'),
      async (rows, shuffled, newline) => {
        const plain = await outcomeOf('plain.csv', csv(rows, COLUMNS, false, newline));
        expect(await outcomeOf('quoted.csv', csv(rows, COLUMNS, true, newline))).toEqual(plain);
        expect(await outcomeOf('elsewhere.csv', csv(rows, shuffled, false, newline))).toEqual(plain);
        const { events, rejects } = await outcomeOf(
          'rows.ndjson',
          rows.map((row) => JSON.stringify(row)).join(newline),
        );
        const nextLine = (reject: string) => reject.replace(/^\d+/, (line) => String(Number(line) + 1));
        expect({ events, rejects: rejects.map(nextLine) }).toEqual(plain);
        const expected = rows.map(expectedOf);
        expect(plain.events).toEqual(expected.filter((row) => typeof row !== 'string'));
        expect(plain.rejects).toEqual(
          expected.flatMap((row, at) =>
            typeof row === 'string' ? [expect.stringMatching(`^${at + 2} .*${row}`)] : [],
          ),
        );
      },
    ),
    { numRuns: 60 },
  ));
