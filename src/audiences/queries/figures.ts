// How many an audience has: altogether, by segment, by the reason for which users would be left out of an export, and
// together with other audiences. One statement each, over the audience's own condition.
import type { Read } from '../../db/read.ts';
import { join, raw, type Sql, sql } from '../../db/sql.ts';
import type { FilterScope } from '../../filters/user-filter.ts';
import type { Eligibility, LeftOutReason } from '../../suppressions/service.ts';
import { inSnapshot } from './condition.ts';

export async function countMembers(read: Read, condition: Sql): Promise<number> {
  const [row] = await read<{ users: bigint }>(
    sql`/* audiences.count */ select count(*) as users from user_states u where ${condition}`,
  );
  return Number(row?.users ?? 0);
}

export interface FigureRow {
  readonly segment_id: number | null;
  /** null is who may be contacted. */
  readonly reason: LeftOutReason | null;
  readonly users: bigint;
}

/** Users by their segment in the dimension of that place in the rule set (from 1), and by reason. */
export function figureRows(
  read: Read,
  condition: Sql,
  place: number,
  { joins, reason }: Eligibility,
): Promise<FigureRow[]> {
  return read<FigureRow>(sql`/* audiences.figures */
select u.segment_ids[${place}::integer] as segment_id, ${reason} as reason, count(*) as users
  from user_states u
  ${joins}
 where ${condition}
 group by 1, 2`);
}

export interface Overlap {
  readonly users: number;
  /** Of each other audience, how many it has, and how many both have. */
  readonly others: readonly { readonly users: number; readonly both: number }[];
}

/** `own` and `others` as conditions over `u` where it is known to be in the snapshot. */
export async function countOverlap(
  read: Read,
  scope: FilterScope,
  own: Sql,
  others: readonly Sql[],
): Promise<Overlap> {
  const named = others.map((other, at) => sql`${other} as is_${raw(String(at))}`);
  const counts = others.map((_, at) => {
    const other = raw(`m.is_${at}`);
    return sql`count(*) filter (where ${other}) as users_${raw(String(at))}, count(*) filter (where m.is_own and ${other}) as both_${raw(String(at))}`;
  });
  const [row = {}] = await read<Record<string, bigint>>(sql`/* audiences.overlap */
select ${join([sql`count(*) filter (where m.is_own) as users`, ...counts])}
  from (select ${join([sql`${own} as is_own`, ...named])}
          from user_states u
         where ${inSnapshot(scope)}) m`);
  const of = (name: string) => Number(row[name] ?? 0);
  return {
    users: of('users'),
    others: others.map((_, at) => ({ users: of(`users_${at}`), both: of(`both_${at}`) })),
  };
}
