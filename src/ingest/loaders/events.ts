// A batch of checked events, column by column: numbers instead of words and ids, so that a million events are no objects.
import type { NewWords } from '../word-index.ts';
import { BATCH_ROWS } from './loader.ts';

/** An event's order id and revenue, which are rare and so kept apart. */
export interface Mention {
  readonly row: number;
  readonly transactionId: string;
  readonly revenue: string | null;
}

/** Checked events, column by column; numbers are those of the words' indexes. */
export interface EventColumns {
  readonly users: Int32Array;
  /** Instants as Postgres has them: microseconds since 2000, in two halves. */
  readonly instantsHigh: Int32Array;
  readonly instantsLow: Uint32Array;
  readonly actions: Int32Array;
  readonly places: Int32Array;
  readonly channels: Int32Array;
  readonly traits: Int32Array;
}

export function emptyColumns(): EventColumns {
  return {
    users: new Int32Array(BATCH_ROWS),
    instantsHigh: new Int32Array(BATCH_ROWS),
    instantsLow: new Uint32Array(BATCH_ROWS),
    actions: new Int32Array(BATCH_ROWS),
    places: new Int32Array(BATCH_ROWS),
    channels: new Int32Array(BATCH_ROWS),
    traits: new Int32Array(BATCH_ROWS),
  };
}

/** A copy of the first rows. */
export function firstRows(columns: EventColumns, rows: number): EventColumns {
  return {
    users: columns.users.slice(0, rows),
    instantsHigh: columns.instantsHigh.slice(0, rows),
    instantsLow: columns.instantsLow.slice(0, rows),
    actions: columns.actions.slice(0, rows),
    places: columns.places.slice(0, rows),
    channels: columns.channels.slice(0, rows),
    traits: columns.traits.slice(0, rows),
  };
}

export interface Events {
  readonly size: number;
  readonly columns: EventColumns;
  /** null where no row of the batch has one. */
  readonly eventIds: readonly string[] | null;
  readonly mentions: readonly Mention[];
  readonly users: NewWords;
  readonly actions: NewWords;
  readonly places: NewWords;
  readonly channels: NewWords;
  readonly traits: NewWords;
}
