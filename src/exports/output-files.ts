// The four output files of a snapshot. Each is written beside its name and renamed when whole, so that a file
// that is there is complete.
import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import Papa from 'papaparse';
import { copyOut } from '../db/copy.ts';
import type { Database } from '../db/database.ts';
import { withConnection } from '../db/pool.ts';
import { insightsDocument, insightsOf } from '../insights/service.ts';
import { type SegmentCatalogue, segmentCatalogue, summaries } from '../segments/service.ts';
import { requireSnapshot, type Snapshot } from '../snapshots/service.ts';
import { usersCopy } from './queries/output-files.ts';

const SUMMARY_FILES = {
  engagement: 'engagement_segment_summary.csv',
  customer: 'customer_segment_summary.csv',
} as const;

export interface WrittenFiles {
  readonly snapshot: Snapshot;
  readonly paths: readonly string[];
}

/** Writes the four files of the newest snapshot into `directory`; all of them are of that one snapshot. */
export async function writeOutputFiles(database: Database, directory: string): Promise<WrittenFiles> {
  const snapshot = await requireSnapshot(database);
  const catalogue = await segmentCatalogue(database, snapshot);
  await mkdir(directory, { recursive: true });
  const insights = JSON.stringify(insightsDocument(await insightsOf(database, snapshot, catalogue)), null, 2);
  const paths = [
    await whole(join(directory, 'comprehensive_user_segments.csv'), (path) =>
      writeUsers(database, catalogue, path),
    ),
    await whole(join(directory, 'segment_insights.json'), (path) => writeFile(path, `${insights}\n`)),
  ];
  for (const [dimension, file] of Object.entries(SUMMARY_FILES)) {
    const text = await summaryCsv(database, catalogue, dimension);
    paths.push(await whole(join(directory, file), (path) => writeFile(path, text)));
  }
  return { snapshot, paths };
}

async function whole(path: string, write: (path: string) => Promise<void>): Promise<string> {
  const unfinished = `${path}.part`;
  try {
    await write(unfinished);
    await rename(unfinished, path);
    return path;
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}

function writeUsers(
  database: Database,
  { snapshotId, dimensions }: SegmentCatalogue,
  path: string,
): Promise<void> {
  return withConnection(database.pool, (connection) =>
    copyOut(connection, usersCopy(snapshotId, dimensions), createWriteStream(path)),
  );
}

async function summaryCsv(
  database: Database,
  catalogue: SegmentCatalogue,
  dimension: string,
): Promise<string> {
  const rows = (await summaries(database, catalogue, dimension)).map((summary) => ({
    segment: summary.segment.key,
    users: summary.users,
    share: summary.share,
    total_revenue: summary.totalRevenue,
    average_revenue: summary.averageRevenue,
    average_engagement_score: summary.averageEngagementScore,
    transactions: summary.transactions,
  }));
  return `${Papa.unparse(rows, { newline: '\n' })}\n`;
}
