// Consent as it is kept for exports, beside what profiles say now, by the same steps that states are computed by.
import type { PrismaTransaction } from '../../db/prisma.ts';
import { sql } from '../../db/sql.ts';
import { profileSteps } from '../../recompute/features/profiles.ts';
import { isMember, memberStep, rowsOf, type Scope } from '../../recompute/scope.ts';
import type { Example } from '../service.ts';

export interface ComparedConsents {
  readonly checked: bigint;
  readonly drifted: bigint[];
  readonly examples: readonly Example[];
}

/** Compares the users of `scope` who have consent by either. */
export async function compareConsents(
  tx: PrismaTransaction,
  scope: Scope,
  mostExamples: number,
): Promise<ComparedConsents> {
  const [compared] = await tx.$queryRaw<ComparedConsents[]>(sql`/* verification.consents */
with ${memberStep(scope)}${profileSteps(scope)},
kept as materialized (
  select k.user_id from ${rowsOf('consents', 'k', scope)} where ${isMember('k', scope)}),
compared as materialized (
  select coalesce(k.user_id, g.user_id) as user_id, k.user_id is not null as kept, g.user_id is not null as given
    from kept k
    full join (select g.user_id from given g where g.consent) g on g.user_id = k.user_id),
shown as (
  select coalesce(u.external_id, c.user_id::text) as name, 'consent' as column,
         case when c.kept then 'true' end as published, case when c.given then 'true' end as recomputed
    from compared c
    left join users u on u.user_id = c.user_id
   where c.kept <> c.given
   order by c.user_id
   limit ${mostExamples})
select count(*) as checked,
       coalesce(array_agg(c.user_id) filter (where c.kept <> c.given), '{}') as drifted,
       (select coalesce(jsonb_agg(to_jsonb(s)), '[]') from shown s) as examples
  from compared c`);
  if (!compared) throw new Error('The comparison of consents answered nothing.');
  return compared;
}
