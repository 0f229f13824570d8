// Activity: one row an event. Rows are checked here; writing a batch is in write-events.ts.

import { trimAscii } from '../../rules/ascii.ts';
import type { Columns } from '../columns.ts';
import type { Fields } from '../readers/fields.ts';
import { readInstant, splitInstant } from '../timestamps.ts';
import { cleanAt, isMoney } from '../values.ts';
import { isTooLong, LONGEST_VALUE, type NewWords, WordIndex } from '../word-index.ts';
import { BATCH_ROWS, BATCH_TEXT_BYTES, type Gatherer, type Loader, tooLong, unreadable } from './loader.ts';
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

/** Checked events, column by column; numbers are those of the words' indexes. */
export class EventColumns {
  readonly users = new Int32Array(BATCH_ROWS);
  /** Instants as Postgres has them: microseconds since 2000, in two halves. */
  readonly instantsHigh = new Int32Array(BATCH_ROWS);
  readonly instantsLow = new Uint32Array(BATCH_ROWS);
  readonly actions = new Int32Array(BATCH_ROWS);
  readonly places = new Int32Array(BATCH_ROWS);
  readonly channels = new Int32Array(BATCH_ROWS);
  readonly traits = new Int32Array(BATCH_ROWS);
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

class ActivityGatherer implements Gatherer<Events> {
  size = 0;
  #columns = new EventColumns();
  #eventIds: string[] = [];
  #mentions: Mention[] = [];
  /** Characters of the order and event ids. */
  #idLength = 0;
  readonly #users: WordIndex;
  readonly #actions: WordIndex;
  readonly #places: WordIndex;
  readonly #channels: WordIndex;
  readonly #traits: WordIndex;
  readonly #at: Columns<Name>['at'];

  constructor(at: Columns<Name>['at']) {
    this.#at = at;
    this.#users = new WordIndex([at.user_pseudo_id], trimAscii);
    this.#actions = new WordIndex([at.event_name, at.page_type, at.category]);
    this.#places = new WordIndex([at.city, at.region, at.country]);
    this.#channels = new WordIndex([at.source, at.medium]);
    this.#traits = new WordIndex([at.gender, at.Age, at.income_group]);
  }

  get isFull(): boolean {
    const words = this.#actions.newLength + this.#places.newLength + this.#channels.newLength;
    const people = this.#users.newLength + this.#traits.newLength;
    return this.size === BATCH_ROWS || words + people + this.#idLength > BATCH_TEXT_BYTES;
  }

  add(fields: Fields): string | undefined {
    const at = this.#at;
    const idLength = fields.trimmedLength(at.user_pseudo_id);
    if (idLength === 0) return 'user_pseudo_id: missing';
    if (idLength > LONGEST_VALUE) return tooLong('user_pseudo_id');
    const start = fields.trimmedStart(at.eventTimestamp);
    const end = fields.trimmedEnd(at.eventTimestamp, start);
    const instant = readInstant(fields.bytes, start, end);
    if (instant === undefined)
      return unreadable('eventTimestamp', trimAscii(fields.text(at.eventTimestamp)), TIMESTAMP_FORM);
    const problem = this.#addWords(fields) ?? this.#addRare(fields);
    if (problem) return problem;
    const { high, low } = splitInstant(instant);
    this.#columns.instantsHigh[this.size] = high;
    this.#columns.instantsLow[this.size] = low;
    this.#columns.users[this.size] = this.#users.numberOf(fields);
    this.size++;
    return undefined;
  }

  #addWords(fields: Fields): string | undefined {
    const [row, columns] = [this.size, this.#columns];
    const action = this.#actions.numberOf(fields);
    if (action < 0) return tooLong('event_name, page_type or category');
    const place = this.#places.numberOf(fields);
    if (place < 0) return tooLong('city, region or country');
    const channel = this.#channels.numberOf(fields);
    if (channel < 0) return tooLong('source or medium');
    const trait = this.#traits.numberOf(fields);
    if (trait < 0) return tooLong('gender, Age or income_group');
    columns.actions[row] = action;
    columns.places[row] = place;
    columns.channels[row] = channel;
    columns.traits[row] = trait;
    return undefined;
  }

  /** Checks what order and event ids there are, and notes them: nothing that is noted is taken back. */
  #addRare(fields: Fields): string | undefined {
    const revenue = cleanAt(fields, this.#at.revenue);
    if (revenue !== '' && !isMoney(revenue)) return unreadable('revenue', revenue, MONEY_FORM);
    const eventId = cleanAt(fields, this.#at.event_id);
    if (isTooLong(eventId)) return tooLong('event_id');
    const transactionId = cleanAt(fields, this.#at.transaction_id);
    if (isTooLong(transactionId)) return tooLong('transaction_id');
    if (transactionId !== '')
      this.#mentions.push({ row: this.size, transactionId, revenue: revenue || null });
    if (eventId !== '') this.#eventIds[this.size] = eventId;
    this.#idLength += transactionId.length + eventId.length;
    return undefined;
  }

  take(): Events {
    const taken = {
      size: this.size,
      columns: this.#columns,
      eventIds: this.#eventIds.length > 0 ? this.#eventIds : null,
      mentions: this.#mentions,
      users: this.#users.takeNew(),
      actions: this.#actions.takeNew(),
      places: this.#places.takeNew(),
      channels: this.#channels.takeNew(),
      traits: this.#traits.takeNew(),
    };
    this.size = 0;
    this.#columns = new EventColumns();
    this.#eventIds = [];
    this.#mentions = [];
    this.#idLength = 0;
    return taken;
  }
}

export const activityLoader: Loader<Name, Events> = {
  kind: 'activity',
  columns: { required: REQUIRED, optional: OPTIONAL },
  gatherer: (at) => new ActivityGatherer(at),
  write: writeEvents,
};
