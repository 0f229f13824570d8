// States as the inputs say they ought to be, beside those that are published, column by column. Users whose inputs
// changed since are left out: the next run has yet to look at them.
import type { PrismaTransaction } from '../../db/prisma.ts';
import { join, raw, type Sql, sql } from '../../db/sql.ts';
import { isMember, rowsOf, type Scope } from '../../recompute/scope.ts';
import { COLUMNS, computedFromInputs, type StateInputs } from '../../recompute/stages/states.ts';
import type { Example } from '../service.ts';
import { isVisible } from './published.ts';

export interface ComparedUsers {
  readonly checked: bigint;
  readonly waiting: bigint;
  readonly drifted: bigint[];
  /** Column → users in whom it differs. */
  readonly columns: Readonly<Record<string, number>>;
  readonly examples: readonly Example[];
}

/** Those with a mark, and those who have an order with one. */
function waitingStep(scope: Scope, asOf: string): Sql {
  return sql`waiting as materialized (
  select d.user_id from ${rowsOf('dirty_users', 'd', scope)} where ${isMember('d', scope)}
   union
  select o.user_id from ${rowsOf('orders', 'o', scope)}
    join dirty_orders m on m.transaction_id = o.transaction_id
   where ${isMember('o', scope)} and (m.due_at <= ${asOf}::timestamptz or m.claimed_by is not null))`;
}

const DIFFERING = raw(
  COLUMNS.map((name) => `case when p.${name} is distinct from c.${name} then '${name}' end`).join(
    ',\n      ',
  ),
);

/** Compares the users of `scope`; of `inputs`, the version is the snapshot's. */
export async function compareUsers(
  tx: PrismaTransaction,
  inputs: StateInputs,
  scope: Scope,
  mostExamples: number,
): Promise<ComparedUsers> {
  const [compared] = await tx.$queryRaw<ComparedUsers[]>(sql`/* verification.users */
with ${join([computedFromInputs(inputs, scope), publishedStep(inputs, scope), waitingStep(scope, inputs.asOf)], ',\n')},
compared as materialized (
  select coalesce(p.user_id, c.user_id) as user_id, coalesce(p.external_id, c.external_id) as external_id,
         d.columns, case when d.columns <> '{}' then to_jsonb(p) end as published,
         case when d.columns <> '{}' then to_jsonb(c) end as recomputed
    from computed c
    full join published p on p.user_id = c.user_id
   cross join lateral (
     select case when p.user_id is null or c.user_id is null then array['user_id']
                 else array_remove(array[${DIFFERING}]::text[], null) end as columns
     offset 0) d),
judged as materialized (
  select c.*, w.user_id is not null as waits from compared c left join waiting w on w.user_id = c.user_id),
differing as materialized (
  select j.*, k.name
    from judged j
   cross join lateral unnest(j.columns) as k (name)
   where not j.waits),
shown as (
  select d.external_id as name, d.name as column, d.published ->> d.name as published, d.recomputed ->> d.name as recomputed
    from differing d
   order by d.user_id, d.name
   limit ${mostExamples})
select count(*) filter (where not j.waits) as checked, count(*) filter (where j.waits) as waiting,
       (select coalesce(array_agg(distinct d.user_id), '{}') from differing d) as drifted,
       (select coalesce(jsonb_object_agg(n.name, n.users), '{}')
          from (select d.name, count(*) as users from differing d group by d.name) n) as columns,
       (select coalesce(jsonb_agg(to_jsonb(s)), '[]') from shown s) as examples
  from judged j`);
  if (!compared) throw new Error('The comparison of users answered nothing.');
  return compared;
}

function publishedStep({ version }: StateInputs, scope: Scope): Sql {
  return sql`published as materialized (
  select s.* from ${rowsOf('user_states', 's', scope)} where ${isMember('s', scope)} and ${isVisible('s', version)})`;
}
