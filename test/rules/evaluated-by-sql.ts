// Evaluates a rule set for some users in one SQL statement, with their features as a parameter.
import type { Database } from '../../src/db/database.ts';
import { join, raw, sql } from '../../src/db/sql.ts';
import { ageYears } from '../../src/rules/age.ts';
import { evaluationSteps } from '../../src/rules/evaluation-steps.ts';
import type { RuleSet } from '../../src/rules/rule-set.ts';
import type { UserFeatures } from '../../src/rules/user-features.ts';

export interface Evaluated {
  readonly scores: Readonly<Record<string, number>>;
  readonly segments: Readonly<Record<string, string>>;
  /** Microseconds since the epoch. */
  readonly changeAt: bigint | null;
}

/** ISO text to the microsecond. */
export function isoText(instant: bigint): string {
  const micros = ((instant % 1_000_000n) + 1_000_000n) % 1_000_000n;
  const seconds = new Date(Number((instant - micros) / 1000n)).toISOString().slice(0, 19);
  return `${seconds}.${String(micros).padStart(6, '0')}Z`;
}

function toRow(user: UserFeatures, at: number, rules: RuleSet): Record<string, unknown> {
  const time = (instant: bigint | null) => (instant === null ? null : isoText(instant));
  return {
    user_id: at,
    transactions: user.transactions,
    revenue: user.revenue,
    session_count: user.sessionCount,
    total_events: user.totalEvents,
    total_session_us: String(user.totalSessionUs),
    longest_session_us: String(user.longestSessionUs),
    largest_session_events: user.largestSessionEvents,
    first_seen_at: time(user.firstSeenAt),
    last_seen_at: time(user.lastSeenAt),
    last_order_at: time(user.lastOrderAt),
    sources: user.sources,
    mediums: user.mediums,
    gender: user.gender,
    age: user.age,
    birth_date: user.birthDate,
    income_group: user.incomeGroup,
    city: user.city,
    state: user.state,
    country: user.country,
    ...Object.fromEntries(rules.signals.map(({ key }) => [`signal_${key}`, user.signals[key] ?? '0'])),
  };
}

const COLUMNS = `user_id bigint, transactions int, revenue numeric, session_count int, total_events int,
  total_session_us bigint, longest_session_us bigint, largest_session_events int, first_seen_at timestamptz,
  last_seen_at timestamptz, last_order_at timestamptz, sources text[], mediums text[], gender text, age text,
  birth_date date, income_group text, city text, state text, country text`;

interface Row {
  readonly segment_ids: number[];
  readonly engagement_score: number;
  readonly scores: number[];
  readonly change_us: string | null;
}

/** One answer a user, in the order of the users. */
export async function evaluatedBySql(
  { prisma }: Database,
  rules: RuleSet,
  users: readonly UserFeatures[],
  asOf: bigint,
): Promise<Evaluated[]> {
  const segments = rules.dimensions.flatMap(({ key, segments, otherwise }) =>
    [...segments, otherwise].map((segment) => ({ dimension: key, segment: segment.key })),
  );
  const idOf = (dimension: string, segment: string): number => {
    const at = segments.findIndex((one) => one.dimension === dimension && one.segment === segment);
    if (at === -1) throw new Error(`no segment ${dimension}/${segment}`);
    return at + 1;
  };
  const signals = rules.signals.map(({ key }) => `, signal_${key} numeric`).join('');
  const rows = JSON.stringify(users.map((user, at) => toRow(user, at, rules)));
  const scores = rules.scores.map(({ key }) => raw(`e.score_${key}`));
  const found = await prisma.$queryRaw<Row[]>(sql`with given as (
  select g.* from jsonb_to_recordset(${rows}::text::jsonb) as g (${raw(COLUMNS + signals)})),
features as materialized (select g.*, ${ageYears(isoText(asOf))} as age_years from given g),
${evaluationSteps(rules, idOf, isoText(asOf))}
select e.segment_ids, e.engagement_score, array[${join(scores)}]::integer[] as scores,
       (extract(epoch from e.rule_change_at) * 1000000)::bigint::text as change_us
  from evaluated e
 order by e.user_id`);
  return found.map((row) => ({
    scores: Object.fromEntries(rules.scores.map(({ key }, at) => [key, row.scores[at] as number])),
    segments: Object.fromEntries(
      rules.dimensions.map(({ key }, at) => [
        key,
        segments[(row.segment_ids[at] as number) - 1]?.segment ?? '?',
      ]),
    ),
    changeAt: row.change_us === null ? null : BigInt(row.change_us),
  }));
}
