// Users are those whom some stored input names. Where inputs go, those named by no other go too; the next run closes
// their states, for their marks stay.
import { type Sql, sql } from '../../db/sql.ts';

/**
 * Removes those of the candidates whom no input names; who is in a snapshot is kept in mind as a former user, and who was
 * suppressed will be again, under each of their ids.
 */
export function removeUnmentioned(candidates: Sql): Sql {
  return sql`/* identities.remove_unmentioned */
with candidates as (${candidates}),
gone as (
  delete from users u
   where u.user_id in (select c.user_id from candidates c)
     and not exists (select 1 from events e where e.user_id = u.user_id)
     and not exists (select 1 from profiles p where p.user_id = u.user_id)
     and not exists (select 1 from order_lines l where l.user_id = u.user_id)
  returning u.user_id, u.external_id),
remembered as (
  insert into former_users (user_id, external_id)
  select g.user_id, g.external_id
    from gone g
   where exists (select 1 from user_states s where s.user_id = g.user_id)),
off_lists as (
  delete from audience_members m where m.user_id in (select g.user_id from gone g)),
released as (
  delete from user_suppressions s where s.user_id in (select g.user_id from gone g)
  returning s.user_id, s.reason, s.created_by, s.created_at, s.expires_at),
nameless as (
  delete from user_identities i where i.user_id in (select g.user_id from gone g)
  returning i.user_id, i.external_id)
insert into awaited_suppressions (external_id, reason, created_by, created_at, expires_at)
select n.external_id, r.reason, r.created_by, r.created_at, r.expires_at
  from released r
  join nameless n on n.user_id = r.user_id
on conflict (external_id) do nothing`;
}

/** Candidates who are named. */
export function theseUsers(userIds: readonly string[]): Sql {
  return sql`select unnest(${userIds}::bigint[]) as user_id`;
}

/** Candidates who are marked by something else than an import: more than an undone import touched does no harm. */
export const MARKED_USERS: Sql = sql`select d.user_id from dirty_users d where d.mark = 0`;
