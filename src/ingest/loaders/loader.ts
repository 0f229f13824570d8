// What a kind of file needs to be loaded: its columns, and a loader that checks rows and writes them by batch.
import type { Connection } from '../../db/pool.ts';
import type { ColumnSet, Columns } from '../columns.ts';
import type { Dictionary } from '../dictionary.ts';
import type { Identities } from '../identities.ts';

export const KINDS = ['activity', 'transactions', 'profiles'] as const;
export type ImportKind = (typeof KINDS)[number];

/** One import's transaction, and what it has learned of ids so far. */
export interface ImportSession {
  readonly connection: Connection;
  readonly importId: number;
  readonly identities: Identities;
  dictionary(of: 'actions' | 'places' | 'channels' | 'traits' | 'items'): Dictionary;
}

/** Rows of one batch that were checked and wait to be written. */
export interface Batch {
  readonly size: number;
  /** Takes a record, or returns why it is rejected. */
  add(record: readonly string[], line: number): string | undefined;
  /** Writes the batch within the session's transaction; returns how many rows turned out to be duplicates. */
  write(session: ImportSession): Promise<number>;
}

export interface Loader<Name extends string = string> {
  readonly kind: ImportKind;
  readonly columns: ColumnSet<Name>;
  newBatch(columns: Columns<Name>['at']): Batch;
}

/** The reason for a value that is too long for an index. */
export function tooLong(columns: string): string {
  return `${columns}: longer than 500 bytes`;
}

/** A reason that names the column, what stands there and what would be legal. */
export function unreadable(column: string, found: string, legal: string): string {
  const shown = found.length > 80 ? `${found.slice(0, 80)}…` : found;
  return `${column}: expected ${legal}, got "${shown}"`;
}
