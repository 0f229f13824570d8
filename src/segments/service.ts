// Dimensions and segments of a snapshot's rule set, and the summaries of users in them.
import type { Database } from '../db/database.ts';
import { newRead } from '../db/read.ts';
import { type FilterScope, type UserFilter, unknownDimension } from '../filters/user-filter.ts';
import type { Dimension, Residual, RuleSet } from '../rules/rule-set.ts';
import { ruleSetVersion, type SegmentNumbers, segmentNumbers } from '../rulesets/service.ts';
import type { Snapshot } from '../snapshots/service.ts';
import { keptCatalogue } from './kept-catalogues.ts';
import { partsOf, type Sums, sumsOfCells, WHOLE } from './queries.ts';
import { NOBODY, sumsBy } from './sums.ts';

export { type BreakdownRow, breakdown, rolledUpCount, summaryOf } from './sums.ts';
export type { Sums };

export interface Segment {
  readonly id: number;
  /** The snapshot by which it was reached: its users are counted there. */
  readonly snapshotId: number;
  readonly dimension: string;
  readonly key: string;
  /** Marketing priority, 1 the most important; null where the rule set gives none. */
  readonly priority: number | null;
  /** Where the rule set leaves those whom no rule names: `unknown` for want of a value, `other` for want of a name. */
  readonly residual: Residual | null;
}

export interface SegmentDimension {
  readonly key: string;
  readonly label: string;
  /** In the order in which the rules are tried, the default last. */
  readonly segments: readonly Segment[];
}

/** The dimensions of a snapshot, and its segments by id. */
export interface SegmentCatalogue extends FilterScope {
  readonly dimensions: readonly SegmentDimension[];
  readonly byId: ReadonlyMap<number, Segment>;
  /** How many users each segment had when this was read; none of those without. For guesses at costs: people may be erased. */
  readonly sizes: ReadonlyMap<number, number>;
  /** What made them so. */
  readonly rules: RuleSet;
  /** Which combinations of segments have sums of their own. */
  readonly rollupScheme: number;
}

export interface SegmentSummary extends Sums {
  readonly segment: Segment;
}

/** The dimensions and segments that `snapshot` was computed with; read once in a process. */
export function segmentCatalogue(database: Database, snapshot: Snapshot): Promise<SegmentCatalogue> {
  return keptCatalogue(database.pool, snapshot, () => readCatalogue(database, snapshot));
}

async function readCatalogue(database: Database, snapshot: Snapshot): Promise<SegmentCatalogue> {
  const rules = await ruleSetVersion(database.prisma, snapshot.ruleSetVersion);
  const numbers = await segmentNumbers(database.prisma);
  const dimensions = rules.dimensions.map((dimension) => toDimension(dimension, numbers, snapshot.id));
  const byId = new Map(
    dimensions.flatMap(({ segments }) => segments).map((segment) => [segment.id, segment]),
  );
  const { id: snapshotId, asOf, rollupScheme } = snapshot;
  const sums = await sumsOfCells(newRead(database.pool), snapshotId, partsOf(byId.keys()));
  const sizes = new Map([...sums].map(([id, { users }]) => [id, users]));
  return { dimensions, signals: rules.signals, byId, sizes, rules, snapshotId, asOf, rollupScheme };
}

function toDimension(
  { key, label, segments, otherwise }: Dimension,
  numbers: SegmentNumbers,
  snapshotId: number,
): SegmentDimension {
  const numberOf = (segment: string): number => {
    const number = numbers.get(key)?.get(segment);
    if (number === undefined) throw new Error(`The segment ${key}/${segment} has no number.`);
    return number;
  };
  return {
    key,
    label,
    segments: [...segments, otherwise].map((segment) => ({
      id: numberOf(segment.key),
      snapshotId,
      dimension: key,
      key: segment.key,
      priority: segment.priority ?? null,
      residual: ('residual' in segment && segment.residual) || null,
    })),
  };
}

/** The dimension of that key; throws a BadInputError that lists the legal ones. */
export function requireDimension(
  { dimensions }: SegmentCatalogue,
  key: string,
  argument = 'dimension',
): SegmentDimension {
  const found = dimensions.find((dimension) => dimension.key === key);
  if (found) return found;
  throw unknownDimension(
    argument,
    key,
    dimensions.map((dimension) => dimension.key),
  );
}

/** One summary a segment of every dimension, by dimension, in one statement. */
export async function allSummaries(
  database: Database,
  { dimensions, byId, snapshotId }: SegmentCatalogue,
): Promise<{ dimension: SegmentDimension; distribution: SegmentSummary[] }[]> {
  const whole = { segmentIds: [], into: WHOLE };
  const sums = await sumsOfCells(database.read, snapshotId, [whole, ...partsOf(byId.keys())]);
  return dimensions.map((dimension) => ({
    dimension,
    distribution: dimension.segments.map((segment) => ({ segment, ...(sums.get(segment.id) ?? NOBODY) })),
  }));
}

/** One summary a segment of the dimension, in the rule set's order; segments without users are zero. */
export async function summaries(
  database: Database,
  catalogue: SegmentCatalogue,
  dimensionKey: string,
  filter?: UserFilter | null,
): Promise<SegmentSummary[]> {
  const dimension = requireDimension(catalogue, dimensionKey);
  const sums = await sumsBy(database, catalogue, [dimension], filter ?? null);
  return dimension.segments.map((segment) => ({ segment, ...(sums.get(String(segment.id)) ?? NOBODY) }));
}
