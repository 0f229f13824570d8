// Activity: one row an event. Rows are checked here; writing a batch is in write-events.ts.

import { trimAscii } from '../../rules/ascii.ts';
import type { Columns } from '../columns.ts';
import { IdentityIndex } from '../identities.ts';
import { type Micros, readTimestamp } from '../timestamps.ts';
import { isTooLong, TupleIndex } from '../tuple-index.ts';
import { clean, isMoney } from '../values.ts';
import { type Batch, type ImportSession, type Loader, tooLong, unreadable } from './loader.ts';
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

export class ActivityBatch implements Batch {
  readonly users: number[] = [];
  readonly instants: Micros[] = [];
  readonly actions: number[] = [];
  readonly places: number[] = [];
  readonly channels: number[] = [];
  readonly traits: number[] = [];
  readonly eventIds: (string | null)[] = [];
  readonly mentions: Mention[] = [];
  hasEventIds = false;

  readonly identityIndex = new IdentityIndex();
  readonly actionIndex: TupleIndex;
  readonly placeIndex: TupleIndex;
  readonly channelIndex: TupleIndex;
  readonly traitIndex: TupleIndex;
  readonly #at: Columns<Name>['at'];

  constructor(at: Columns<Name>['at']) {
    this.#at = at;
    this.actionIndex = new TupleIndex([at.event_name, at.page_type, at.category]);
    this.placeIndex = new TupleIndex([at.city, at.region, at.country]);
    this.channelIndex = new TupleIndex([at.source, at.medium]);
    this.traitIndex = new TupleIndex([at.gender, at.Age, at.income_group]);
  }

  get size(): number {
    return this.users.length;
  }

  add(record: readonly string[]): string | undefined {
    const at = this.#at;
    const externalId = trimAscii(record[at.user_pseudo_id] ?? '');
    if (externalId === '') return 'user_pseudo_id: missing';
    if (isTooLong(externalId)) return tooLong('user_pseudo_id');
    const written = trimAscii(record[at.eventTimestamp] ?? '');
    const instant = readTimestamp(written);
    if (instant === undefined) return unreadable('eventTimestamp', written, TIMESTAMP_FORM);
    const revenue = clean(record[at.revenue]);
    if (revenue !== '' && !isMoney(revenue)) return unreadable('revenue', revenue, MONEY_FORM);
    const transactionId = clean(record[at.transaction_id]);
    if (isTooLong(transactionId)) return tooLong('transaction_id');
    const eventId = clean(record[at.event_id]);
    if (isTooLong(eventId)) return tooLong('event_id');
    const words = this.#addWords(record);
    if (words) return words;
    if (transactionId !== '') this.mentions.push({ row: this.size, transactionId, revenue: revenue || null });
    if (eventId !== '') this.hasEventIds = true;
    this.eventIds.push(eventId || null);
    this.instants.push(instant);
    this.users.push(this.identityIndex.numberOf(externalId));
    return undefined;
  }

  #addWords(record: readonly string[]): string | undefined {
    const action = this.actionIndex.numberOf(record);
    const place = this.placeIndex.numberOf(record);
    const channel = this.channelIndex.numberOf(record);
    const trait = this.traitIndex.numberOf(record);
    if (action < 0) return tooLong('event_name, page_type or category');
    if (place < 0) return tooLong('city, region or country');
    if (channel < 0) return tooLong('source or medium');
    if (trait < 0) return tooLong('gender, Age or income_group');
    this.actions.push(action);
    this.places.push(place);
    this.channels.push(channel);
    this.traits.push(trait);
    return undefined;
  }

  write(session: ImportSession): Promise<number> {
    return writeEvents(session, this);
  }
}

export const activityLoader: Loader<Name> = {
  kind: 'activity',
  columns: { required: REQUIRED, optional: OPTIONAL },
  newBatch: (at) => new ActivityBatch(at),
};
