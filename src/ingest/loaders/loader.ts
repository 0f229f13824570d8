// What a kind of file needs: its columns, a gatherer that checks rows, and the writing of what it gathered.
import type { BinaryRows } from '../../db/copy-binary.ts';
import type { Connection } from '../../db/pool.ts';
import type { BulkLoad } from '../bulk-load.ts';
import type { ColumnSet, Columns } from '../columns.ts';
import type { Dictionary } from '../dictionary.ts';
import type { Identities } from '../identities.ts';
import type { Marks } from '../marks.ts';
import type { Fields } from '../readers/fields.ts';

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
  readonly bulk: BulkLoad;
}

/** Checked rows, as plain data. */
export interface Gathered {
  readonly size: number;
}

/** Checks the rows of a file one by one, and gathers them in batches. */
export interface Gatherer<Rows extends Gathered = Gathered> {
  /** True when the batch is to be taken before more is added. */
  readonly isFull: boolean;
  readonly size: number;
  /** Takes a record, or returns why it is rejected. */
  add(fields: Fields, line: number): string | undefined;
  /** What was added since the last time. */
  take(): Rows;
}

export interface Loader<Name extends string = string, Rows extends Gathered = Gathered> {
  readonly kind: ImportKind;
  readonly columns: ColumnSet<Name>;
  gatherer(columns: Columns<Name>['at']): Gatherer<Rows>;
  /** Writes the rows within the session's transaction; returns how many turned out to be duplicates. */
  write(session: ImportSession, rows: Rows): Promise<number>;
}

/** Rows of a batch, at most: each costs the database a dozen statements, whatever its size. */
export const BATCH_ROWS = 65_536;
/** And of texts, so that a batch of long ones takes no more memory than one of short ones. */
export const BATCH_BYTES = 2_097_152;

/** The reason for a value that is too long for an index. */
export function tooLong(columns: string): string {
  return `${columns}: longer than 500 bytes`;
}

/** A reason that names the column, what stands there and what would be legal. */
export function unreadable(column: string, found: string, legal: string): string {
  const shown = found.length > 80 ? `${found.slice(0, 80)}…` : found;
  return `${column}: expected ${legal}, got "${shown}"`;
}
