// strata insights: the report of the newest snapshot, for people or as JSON.
import { Command } from 'commander';
import type { Database } from '../db/database.ts';
import { type Insights, insightsDocument, insightsOf } from '../insights/service.ts';
import { type SegmentSummary, segmentCatalogue } from '../segments/service.ts';
import { requireSnapshot } from '../snapshots/service.ts';
import { count, money, percent, print, printJson } from './output.ts';
import { withDatabase } from './session.ts';

const WIDTH = 56;

export const insightsCommand = new Command('insights')
  .description('Print how users divide into segments, and what they are worth, in the newest snapshot.')
  .option('--json', 'print the structure as JSON')
  .action((options: { json?: boolean }) =>
    withDatabase(async (database) => {
      const insights = await newestInsights(database);
      if (options.json) printJson(insightsDocument(insights));
      else printInsights(insights);
    }),
  );

export async function printNewestInsights(database: Database): Promise<void> {
  printInsights(await newestInsights(database));
}

async function newestInsights(database: Database): Promise<Insights> {
  const snapshot = await requireSnapshot(database);
  return insightsOf(database, snapshot, await segmentCatalogue(database, snapshot));
}

function printInsights(insights: Insights): void {
  const { snapshot } = insights;
  print(
    `Insights: ${count(insights.users)} users, snapshot ${snapshot.id}, as of ${snapshot.asOf.replace(/\.000000Z$/, 'Z')}`,
  );
  for (const { dimension, distribution, top } of insights.dimensions) {
    print(`\n${heading(dimension.label, top ? `most: ${top.key}` : '')}`);
    for (const summary of distribution) print(segmentLine(summary));
  }
  print(`\n${heading('Countries', insights.topCountry ? `most: ${insights.topCountry}` : '')}`);
  for (const { place, users, share } of insights.countries.slice(0, 10)) {
    print(`  ${(place ?? 'Unknown').padEnd(28)}${count(users).padStart(14)}${percent(share).padStart(12)}`);
  }
  printRevenue(insights);
}

function printRevenue(insights: Insights): void {
  const top = insights.topRevenueSegment;
  print(`\n${heading('Revenue', top ? `most: ${top.segment.key}` : '')}`);
  const customer = insights.dimensions.find(({ dimension }) => dimension.key === 'customer');
  for (const { segment, totalRevenue } of customer?.distribution ?? []) {
    print(`  ${segment.key.padEnd(28)}${money(totalRevenue).padStart(14)}`);
  }
  print(`  ${'Total'.padEnd(28)}${money(insights.totalRevenue).padStart(14)}`);
  print(`  ${'A user on average'.padEnd(28)}${money(insights.averageRevenuePerUser).padStart(14)}`);
}

function heading(title: string, aside: string): string {
  return `${title}${aside.padStart(Math.max(WIDTH - title.length, aside.length + 2))}`;
}

function segmentLine({ segment, users, share }: SegmentSummary): string {
  return `  ${segment.key.padEnd(28)}${count(users).padStart(14)}${percent(share).padStart(12)}`;
}
