// Writes a batch of checked events. Without event ids they go straight into `events` by binary COPY, which costs
// half of what a staging table and an insert do; with ids they are staged, so that known ones are dropped.
import { copyIn } from '../../db/copy.ts';
import { joinInstant } from '../timestamps.ts';
import type { Events } from './events.ts';
import type { ImportSession } from './loader.ts';

const COLUMNS = 'user_id, occurred_at, action_id, place_id, channel_id, trait_id, import_id';

/** Ids by the numbers of the file's indexes. */
interface Ids {
  readonly users: readonly number[];
  readonly actions: readonly number[];
  readonly places: readonly number[];
  readonly channels: readonly number[];
  readonly traits: readonly number[];
}

async function resolveIds(
  { connection, identities, dictionary }: ImportSession,
  events: Events,
): Promise<Ids> {
  return {
    users: await identities.resolve(connection, events.users),
    actions: await dictionary('actions').resolve(connection, events.actions),
    places: await dictionary('places').resolve(connection, events.places),
    channels: await dictionary('channels').resolve(connection, events.channels),
    traits: await dictionary('traits').resolve(connection, events.traits),
  };
}

/** Encodes the events for COPY; staged rows carry their row number and event id as well. */
function encode(
  { importId, encoder: rows }: ImportSession,
  { size, columns, eventIds }: Events,
  ids: Ids,
  staged: boolean,
): Buffer {
  rows.restart();
  for (let row = 0; row < size; row++) {
    rows.beginRow(staged ? 9 : 7);
    rows.id(ids.users[columns.users[row] as number] as number);
    rows.int8(columns.instantsHigh[row] as number, columns.instantsLow[row] as number);
    rows.int4(ids.actions[columns.actions[row] as number] as number);
    rows.int4(ids.places[columns.places[row] as number] as number);
    rows.int4(ids.channels[columns.channels[row] as number] as number);
    rows.int4(ids.traits[columns.traits[row] as number] as number);
    rows.int4(importId);
    if (!staged) continue;
    rows.int4(row);
    const eventId = eventIds?.[row];
    if (eventId === undefined) rows.null();
    else rows.text(eventId);
  }
  return rows.finish();
}

const STAGING = `/* ingest.events.stage */ create temp table if not exists staged_events (
  user_id bigint not null, occurred_at timestamptz not null, action_id integer not null, place_id integer not null,
  channel_id integer not null, trait_id integer not null, import_id integer not null, row_no integer not null,
  event_id text collate "C") on commit drop`;

const MENTION_COLUMNS = 'transaction_id, user_id, occurred_at, revenue, import_id, event_id';

// The first of several rows with one event id stays, as it does when they come in several files.
const MERGE = `/* ingest.events.merge */
with first as (
  select distinct on (s.user_id, s.event_id, case when s.event_id is null then s.row_no end) s.*
    from staged_events s
   order by s.user_id, s.event_id, case when s.event_id is null then s.row_no end, s.row_no),
fresh as (
  select f.* from first f
   where f.event_id is null
      or not exists (select 1 from events e where e.user_id = f.user_id and e.event_id = f.event_id)),
mentioned as (
  insert into order_mentions (${MENTION_COLUMNS})
  select m.transaction_id, f.user_id, f.occurred_at, m.revenue::numeric, f.import_id, f.event_id
    from fresh f
    join unnest($1::integer[], $2::text[], $3::text[]) as m (row_no, transaction_id, revenue) on m.row_no = f.row_no)
insert into events (${COLUMNS}, event_id)
select user_id, occurred_at, action_id, place_id, channel_id, trait_id, import_id, event_id from fresh order by row_no`;

const MENTION = `/* ingest.mentions.add */
copy order_mentions (transaction_id, user_id, occurred_at, revenue, import_id) from stdin`;

/** Writes the events and their order mentions; returns how many were there already. */
export async function writeEvents(session: ImportSession, events: Events): Promise<number> {
  const { connection, bulk, marks } = session;
  const ids = await resolveIds(session, events);
  if (events.size === 0) return 0; // there were only words, of rows that were rejected
  marks.sawInput(latestOf(events));
  await marks.writeOrders(events.mentions.map(({ transactionId }) => transactionId));
  if (events.eventIds) return mergeEvents(session, events, ids);
  const copy = `/* ingest.events.copy */ copy events (${COLUMNS}) from stdin (${bulk.copyOptions('events')})`;
  await copyIn(connection, copy, encode(session, events, ids, false));
  await addMentions(session, events, ids);
  return 0;
}

/** The latest instant of a batch, which has at least one event. */
function latestOf({ size, columns: { instantsHigh, instantsLow } }: Events): string {
  let latest = 0;
  for (let row = 1; row < size; row++) {
    const higher = (instantsHigh[row] as number) - (instantsHigh[latest] as number);
    if (higher > 0 || (higher === 0 && (instantsLow[row] as number) > (instantsLow[latest] as number)))
      latest = row;
  }
  return joinInstant(instantsHigh[latest] as number, instantsLow[latest] as number);
}

async function mergeEvents(session: ImportSession, events: Events, ids: Ids): Promise<number> {
  const { connection } = session;
  const copy = `/* ingest.events.copy_staged */ copy staged_events (${COLUMNS}, row_no, event_id) from stdin (format binary)`;
  const { mentions } = events;
  await connection.query(STAGING);
  await copyIn(connection, copy, encode(session, events, ids, true));
  const { rowCount } = await connection.query(MERGE, [
    mentions.map(({ row }) => row),
    mentions.map(({ transactionId }) => transactionId),
    mentions.map(({ revenue }) => revenue),
  ]);
  await connection.query('/* ingest.events.clear */ truncate staged_events');
  return events.size - (rowCount ?? 0);
}

async function addMentions(
  { connection, importId, bulk, encoder: rows }: ImportSession,
  { mentions, columns }: Events,
  { users }: Ids,
): Promise<void> {
  if (mentions.length === 0) return;
  rows.restart();
  for (const { row, transactionId, revenue } of mentions) {
    rows.beginRow(5);
    rows.text(transactionId);
    rows.id(users[columns.users[row] as number] as number);
    rows.int8(columns.instantsHigh[row] as number, columns.instantsLow[row] as number);
    if (revenue === null) rows.null();
    else rows.numeric(revenue);
    rows.int4(importId);
  }
  await copyIn(connection, `${MENTION} (${bulk.copyOptions('order_mentions')})`, rows.finish());
}
