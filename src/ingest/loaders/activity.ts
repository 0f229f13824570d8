// Activity: one row an event. Rows are checked here; writing a batch is in write-events.ts.

import { trimAscii } from '../../rules/ascii.ts';
import type { Columns } from '../columns.ts';
import type { Fields } from '../readers/fields.ts';
import { readInstant, splitInstant } from '../timestamps.ts';
import { cleanAt, isMoney } from '../values.ts';
import { isTooLong, LONGEST_VALUE, TEXT_BYTES, WordIndex } from '../word-index.ts';
import { type Events, emptyColumns, firstRows, type Mention } from './events.ts';
import { BATCH_BYTES, BATCH_ROWS, type Gatherer, type Loader, tooLong, unreadable } from './loader.ts';
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

class ActivityGatherer implements Gatherer<Events> {
  size = 0;
  readonly #columns = emptyColumns();
  #eventIds: string[] = [];
  #mentions: Mention[] = [];
  /** What the order and event ids take in memory. */
  #idBytes = 0;
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
    const words = this.#actions.newBytes + this.#places.newBytes + this.#channels.newBytes;
    const people = this.#users.newBytes + this.#traits.newBytes;
    return this.size === BATCH_ROWS || words + people + this.#idBytes > BATCH_BYTES;
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
    if (transactionId !== '') {
      this.#mentions.push({ row: this.size, transactionId, revenue: revenue || null });
      this.#idBytes += TEXT_BYTES + transactionId.length;
    }
    if (eventId !== '') {
      this.#eventIds[this.size] = eventId;
      this.#idBytes += TEXT_BYTES + eventId.length;
    }
    return undefined;
  }

  take(): Events {
    const taken = {
      size: this.size,
      columns: firstRows(this.#columns, this.size),
      eventIds: this.#eventIds.length > 0 ? this.#eventIds : null,
      mentions: this.#mentions,
      users: this.#users.takeNew(),
      actions: this.#actions.takeNew(),
      places: this.#places.takeNew(),
      channels: this.#channels.takeNew(),
      traits: this.#traits.takeNew(),
    };
    this.size = 0;
    this.#eventIds = [];
    this.#mentions = [];
    this.#idBytes = 0;
    return taken;
  }
}

export const activityLoader: Loader<Name, Events> = {
  kind: 'activity',
  columns: { required: REQUIRED, optional: OPTIONAL },
  gatherer: (at) => new ActivityGatherer(at),
  write: writeEvents,
};
