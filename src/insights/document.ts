// Insights as a plain document: what `strata insights --json` prints and `segment_insights.json` holds.
import type { SegmentSummary } from '../segments/service.ts';
import type { DimensionInsight, Insights } from './service.ts';

export function insightsDocument(insights: Insights): object {
  const { snapshot, dimensions } = insights;
  const top = (key: string): string | null =>
    dimensions.find(({ dimension }) => dimension.key === key)?.top?.key ?? null;
  const customer = dimensions.find(({ dimension }) => dimension.key === 'customer')?.distribution ?? [];
  return {
    snapshot: {
      id: snapshot.id,
      as_of: snapshot.asOf,
      computed_at: snapshot.computedAt,
      rule_set_version: snapshot.ruleSetVersion,
    },
    users: insights.users,
    total_revenue: insights.totalRevenue,
    average_revenue_per_user: insights.averageRevenuePerUser,
    dimensions: Object.fromEntries(
      dimensions.map((insight) => [insight.dimension.key, dimensionDocument(insight)]),
    ),
    countries: insights.countries.map(({ place, users, share }) => ({
      country: place ?? 'Unknown',
      users,
      share,
    })),
    top_traffic_source: top('traffic_source'),
    top_primary_source: top('primary_source'),
    top_country: insights.topCountry ?? (insights.users > 0 ? 'Unknown' : null),
    top_us_region: top('us_region'),
    revenue_by_customer_segment: Object.fromEntries(
      customer.map(({ segment, totalRevenue }) => [segment.key, totalRevenue]),
    ),
    top_revenue_segment: insights.topRevenueSegment && {
      segment: insights.topRevenueSegment.segment.key,
      total_revenue: insights.topRevenueSegment.totalRevenue,
    },
  };
}

function dimensionDocument({ dimension, distribution, dominant, top }: DimensionInsight): object {
  return {
    label: dimension.label,
    dominant: dominant?.key ?? null,
    top: top?.key ?? null,
    distribution: distribution.map(summaryDocument),
  };
}

function summaryDocument({
  segment,
  users,
  share,
  totalRevenue,
  averageRevenue,
  averageEngagementScore,
  transactions,
}: SegmentSummary): object {
  return {
    segment: segment.key,
    users,
    share,
    total_revenue: totalRevenue,
    average_revenue: averageRevenue,
    average_engagement_score: averageEngagementScore,
    transactions,
  };
}
