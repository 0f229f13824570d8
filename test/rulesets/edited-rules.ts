// Rule sets that differ from the default one in what a test says, and what a test does with them.
import type { Database } from '../../src/db/database.ts';
import { DEFAULT_RULE_SET } from '../../src/rules/default-rule-set.ts';
import type { RuleSet } from '../../src/rules/rule-set.ts';
import { publicationOf, type RuleSetEntry, saveDraft } from '../../src/rulesets/service.ts';
import { executeRun, type Run, requestRun } from '../../src/runs/service.ts';
import { requireSnapshot } from '../../src/snapshots/service.ts';

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

/** A copy of the default rule set, changed by `edit`. */
export function editedRules(edit: (rules: Mutable<RuleSet>) => void): RuleSet {
  const rules = structuredClone(DEFAULT_RULE_SET);
  edit(rules);
  return rules;
}

/** Revenue from which on somebody with two orders is a High-Value Customer. */
export function withHighValueFrom(revenue: number): RuleSet {
  return editedRules(({ dimensions }) => {
    const when = dimensions[0]?.segments[0]?.when as { all: { gte: number }[] };
    (when.all[0] as { gte: number }).gte = revenue;
  });
}

/** One more dimension, which divides users by their revenue. */
export const SPENDING = {
  key: 'spending',
  label: 'Spending',
  segments: [
    { key: 'Big', when: { feature: 'revenue', gte: 300 } },
    { key: 'Small', when: { feature: 'revenue', gt: 0 } },
  ],
  otherwise: { key: 'Nothing' },
};

export function withSpending(): RuleSet {
  return editedRules(({ dimensions }) => dimensions.push(SPENDING));
}

export function draft(database: Database, document: unknown, note = ''): Promise<RuleSetEntry> {
  return saveDraft(database, { document, note, createdBy: 'test' });
}

/** Publishes a version as of the published snapshot, so that nothing but the rules can change anybody. */
export async function publish(database: Database, version: number): Promise<Run> {
  const { asOf } = await requireSnapshot(database);
  const request = { ...(await publicationOf(database, version)), asOf, requestedBy: 'test' };
  const run = await executeRun(database, await requestRun(database, request));
  if (run.status !== 'succeeded') throw new Error(run.error ?? 'the run failed');
  return run;
}

/** How many states a run wrote. */
export function writtenBy({ prisma }: Database, { runId }: Run): Promise<number> {
  return prisma.userState.count({ where: { validFrom: runId } });
}
