// Activity: one row an event. Rows are checked here; writing a batch is in write-events.ts.

import { trimAscii } from '../../rules/ascii.ts';
import type { Columns } from '../columns.ts';
import { IdentityIndex } from '../identities.ts';
import { readTimestamp, splitInstant } from '../timestamps.ts';
import { isTooLong, TupleIndex } from '../tuple-index.ts';
import { cleanAt, isMoney } from '../values.ts';
import { BATCH_ROWS, type Batch, type Loader, tooLong, unreadable } from './loader.ts';
import { writeEvents } from './write-events.ts';

const REQUIRED = ['user_pseudo_id', 'eventTimestamp'] as const;
const OPTIONAL = [
  'event_name',
  'eventDate',
  'transaction_id',
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
  'revenue',
] as const;
type Name = (typeof REQUIRED)[number] | (typeof OPTIONAL)[number];

export const TIMESTAMP_FORM =
  'YYYY-MM-DD, T or a space, HH:MM:SS, perhaps decimals and Z or +HH:MM, or an epoch of 9 to 17 digits';
export const MONEY_FORM = 'digits, perhaps a minus and decimals';

/** An event's order id and revenue, which are rare and so kept apart. */
export interface Mention {
  readonly row: number;
  readonly transactionId: string;
  readonly revenue: string | null;
}

/** Checked events, column by column; numbers point into the lists of distinct ids and words behind them. */
export interface Events {
  readonly size: number;
  readonly users: Int32Array;
  /** Instants as Postgres has them: microseconds since 2000, in two halves. */
  readonly instantsHigh: Int32Array;
  readonly instantsLow: Uint32Array;
  readonly actions: Int32Array;
  readonly places: Int32Array;
  readonly channels: Int32Array;
  readonly traits: Int32Array;
  /** null where no row of the batch has one. */
  readonly eventIds: readonly string[] | null;
  readonly mentions: readonly Mention[];
  readonly externalIds: readonly string[];
  readonly actionWords: readonly string[][];
  readonly placeWords: readonly string[][];
  readonly channelWords: readonly string[][];
  readonly traitWords: readonly string[][];
}

class ActivityBatch implements Batch<Events> {
  size = 0;
  readonly #users = new Int32Array(BATCH_ROWS);
  readonly #instantsHigh = new Int32Array(BATCH_ROWS);
  readonly #instantsLow = new Uint32Array(BATCH_ROWS);
  readonly #actions = new Int32Array(BATCH_ROWS);
  readonly #places = new Int32Array(BATCH_ROWS);
  readonly #channels = new Int32Array(BATCH_ROWS);
  readonly #traits = new Int32Array(BATCH_ROWS);
  readonly #eventIds: string[] = [];
  readonly #mentions: Mention[] = [];
  readonly #identityIndex = new IdentityIndex();
  readonly #actionIndex: TupleIndex;
  readonly #placeIndex: TupleIndex;
  readonly #channelIndex: TupleIndex;
  readonly #traitIndex: TupleIndex;
  readonly #at: Columns<Name>['at'];

  constructor(at: Columns<Name>['at']) {
    this.#at = at;
    this.#actionIndex = new TupleIndex([at.event_name, at.page_type, at.category]);
    this.#placeIndex = new TupleIndex([at.city, at.region, at.country]);
    this.#channelIndex = new TupleIndex([at.source, at.medium]);
    this.#traitIndex = new TupleIndex([at.gender, at.Age, at.income_group]);
  }

  add(record: readonly string[]): string | undefined {
    const at = this.#at;
    const externalId = trimAscii(record[at.user_pseudo_id] ?? '');
    if (externalId === '') return 'user_pseudo_id: missing';
    if (isTooLong(externalId)) return tooLong('user_pseudo_id');
    const written = trimAscii(record[at.eventTimestamp] ?? '');
    const instant = readTimestamp(written);
    if (instant === undefined) return unreadable('eventTimestamp', written, TIMESTAMP_FORM);
    const problem = this.#addWords(record) ?? this.#addRare(record);
    if (problem) return problem;
    const { high, low } = splitInstant(instant);
    this.#instantsHigh[this.size] = high;
    this.#instantsLow[this.size] = low;
    this.#users[this.size] = this.#identityIndex.numberOf(externalId);
    this.size++;
    return undefined;
  }

  #addWords(record: readonly string[]): string | undefined {
    const row = this.size;
    const action = this.#actionIndex.numberOf(record);
    if (action < 0) return tooLong('event_name, page_type or category');
    const place = this.#placeIndex.numberOf(record);
    if (place < 0) return tooLong('city, region or country');
    const channel = this.#channelIndex.numberOf(record);
    if (channel < 0) return tooLong('source or medium');
    const trait = this.#traitIndex.numberOf(record);
    if (trait < 0) return tooLong('gender, Age or income_group');
    this.#actions[row] = action;
    this.#places[row] = place;
    this.#channels[row] = channel;
    this.#traits[row] = trait;
    return undefined;
  }

  /** Checks what order and event ids there are, and notes them: nothing that is noted is taken back. */
  #addRare(record: readonly string[]): string | undefined {
    const revenue = cleanAt(record, this.#at.revenue);
    if (revenue !== '' && !isMoney(revenue)) return unreadable('revenue', revenue, MONEY_FORM);
    const eventId = cleanAt(record, this.#at.event_id);
    if (isTooLong(eventId)) return tooLong('event_id');
    const transactionId = cleanAt(record, this.#at.transaction_id);
    if (isTooLong(transactionId)) return tooLong('transaction_id');
    if (transactionId !== '')
      this.#mentions.push({ row: this.size, transactionId, revenue: revenue || null });
    if (eventId !== '') this.#eventIds[this.size] = eventId;
    return undefined;
  }

  gather(): Events {
    return {
      size: this.size,
      users: this.#users,
      instantsHigh: this.#instantsHigh,
      instantsLow: this.#instantsLow,
      actions: this.#actions,
      places: this.#places,
      channels: this.#channels,
      traits: this.#traits,
      eventIds: this.#eventIds.length > 0 ? this.#eventIds : null,
      mentions: this.#mentions,
      externalIds: this.#identityIndex.externalIds,
      actionWords: this.#actionIndex.tuples,
      placeWords: this.#placeIndex.tuples,
      channelWords: this.#channelIndex.tuples,
      traitWords: this.#traitIndex.tuples,
    };
  }
}

export const activityLoader: Loader<Name, Events> = {
  kind: 'activity',
  columns: { required: REQUIRED, optional: OPTIONAL },
  newBatch: (at) => new ActivityBatch(at),
  write: writeEvents,
};
