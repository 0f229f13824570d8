// Dimensions and segments of a snapshot's rule set, and the summaries of users in them.
import type { Database } from '../db/database.ts';
import { BadInputError } from '../errors.ts';
import type { FilterScope, UserFilter } from '../filters/user-filter.ts';
import type { Dimension } from '../rules/rule-set.ts';
import { numberSegments, ruleSetVersion } from '../rulesets/service.ts';
import type { Snapshot } from '../snapshots/service.ts';
import { filteredSums, rolledUpSums, type Sums } from './queries.ts';

export interface Segment {
  readonly id: number;
  readonly dimension: string;
  readonly key: string;
  /** Marketing priority, 1 the most important; null where the rule set gives none. */
  readonly priority: number | null;
  /** True for Unknown and Other: never named as dominant while another segment has users. */
  readonly residual: boolean;
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
}

export interface SegmentSummary extends Sums {
  readonly segment: Segment;
}

/** Reads the dimensions and segments that `snapshot` was computed with. */
export async function segmentCatalogue(database: Database, snapshot: Snapshot): Promise<SegmentCatalogue> {
  const rules = await ruleSetVersion(database.prisma, snapshot.ruleSetVersion);
  const ids = await numberSegments(database.prisma, rules);
  const dimensions = rules.dimensions.map((dimension) =>
    toDimension(dimension, ids.get(dimension.key) ?? new Map()),
  );
  const byId = new Map(
    dimensions.flatMap(({ segments }) => segments).map((segment) => [segment.id, segment]),
  );
  return { dimensions, byId, snapshotId: snapshot.id };
}

function toDimension(
  { key, label, segments, otherwise }: Dimension,
  ids: ReadonlyMap<string, number>,
): SegmentDimension {
  return {
    key,
    label,
    segments: [...segments, otherwise].map((segment) => ({
      id: ids.get(segment.key) as number,
      dimension: key,
      key: segment.key,
      priority: segment.priority ?? null,
      residual: 'residual' in segment && segment.residual === true,
    })),
  };
}

/** The dimension of that key; throws a BadInputError that lists the legal ones. */
export function requireDimension(catalogue: FilterScope, key: string): SegmentDimension {
  const found = catalogue.dimensions.find((dimension) => dimension.key === key);
  if (found) return found as SegmentDimension;
  const legal = catalogue.dimensions.map((dimension) => dimension.key).join(', ');
  throw new BadInputError(`dimension: unknown dimension "${key}"; expected one of ${legal}.`);
}

/** One summary a segment of the dimension, in the rule set's order; segments without users are zero. */
export async function summaries(
  database: Database,
  catalogue: SegmentCatalogue,
  dimensionKey: string,
  filter?: UserFilter | null,
): Promise<SegmentSummary[]> {
  const { segments } = requireDimension(catalogue, dimensionKey);
  const ids = segments.map(({ id }) => id);
  const sums = filter
    ? await filteredSums(database.prisma, catalogue, ids, filter)
    : await rolledUpSums(database.prisma, catalogue.snapshotId, ids);
  return segments.map((segment) => ({ segment, ...(sums.get(segment.id) ?? NOTHING) }));
}

const NOTHING: Sums = {
  users: 0,
  share: 0,
  totalRevenue: '0.00',
  averageRevenue: '0.00',
  averageEngagementScore: 0,
  transactions: 0,
};
