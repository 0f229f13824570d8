// Insights: the report of one snapshot. Per dimension how users divide and what dominates; places; revenue.
import type { Database } from '../db/database.ts';
import {
  allSummaries,
  type Segment,
  type SegmentCatalogue,
  type SegmentDimension,
  type SegmentSummary,
  summaryOf,
} from '../segments/service.ts';
import type { Snapshot } from '../snapshots/service.ts';
import { type PlaceCount, readPlaces } from './queries.ts';

export { insightsDocument } from './document.ts';

const PLACES_SHOWN = 20;

export interface DimensionInsight {
  readonly dimension: SegmentDimension;
  readonly distribution: readonly SegmentSummary[];
  /** The segment with the most users of those whose value is known; null where no user's is. */
  readonly dominant: Segment | null;
  /** The same, but residual ones (Unknown, Other) only where nothing else has users; null without users. */
  readonly top: Segment | null;
}

export interface Insights {
  readonly snapshot: Snapshot;
  readonly users: number;
  readonly totalRevenue: string;
  readonly averageRevenuePerUser: string;
  readonly dimensions: readonly DimensionInsight[];
  /** Most frequent first, at most 20; a place of null is unknown. */
  readonly countries: readonly PlaceCount[];
  readonly topCountry: string | null;
  /** Segment of the customer dimension with the largest revenue; null without users. */
  readonly topRevenueSegment: SegmentSummary | null;
}

export async function insightsOf(
  database: Database,
  snapshot: Snapshot,
  catalogue: SegmentCatalogue,
): Promise<Insights> {
  const dimensions = (await allSummaries(database, catalogue)).map(insightOf);
  const totals = await summaryOf(database, catalogue, null);
  const countries = await readPlaces(database.read, snapshot.id, 'country', PLACES_SHOWN);
  const customer = dimensions.find(({ dimension }) => dimension.key === 'customer')?.distribution ?? [];
  return {
    snapshot,
    users: snapshot.users,
    totalRevenue: totals.totalRevenue,
    averageRevenuePerUser: totals.averageRevenue,
    dimensions,
    countries,
    topCountry: countries.find(({ place }) => place !== null)?.place ?? null,
    topRevenueSegment: largestRevenue(customer),
  };
}

function insightOf({
  dimension,
  distribution,
}: Omit<DimensionInsight, 'dominant' | 'top'>): DimensionInsight {
  const known = distribution.filter(({ segment }) => segment.residual !== 'unknown');
  const named = distribution.filter(({ segment }) => segment.residual === null);
  return { dimension, distribution, dominant: largest(known), top: largest(named) ?? largest(distribution) };
}

/** The segment with the most users; among equals the first in the rule set's order; null without users. */
function largest(distribution: readonly SegmentSummary[]): Segment | null {
  const most = Math.max(...distribution.map(({ users }) => users));
  return most > 0 ? (distribution.find(({ users }) => users === most)?.segment ?? null) : null;
}

function largestRevenue(distribution: readonly SegmentSummary[]): SegmentSummary | null {
  let largest: SegmentSummary | null = null;
  for (const summary of distribution) {
    if (summary.users > 0 && (largest === null || moneyOf(summary) > moneyOf(largest))) largest = summary;
  }
  return largest;
}

/** In cents: money is exact. */
function moneyOf({ totalRevenue }: SegmentSummary): bigint {
  return BigInt(totalRevenue.replace('.', ''));
}
