// Rule sets for tests of runs: the default one, one with windows in several zones and signals of every kind, and one
// that differs from that in a threshold only.
import type { Database } from '../../src/db/database.ts';
import { DEFAULT_RULE_SET } from '../../src/rules/default-rule-set.ts';
import { parseRuleSet, type RuleSet } from '../../src/rules/rule-set.ts';
import { executeRun, type Run, requestRun } from '../../src/runs/service.ts';

const SIGNALS = [
  {
    key: 'views_1d',
    of: 'events',
    measure: 'count',
    anyOf: [{ field: 'event_name', contains: ['e', 'a'] }],
    window: { last: 1, unit: 'day' },
  },
  {
    key: 'views_1m',
    of: 'events',
    measure: 'any',
    anyOf: [{ field: 'page_type', contains: ['o', 'a'] }],
    window: { last: 1, unit: 'month', timeZone: 'America/New_York' },
  },
  {
    key: 'sessions_1w',
    of: 'sessions',
    measure: 'count',
    window: { last: 1, unit: 'week', timeZone: 'Pacific/Auckland' },
  },
  { key: 'sessions_ever', of: 'sessions', measure: 'any' },
  {
    key: 'orders_1m',
    of: 'orders',
    measure: 'count',
    window: { last: 1, unit: 'month', timeZone: 'Europe/Berlin' },
  },
  { key: 'spent_2w', of: 'orders', measure: 'sum', window: { last: 2, unit: 'week' } },
  { key: 'lines', of: 'lines', measure: 'count' },
  { key: 'pieces_1y', of: 'lines', measure: 'sum', sum: 'quantity', window: { last: 1, unit: 'year' } },
  {
    key: 'returned_3d',
    of: 'lines',
    measure: 'sum',
    sum: 'revenue',
    window: { last: 3, unit: 'day', timeZone: 'Asia/Calcutta' },
  },
] as const;

const steps = (feature: string, ...cuts: number[]) => ({
  feature,
  label: feature,
  steps: cuts.map((gte, at) => ({ gte, points: cuts.length - at })),
});

/** A dimension that asks for all of it: windows, days since, ages, another dimension's segment. */
function windowed(threshold: number, attribution: 'any' | 'first' | 'last'): RuleSet {
  const rules = structuredClone(DEFAULT_RULE_SET) as RuleSet & { scores: unknown[]; dimensions: unknown[] };
  return parseRuleSet({
    ...rules,
    name: `windowed ${threshold} ${attribution}`,
    traffic: { ...rules.traffic, attribution },
    signals: [...rules.signals, ...SIGNALS.map((signal) => ({ label: signal.key, ...signal }))],
    scores: [
      ...rules.scores,
      {
        key: 'freshness',
        label: 'Freshness',
        components: [
          steps('signal.views_1d', 3, 1),
          steps('signal.sessions_1w', 2, 1),
          { feature: 'days_since_last_seen', label: 'seen', cuts: [1, 7, 30], best: 'low' },
        ],
      },
    ],
    dimensions: [
      ...rules.dimensions,
      {
        key: 'lifecycle',
        label: 'Lifecycle',
        segments: [
          {
            key: 'Hot',
            when: {
              all: [
                { feature: 'score.freshness', gte: threshold },
                { feature: 'signal.spent_2w', gt: 0 },
              ],
            },
          },
          {
            key: 'Returning',
            when: {
              any: [
                { feature: 'signal.orders_1m', gte: 1 },
                { feature: 'signal.views_1m', gte: 1 },
              ],
            },
          },
          { key: 'Sleeping', when: { feature: 'days_since_last_order', gte: threshold * 10 } },
          {
            key: 'Young',
            when: {
              all: [
                { feature: 'age_years', lt: 30 },
                { feature: 'signal.pieces_1y', gte: 1 },
              ],
            },
          },
          { key: 'Returner', when: { feature: 'signal.returned_3d', lt: 0 } },
          { key: 'Casual', when: { segment: 'customer', in: ['Casual Browser'] } },
        ],
        otherwise: { key: 'Rest' },
      },
    ],
  });
}

export const RULE_SETS: readonly RuleSet[] = [
  DEFAULT_RULE_SET,
  windowed(2, 'any'),
  windowed(4, 'any'),
  windowed(3, 'first'),
  windowed(3, 'last'),
];

/** Saves a rule set as a draft and returns its version. */
export async function addDraft(database: Database, rules: RuleSet): Promise<number> {
  const { _max } = await database.prisma.ruleSet.aggregate({ _max: { version: true } });
  const version = (_max.version ?? 0) + 1;
  await database.prisma.ruleSet.create({
    data: { version, status: 'draft', document: JSON.parse(JSON.stringify(rules)), createdAt: new Date() },
  });
  return version;
}

/** Publishes a rule set by a run, as of that time (ISO text). */
export async function publishRules(database: Database, rules: RuleSet, asOf: string | null): Promise<Run> {
  const publishes = await addDraft(database, rules);
  const run = await executeRun(
    database,
    await requestRun(database, { requestedBy: 'test', kind: 'rules', asOf, publishes }),
  );
  if (run.status !== 'succeeded') throw new Error(run.error ?? 'the run failed');
  return run;
}
