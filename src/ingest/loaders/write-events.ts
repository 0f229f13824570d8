// Writes a batch of checked events. Without event ids they go straight into `events` by binary COPY, which costs
// half of what a staging table and an insert do; with ids they are staged, so that known ones are dropped.
import { copyIn } from '../../db/copy.ts';
import { BinaryRows } from '../../db/copy-binary.ts';
import { type Micros, toIsoText } from '../timestamps.ts';
import type { ActivityBatch } from './activity.ts';
import type { ImportSession } from './loader.ts';

const COLUMNS = 'user_id, occurred_at, action_id, place_id, channel_id, trait_id, import_id';
const ROW_BYTES = 80;

interface Ids {
  readonly users: readonly string[];
  readonly actions: readonly number[];
  readonly places: readonly number[];
  readonly channels: readonly number[];
  readonly traits: readonly number[];
}

async function resolveIds(
  { connection, identities, dictionary }: ImportSession,
  batch: ActivityBatch,
): Promise<Ids> {
  return {
    users: await identities.resolve(connection, batch.identityIndex.externalIds),
    actions: await dictionary('actions').resolve(connection, batch.actionIndex.tuples),
    places: await dictionary('places').resolve(connection, batch.placeIndex.tuples),
    channels: await dictionary('channels').resolve(connection, batch.channelIndex.tuples),
    traits: await dictionary('traits').resolve(connection, batch.traitIndex.tuples),
  };
}

/** Encodes the batch for COPY; staged rows carry their row number and event id as well. */
function encode(batch: ActivityBatch, ids: Ids, importId: number, staged: boolean): Buffer {
  const rows = new BinaryRows(batch.size * ROW_BYTES + 64);
  const users = ids.users.map(Number);
  for (let row = 0; row < batch.size; row++) {
    rows.beginRow(staged ? 9 : 7);
    rows.int8(users[batch.users[row] as number] as number);
    rows.instant(batch.instants[row] as Micros);
    rows.int4(ids.actions[batch.actions[row] as number] as number);
    rows.int4(ids.places[batch.places[row] as number] as number);
    rows.int4(ids.channels[batch.channels[row] as number] as number);
    rows.int4(ids.traits[batch.traits[row] as number] as number);
    rows.int4(importId);
    if (!staged) continue;
    rows.int4(row);
    rows.text(batch.eventIds[row] as string | null);
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

const MENTION = `/* ingest.mentions.add */ insert into order_mentions (${MENTION_COLUMNS})
select m.transaction_id, m.user_id, m.occurred_at, m.revenue, $1, null
  from unnest($2::text[], $3::bigint[], $4::timestamptz[], $5::numeric[])
       as m (transaction_id, user_id, occurred_at, revenue)`;

/** Writes the events and their order mentions; returns how many were there already. */
export async function writeEvents(session: ImportSession, batch: ActivityBatch): Promise<number> {
  const { connection, importId } = session;
  const ids = await resolveIds(session, batch);
  if (batch.hasEventIds) return mergeEvents(session, batch, ids);
  const copy = `/* ingest.events.copy */ copy events (${COLUMNS}) from stdin (format binary)`;
  await copyIn(connection, copy, encode(batch, ids, importId, false));
  await addMentions(session, batch, ids);
  return 0;
}

async function mergeEvents(
  { connection, importId }: ImportSession,
  batch: ActivityBatch,
  ids: Ids,
): Promise<number> {
  const copy = `/* ingest.events.copy_staged */ copy staged_events (${COLUMNS}, row_no, event_id) from stdin (format binary)`;
  const { mentions } = batch;
  await connection.query(STAGING);
  await copyIn(connection, copy, encode(batch, ids, importId, true));
  const { rowCount } = await connection.query(MERGE, [
    mentions.map(({ row }) => row),
    mentions.map(({ transactionId }) => transactionId),
    mentions.map(({ revenue }) => revenue),
  ]);
  await connection.query('/* ingest.events.clear */ truncate staged_events');
  return batch.size - (rowCount ?? 0);
}

async function addMentions(
  { connection, importId }: ImportSession,
  batch: ActivityBatch,
  ids: Ids,
): Promise<void> {
  const { mentions } = batch;
  if (mentions.length === 0) return;
  await connection.query(MENTION, [
    importId,
    mentions.map(({ transactionId }) => transactionId),
    mentions.map(({ row }) => ids.users[batch.users[row] as number]),
    mentions.map(({ row }) => toIsoText(batch.instants[row] as Micros)),
    mentions.map(({ revenue }) => revenue),
  ]);
}
