// Other orders of importing the same shop, which must give the same result: rows shuffled, cut into files and the
// kinds interleaved. Rows whose order means something keep it: one user's profile rows, and repeats of an event id.

import fc from 'fast-check';
import { cell, userIdCell } from '../text.ts';
import type { Row, Rows } from './rows.ts';

export type ImportKind = keyof Rows;
export type ImportFile = { readonly kind: ImportKind; readonly rows: readonly Row[] };

const kinds = ['activity', 'transactions', 'profiles'] as const;
const choices = (max: number) => fc.array(fc.nat({ max }), { minLength: 16, maxLength: 16 });

/** The shop as files to be imported one after the other; no two files of a kind are equal. */
export function splitAndShuffle(shop: Rows): fc.Arbitrary<ImportFile[]> {
  return fc
    .record({
      ranks: fc.array(fc.nat(), { minLength: 16, maxLength: 64, size: 'max' }),
      sizes: choices(20),
      turns: choices(2),
    })
    .map(({ ranks, sizes, turns }) => {
      const queues = kinds.map((kind) => cut(kind, shuffle(shop[kind], ranks, orderKeys[kind]), sizes));
      return interleave(queues, turns);
    });
}

/** The files put back together, in the order of import. */
export function joinImports(files: readonly ImportFile[]): Rows {
  const rowsOf = (kind: ImportKind) =>
    files.filter((file) => file.kind === kind).flatMap((file) => file.rows);
  return {
    activity: rowsOf('activity'),
    transactions: rowsOf('transactions'),
    profiles: rowsOf('profiles'),
  };
}

/** Rows of equal key must keep their order; null is free. */
const orderKeys: Record<ImportKind, (row: Row) => string | null> = {
  activity: (row) => {
    const eventId = cell(row, 'event_id');
    return eventId === '' ? null : JSON.stringify([userIdCell(row), eventId]);
  },
  transactions: () => null,
  profiles: userIdCell,
};

function shuffle(rows: readonly Row[], ranks: readonly number[], keyOf: (row: Row) => string | null): Row[] {
  const rank = (at: number) => ranks[at % ranks.length]! + at * ranks[(at + 1) % ranks.length]!;
  const moved = rows.map((row, at) => ({ row, rank: rank(at) % 1_000_003 }));
  const shuffled = moved.toSorted((left, right) => left.rank - right.rank).map(({ row }) => row);
  const waiting = Map.groupBy(rows, keyOf);
  return shuffled.map((row) => {
    const key = keyOf(row);
    return key === null ? row : waiting.get(key)!.shift()!;
  });
}

/** A file is known by its content, so a second file of equal content would be skipped: it joins the one before. */
function cut(kind: ImportKind, rows: readonly Row[], sizes: readonly number[]): ImportFile[] {
  const files: ImportFile[] = [];
  const seen = new Set<string>();
  for (let start = 0, turn = 0; start < rows.length; turn++) {
    const size = 1 + sizes[turn % sizes.length]!;
    let part = rows.slice(start, start + size);
    start += size;
    while (seen.has(JSON.stringify(part))) part = [...files.pop()!.rows, ...part];
    seen.add(JSON.stringify(part));
    files.push({ kind, rows: part });
  }
  return files;
}

function interleave(queues: readonly ImportFile[][], turns: readonly number[]): ImportFile[] {
  const files: ImportFile[] = [];
  const waiting = queues.map((queue) => [...queue]);
  for (let turn = 0; waiting.some((queue) => queue.length > 0); turn++) {
    const open = waiting.filter((queue) => queue.length > 0);
    files.push(open[turns[turn % turns.length]! % open.length]!.shift()!);
  }
  return files;
}
