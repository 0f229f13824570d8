// Insights: the report of one snapshot. Per dimension how users divide and what dominates; places; revenue.
import type { Database } from '../db/database.ts';
import {
  type Segment,
  type SegmentCatalogue,
  type SegmentDimension,
  type SegmentSummary,
  segmentCatalogue,
  summaries,
} from '../segments/service.ts';
import type { Snapshot } from '../snapshots/service.ts';
import { type PlaceCount, readPlaces, readTotals } from './queries.ts';

const PLACES_SHOWN = 20;

export interface DimensionInsight {
  readonly dimension: SegmentDimension;
  readonly distribution: readonly SegmentSummary[];
  /** The segment with the most users, residual ones only where nothing else has users; null without users. */
  readonly dominant: Segment | null;
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

export async function insightsOf(database: Database, snapshot: Snapshot): Promise<Insights> {
  const catalogue = await segmentCatalogue(database, snapshot);
  const dimensions = await Promise.all(
    catalogue.dimensions.map((dimension) => insightOf(database, catalogue, dimension)),
  );
  const totals = await readTotals(database.prisma, snapshot.id);
  const countries = await readPlaces(database.prisma, snapshot.id, 'country', PLACES_SHOWN);
  const customer = dimensions.find(({ dimension }) => dimension.key === 'customer')?.distribution ?? [];
  return {
    snapshot,
    users: snapshot.users,
    totalRevenue: totals.revenue,
    averageRevenuePerUser: totals.averageRevenue,
    dimensions,
    countries,
    topCountry: countries.find(({ place }) => place !== null)?.place ?? null,
    topRevenueSegment: largestRevenue(customer),
  };
}

async function insightOf(
  database: Database,
  catalogue: SegmentCatalogue,
  dimension: SegmentDimension,
): Promise<DimensionInsight> {
  const distribution = await summaries(database, catalogue, dimension.key);
  return { dimension, distribution, dominant: dominantOf(distribution) };
}

/** Most users first; among equals the rule set's order. */
function dominantOf(distribution: readonly SegmentSummary[]): Segment | null {
  const populated = distribution.filter(({ users }) => users > 0);
  const telling = populated.filter(({ segment }) => !segment.residual);
  const candidates = telling.length > 0 ? telling : populated;
  const most = Math.max(...candidates.map(({ users }) => users));
  return candidates.find(({ users }) => users === most)?.segment ?? null;
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
