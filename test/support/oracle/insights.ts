// Section 11's insights over the whole snapshot: distributions, dominant values, tops and revenue.
// Ties go to the rule set's order; for countries, which have none, to the one that sorts first. null with no users.

import { compare, type Decimal, fixed, sum } from './decimal.ts';
import { ageGroups, genders, incomes } from './demographics.ts';
import { customerSegments, engagementSegments } from './engagement.ts';
import { rfmSegments } from './rfm.ts';
import type { OracleUser, SegmentedUser } from './segment-user.ts';
import { share } from './summaries.ts';
import { compareBytes } from './text.ts';
import { primarySources, trafficCategories } from './traffic.ts';
import { usRegions } from './us-regions.ts';

/** The values of each dimension, in the rule set's order. */
export const dimensions = {
  engagement_segment: engagementSegments,
  customer_segment: customerSegments.map(([segment]) => segment),
  age_group: ageGroups,
  gender: genders,
  income_bracket: incomes,
  traffic_source_category: trafficCategories,
  primary_source: primarySources,
  us_region: usRegions,
  rfm: rfmSegments,
} as const satisfies Partial<Record<keyof OracleUser, readonly string[]>>;

export type Dimension = keyof typeof dimensions;
export type Count = { readonly value: string; readonly users: number; readonly share: string };

export type Insights = {
  readonly distributions: Readonly<Record<Dimension, Count[]>>;
  readonly dominant: Readonly<Record<Dimension, string | null>>;
  readonly topTrafficCategory: string | null;
  readonly topPrimarySource: string | null;
  readonly topCountry: string | null;
  readonly topUsRegion: string | null;
  readonly totalRevenue: string;
  readonly averageRevenuePerUser: string;
  readonly revenueByCustomerSegment: ReadonlyArray<{ readonly segment: string; readonly revenue: string }>;
  readonly topRevenueSegment: string | null;
};

export function insightsOf(users: readonly SegmentedUser[]): Insights {
  const names = Object.keys(dimensions) as Dimension[];
  const distributions = Object.fromEntries(
    names.map((name) => [name, distribution(users, name, dimensions[name])]),
  ) as Record<Dimension, Count[]>;
  const dominant = Object.fromEntries(
    names.map((name) => [name, mostFrequent(distributions[name], 'Unknown')]),
  ) as Record<Dimension, string | null>;
  const countries = [...new Set(users.map((user) => user.row.country))].toSorted(compareBytes);
  const revenue = sum(users.map((user) => user.revenue));
  const bySegment = dimensions.customer_segment.map((segment) => {
    const members = users.filter((user) => user.row.customer_segment === segment);
    return { segment, users: members.length, revenue: sum(members.map((user) => user.revenue)) };
  });
  return {
    distributions,
    dominant,
    topTrafficCategory: topOf(distributions.traffic_source_category, 'Other'),
    topPrimarySource: topOf(distributions.primary_source, 'Other'),
    topCountry: topOf(distribution(users, 'country', countries), 'Unknown'),
    topUsRegion: topOf(distributions.us_region, 'Other'),
    totalRevenue: fixed(revenue, 2),
    averageRevenuePerUser: fixed(revenue, 2, BigInt(Math.max(users.length, 1))),
    revenueByCustomerSegment: bySegment.map((row) => ({
      segment: row.segment,
      revenue: fixed(row.revenue, 2),
    })),
    topRevenueSegment: largest(bySegment.filter((row) => row.users > 0)),
  };
}

function distribution(
  users: readonly SegmentedUser[],
  column: keyof OracleUser,
  values: readonly string[],
): Count[] {
  return values.map((value) => {
    const count = users.filter((user) => user.row[column] === value).length;
    return { value, users: count, share: share(count, users.length) };
  });
}

function mostFrequent(counts: readonly Count[], except: string): string | null {
  const candidates = counts.filter((count) => count.value !== except && count.users > 0);
  return candidates.toSorted((left, right) => right.users - left.users)[0]?.value ?? null;
}

function topOf(counts: readonly Count[], lastResort: string): string | null {
  return mostFrequent(counts, lastResort) ?? mostFrequent(counts, '');
}

/** Takes only segments with users: the 0 of an empty one must not beat a segment that lost money. */
function largest(rows: ReadonlyArray<{ segment: string; revenue: Decimal }>): string | null {
  return rows.toSorted((left, right) => compare(right.revenue, left.revenue))[0]?.segment ?? null;
}
