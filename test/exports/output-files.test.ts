// The four output files of a published shop, against the oracle: columns in their order, rows in theirs, every number.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import Papa from 'papaparse';
import { beforeAll, describe, expect, it } from 'vitest';
import { writeOutputFiles } from '../../src/exports/service.ts';
import { freshDatabase } from '../support/database.ts';
import type { OracleResult } from '../support/oracle/evaluate.ts';
import { userColumns } from '../support/oracle/segment-user.ts';
import { COLUMN_OF, type DimensionKey, publishShop, sampleShop } from '../support/sample-shop.ts';
import { withFolder } from '../support/shop.ts';

type Row = Record<string, string>;

let oracle: OracleResult;
let files: Record<string, string>;

beforeAll(async () => {
  const database = await freshDatabase();
  oracle = await publishShop(database, sampleShop(60, 20_261_122));
  files = await withFolder(async (folder) => {
    await writeOutputFiles(database, folder);
    const names = (await readdir(folder)).toSorted();
    const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
    return Object.fromEntries(names.map((name, at) => [name, texts[at] as string]));
  });
});

function read(name: string): { columns: string[]; rows: Row[] } {
  const { data, meta } = Papa.parse<Row>(files[name] as string, { header: true, skipEmptyLines: true });
  return { columns: meta.fields ?? [], rows: data };
}

describe('the output files', () => {
  it('are four', () => {
    expect(Object.keys(files)).toEqual([
      'comprehensive_user_segments.csv',
      'customer_segment_summary.csv',
      'engagement_segment_summary.csv',
      'segment_insights.json',
    ]);
  });

  it('have the columns of the users in their order, a dimension added as data after all others', () => {
    const { columns, rows } = read('comprehensive_user_segments.csv');
    expect(columns).toEqual([...userColumns]);
    expect(columns.at(-1)).toBe('rfm');
    expect(rows).toEqual([...oracle.users.values()]);
  });

  it('sum up the engagement and the customer segments', () => {
    const bySegment = (rows: readonly Row[]) => rows.toSorted((a, b) => (a.segment! < b.segment! ? -1 : 1));
    const engagement = read('engagement_segment_summary.csv');
    expect(engagement.rows.map(readNumbers)).toEqual(oracle.summaries.engagement_segment.map(readNumbers));
    expect(engagement.columns).toEqual(Object.keys(oracle.summaries.engagement_segment[0] as object));
    const customer = read('customer_segment_summary.csv');
    expect(bySegment(customer.rows).map(readNumbers)).toEqual(
      bySegment(oracle.summaries.customer_segment).map(readNumbers),
    );
  });

  it('tell the insights of every dimension', () => {
    const insights = JSON.parse(files['segment_insights.json'] as string);
    const said = oracle.insights;
    expect(insights).toMatchObject({
      users: oracle.users.size,
      total_revenue: said.totalRevenue,
      average_revenue_per_user: said.averageRevenuePerUser,
      top_traffic_source: said.topTrafficCategory,
      top_primary_source: said.topPrimarySource,
      top_country: said.topCountry,
      top_us_region: said.topUsRegion,
      top_revenue_segment: { segment: said.topRevenueSegment },
    });
    expect(Object.keys(insights.dimensions)).toEqual(Object.keys(COLUMN_OF));
    for (const [key, column] of Object.entries(COLUMN_OF)) {
      const { dominant, distribution } = insights.dimensions[key as DimensionKey];
      expect(dominant).toBe(said.dominant[column]);
      const counts = distribution.map((row: { segment: string; users: number }) => [row.segment, row.users]);
      expect(new Map(counts)).toEqual(
        new Map(said.distributions[column].map(({ value, users }) => [value, users])),
      );
    }
  });
});

/** Shares and averages are numbers in one way of writing or another. */
function readNumbers(row: Readonly<Record<string, string>>): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(row).map(([name, text]) => [name, name === 'segment' ? text : Number(text)]),
  );
}
