// Discrete percentiles of features over some users of a snapshot: values that occur, so that equal ones stay together.
import type { PrismaClient } from '../../db/prisma.ts';
import { join, raw, type Sql, sql } from '../../db/sql.ts';
import { featuresOfStates } from '../../recompute/features/features.ts';
import { compileCondition } from '../../rules/compile.ts';
import { type Feature, findFeature } from '../../rules/features.ts';
import type { Condition, RuleSet } from '../../rules/rule-set.ts';
import type { Snapshot } from '../../snapshots/service.ts';
import { inReadOnly, startDeadline } from './read-only.ts';

export interface Population {
  /** A feature that is a number. */
  readonly feature: string;
  /** Whom it is measured over; of features only. */
  readonly over: Condition;
  /** How many cut points: they divide the users into parts of equal size, as far as equal values let them. */
  readonly cuts: number;
}

export interface Measured {
  /** Users with a value. */
  readonly users: number;
  /** From the lowest to the highest; empty without users. */
  readonly cuts: readonly number[];
}

export interface Measuring {
  readonly snapshot: Snapshot;
  /** Those by which the snapshot was computed. */
  readonly rules: RuleSet;
  readonly populations: readonly Population[];
}

/** One answer a population, in their order. */
export async function measurePercentiles(prisma: PrismaClient, measuring: Measuring): Promise<Measured[]> {
  const rows = await inReadOnly(prisma, startDeadline(), (tx) =>
    tx.$queryRaw<{ users: number; cuts: string[] | null }[]>(percentilesStatement(measuring)),
  );
  return rows.map(({ users, cuts }) => ({ users, cuts: (cuts ?? []).map(Number) }));
}

export function percentilesStatement({ snapshot, rules, populations }: Measuring): Sql {
  const valid = sql`s.valid_from <= ${snapshot.id}::integer and s.valid_to > ${snapshot.id}::integer`;
  const values = populations.map(
    (population, at) => sql`${valueIn(population, rules, snapshot.asOf)} as ${raw(`value_${at}`)}`,
  );
  const answers = populations.map(({ cuts }, at) => {
    const value = raw(`m.value_${at}`);
    const shares = Array.from({ length: cuts }, (_, cut) => (cut + 1) / (cuts + 1));
    return sql`select ${at}::integer as population, count(${value})::integer as users,
       (percentile_disc(${shares}::double precision[]) within group (order by ${value}))::text[] as cuts
  from measured m`;
  });
  return sql`/* rulesets.percentiles */
with ${featuresOfStates({ rules, asOf: snapshot.asOf }, valid)},
measured as materialized (
  select ${join(values)} from features f)
${join(answers, '\nunion all\n')}
 order by population`;
}

/** The value of users who are in the population; null of all others. */
function valueIn({ feature: name, over }: Population, rules: RuleSet, asOf: string): Sql {
  const feature = findFeature(name, rules);
  if (!feature) throw new Error(`There is no feature ${name}.`);
  const idOf = (): never => {
    throw new Error('A population is made of features only.');
  };
  const isIn = compileCondition(over, { rules, asOf, idOf });
  // Rounded up to what a rule set can say: a user whose value is the percentile is not above the cut point.
  return sql`case when ${isIn} then trim_scale(ceil(${valueOfFeature(feature, asOf)} * 1000000) / 1000000) end`;
}

function valueOfFeature(feature: Feature, asOf: string): Sql {
  if (feature.type === 'number') return raw(`f.${feature.column}::numeric / ${feature.scale ?? 1}`);
  if (feature.type === 'ratio') {
    const { numerator, denominator, scale } = feature;
    return raw(`coalesce(f.${numerator}::numeric / nullif(f.${denominator}::numeric * ${scale ?? 1}, 0), 0)`);
  }
  if (feature.type === 'days')
    return sql`floor(extract(epoch from ${asOf}::timestamptz - ${raw(`f.${feature.column}`)}) / 86400)`;
  throw new Error(`${feature.label} is no number.`);
}
