// What a kind of file needs: its columns, a batch that checks and gathers rows, and the writing of what it gathered.
// Gathered rows are plain data, so that files can be parsed on another thread than the one that writes.
import type { BinaryRows } from '../../db/copy-binary.ts';
import type { Connection } from '../../db/pool.ts';
import type { ColumnSet, Columns } from '../columns.ts';
import type { Dictionary } from '../dictionary.ts';
import type { Identities } from '../identities.ts';
import type { Marks } from '../marks.ts';

export const KINDS = ['activity', 'transactions', 'profiles'] as const;
export type ImportKind = (typeof KINDS)[number];

/** One import's transaction, and what it has learned of ids so far. */
export interface ImportSession {
  readonly connection: Connection;
  readonly importId: number;
  readonly identities: Identities;
  readonly marks: Marks;
  dictionary(of: 'actions' | 'places' | 'channels' | 'traits' | 'items'): Dictionary;
  /** Encodes one COPY after another in the same memory. */
  readonly encoder: BinaryRows;
  /** True where the events were empty when the import began, so that its rows are the only ones. */
  readonly intoEmpty: boolean;
}

/** Checked rows, as plain data. */
export interface Gathered {
  readonly size: number;
}

/** Rows of one batch, checked one by one. */
export interface Batch<Rows extends Gathered = Gathered> {
  readonly size: number;
  /** Takes a record, or returns why it is rejected. */
  add(record: readonly string[], line: number): string | undefined;
  /** What was taken; the batch is not used afterwards. */
  gather(): Rows;
}

export interface Loader<Name extends string = string, Rows extends Gathered = Gathered> {
  readonly kind: ImportKind;
  readonly columns: ColumnSet<Name>;
  newBatch(columns: Columns<Name>['at']): Batch<Rows>;
  /** Writes the rows within the session's transaction; returns how many turned out to be duplicates. */
  write(session: ImportSession, rows: Rows): Promise<number>;
}

/** Rows of a batch, at most. */
export const BATCH_ROWS = 20_000;

/** The reason for a value that is too long for an index. */
export function tooLong(columns: string): string {
  return `${columns}: longer than 500 bytes`;
}

/** A reason that names the column, what stands there and what would be legal. */
export function unreadable(column: string, found: string, legal: string): string {
  const shown = found.length > 80 ? `${found.slice(0, 80)}…` : found;
  return `${column}: expected ${legal}, got "${shown}"`;
}
