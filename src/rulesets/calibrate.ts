// Measures the cut points of scores anew, over the users of the published snapshot, and saves them as a draft: what
// is published stays as it is until somebody publishes the draft.
import type { Database } from '../db/database.ts';
import { BadInputError } from '../errors.ts';
import type { Component, RuleSet } from '../rules/rule-set.ts';
import { requireSnapshot, type Snapshot } from '../snapshots/service.ts';
import { saveDraft } from './drafts.ts';
import { type Measured, measurePercentiles, type Population } from './queries/percentiles.ts';
import { publishedRuleSet, type RuleSetEntry } from './stored.ts';

/** Fewer users say nothing of everybody. */
const FEWEST_USERS = 5;

export interface Calibration {
  /** Key of the score. */
  readonly score: string;
  /** The component's. */
  readonly label: string;
  readonly feature: string;
  /** Users with a value among those whom it is measured over. */
  readonly users: number;
  readonly before: readonly number[];
  readonly after: readonly number[];
}

export interface CalibratedDraft {
  readonly draft: RuleSetEntry;
  readonly snapshot: Snapshot;
  readonly calibrations: readonly Calibration[];
}

type CutComponent = Extract<Component, { cuts: unknown }>;

interface Target {
  readonly score: string;
  /** In the copy of the rule set that becomes the draft. */
  readonly component: CutComponent;
  readonly over: NonNullable<CutComponent['calibrate']>['over'];
}

/** Throws a BadInputError where nothing is to be calibrated, or too few users are there to measure. */
export async function calibrate(
  database: Database,
  { createdBy, note }: { createdBy: string; note?: string | null },
): Promise<CalibratedDraft> {
  const snapshot = await requireSnapshot(database);
  const { version, rules } = await publishedRuleSet(database.prisma);
  const document = structuredClone(rules);
  const targets = targetsOf(document);
  if (targets.length === 0)
    throw new BadInputError(
      `Rule set ${version} has no score with "cuts" and "calibrate": there is nothing to calibrate.`,
    );
  const populations = targets.map(
    ({ component, over }): Population => ({ feature: component.feature, over, cuts: component.cuts.length }),
  );
  const measured = await measurePercentiles(database.prisma, { snapshot, rules, populations });
  const calibrations = targets.map((target, at) => calibrated(target, measured[at] as Measured));
  for (const [at, { component }] of targets.entries()) component.cuts = [...(calibrations[at]?.after ?? [])];
  const draft = await saveDraft(database, {
    document,
    createdBy,
    note: note ?? `Rule set ${version}, calibrated over snapshot ${snapshot.id} as of ${snapshot.asOf}`,
  });
  return { draft, snapshot, calibrations };
}

function targetsOf({ scores }: RuleSet): Target[] {
  return scores.flatMap(({ key, components }) =>
    components.flatMap((component) =>
      'cuts' in component && component.calibrate
        ? [{ score: key, component, over: component.calibrate.over }]
        : [],
    ),
  );
}

function calibrated({ score, component }: Target, { users, cuts }: Measured): Calibration {
  const { label, feature, cuts: before } = component;
  if (users < FEWEST_USERS)
    throw new BadInputError(
      `score "${score}": "${label}" is measured over ${users} users with a value of ${feature}; expected at least ${FEWEST_USERS}.`,
    );
  return { score, label, feature, users, before, after: cuts };
}
