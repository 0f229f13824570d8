// Writes a demo shop into a folder of its own and reads its files back. The reader knows only what the demo writes:
// one row a line, quotes where needed; it is no CSV parser for anything else.

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DemoShop, writeDemoShop } from '../../src/demo/write-demo-shop.ts';

export type Table = {
  readonly header: string;
  /** Every row, the spoiled ones included, as cells. */
  readonly rows: readonly (readonly string[])[];
  /** The rows with the right number of cells, by column. */
  readonly records: readonly Readonly<Record<string, string>>[];
};

export type DemoFiles = {
  readonly shop: DemoShop;
  readonly bytes: Buffer;
  readonly activity: Table;
  readonly transactions: Table;
  readonly profiles: Table;
};

export const END = new Date('2026-03-31T10:30:00Z');

export async function makeDemo(
  users: number,
  seed: number,
  end = END,
  onProgress: (users: number) => void = () => {},
): Promise<DemoFiles> {
  const dir = await mkdtemp(join(tmpdir(), 'strata-demo-'));
  try {
    const shop = await writeDemoShop({ dir: join(dir, 'made', 'here'), users, seed, end, onProgress });
    const [activity, transactions, profiles] = await Promise.all([
      readFile(shop.activity),
      readFile(shop.transactions),
      readFile(shop.profiles),
    ]);
    return {
      shop,
      bytes: Buffer.concat([activity, transactions, profiles]),
      activity: readTable(activity),
      transactions: readTable(transactions),
      profiles: readTable(profiles),
    };
  } finally {
    await rm(dir, { recursive: true });
  }
}

function readTable(bytes: Buffer): Table {
  const lines = bytes.toString('utf8').split('\n');
  if (lines.pop() !== '') throw new Error('the last row has no line end');
  const [header = '', ...body] = lines;
  const names = header.split(',');
  const rows = body.map(readCells);
  const whole = rows.filter((cells) => cells.length === names.length);
  const records = whole.map((cells) => Object.fromEntries(names.map((name, index) => [name, cells[index]!])));
  return { header, rows, records };
}

function readCells(line: string): string[] {
  return Array.from(`${line},`.matchAll(/"((?:[^"]|"")*)",|([^",]*),/g), ([, quoted, plain]) =>
    quoted === undefined ? plain! : quoted.replaceAll('""', '"'),
  );
}
