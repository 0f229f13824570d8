// Takes back what one import brought, and marks in the same breath whom and what it touched. Events are not kept by
// import: all of them are read once.
import { type Sql, sql } from '../../db/sql.ts';
import { refreshConsents } from '../../ingest/consents.ts';

const USERS_MARKED_ANEW = sql`on conflict (user_id, mark) do update set claimed_by = null, round = null`;
const ORDERS_MARKED_ANEW = sql`on conflict (transaction_id, mark) do update
  set due_at = excluded.due_at, claimed_by = null, round = null`;

function takeEvents(importId: number): Sql {
  return sql`/* imports.take_events */
with gone as (
  delete from events e where e.import_id = ${importId}::integer returning e.user_id)
insert into dirty_users (user_id, mark)
select distinct g.user_id, 0 from gone g
${USERS_MARKED_ANEW}`;
}

function takeMentions(importId: number): Sql {
  return sql`/* imports.take_mentions */
with gone as (
  delete from order_mentions m where m.import_id = ${importId}::integer returning m.transaction_id)
insert into dirty_orders (transaction_id, mark)
select distinct g.transaction_id, 0 from gone g
${ORDERS_MARKED_ANEW}`;
}

function takeLines(importId: number): Sql {
  return sql`/* imports.take_lines */
with gone as (
  delete from order_lines l where l.import_id = ${importId}::integer returning l.transaction_id, l.user_id),
marked as (
  insert into dirty_users (user_id, mark)
  select distinct g.user_id, 0 from gone g where g.user_id is not null
  ${USERS_MARKED_ANEW})
insert into dirty_orders (transaction_id, mark)
select distinct g.transaction_id, 0 from gone g
${ORDERS_MARKED_ANEW}`;
}

function takeProfiles(importId: number): Sql {
  return sql`/* imports.take_profiles */
with gone as (
  delete from profiles p where p.import_id = ${importId}::integer returning p.user_id)
insert into dirty_users (user_id, mark)
select g.user_id, 0 from gone g
${USERS_MARKED_ANEW}`;
}

/** Of whoever is marked by something else than an import: more than the file's users does no harm. */
function restoreConsents(): Sql {
  return refreshConsents(sql`select d.user_id from dirty_users d where d.mark = 0`);
}

/** What a kind of file brings into which tables. */
const BROUGHT: Readonly<Record<string, readonly ((importId: number) => Sql)[]>> = {
  activity: [takeEvents, takeMentions],
  transactions: [takeLines],
  profiles: [takeProfiles, restoreConsents],
};

export function takeBack(importId: number, kind: string): Sql[] {
  return (BROUGHT[kind] ?? []).map((take) => take(importId));
}

/** `kind`, `undone_at`. */
export function importToUndo(importId: number): Sql {
  return sql`/* imports.to_undo */ select i.kind, i.undone_at from imports i where i.import_id = ${importId}::integer`;
}

export function markUndone(importId: number): Sql {
  return sql`/* imports.mark_undone */ update imports set undone_at = clock_timestamp() where import_id = ${importId}::integer`;
}
