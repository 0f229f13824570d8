// An export in a process of its own, as a worker would have it, from its request to its manifest. Called as a script
// with the database's URL, the folder for exports, the request as JSON, and the id of an audience of few; prints JSON.
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { readConfig } from '../../../src/config.ts';
import { openDatabase } from '../../../src/db/database.ts';
import {
  doneParts,
  type Export,
  type ExportTerms,
  executeExport,
  filesOf,
  requestExport,
} from '../../../src/exports/service.ts';

export interface MeasuredExport {
  readonly seconds: number;
  readonly maxRssMb: number;
  readonly rows: number;
  readonly leftOut: Readonly<Record<string, number>>;
  readonly files: number;
  readonly bytes: number;
  readonly paths: readonly string[];
}

async function measure(
  databaseUrl: string,
  exportsDir: string,
  terms: ExportTerms,
  few: number,
): Promise<MeasuredExport> {
  const database = await openDatabase(readConfig({ DATABASE_URL: databaseUrl }));
  const exportWhole = async (asked: ExportTerms): Promise<Export> => {
    const request = { idempotencyKey: randomUUID(), requestedBy: 'benchmark', ...asked };
    const { exported } = await requestExport(database, request);
    const done = await executeExport(database, exported.exportId, { exportsDir });
    if (done.status !== 'succeeded') throw new Error(done.error ?? done.status);
    return done;
  };
  // A worker is long awake when it is asked for an export.
  const other = terms.campaign ? { campaign: `${terms.campaign} of few` } : {};
  await exportWhole({ ...terms, ...other, audienceId: few, rowsPerPart: 1 });
  const started = performance.now();
  const done = await exportWhole(terms);
  const seconds = (performance.now() - started) / 1000;
  const files = filesOf(done, await doneParts(database, done.exportId));
  await database.close();
  return {
    seconds,
    maxRssMb: process.resourceUsage().maxRSS / 1024,
    rows: Number(done.rows),
    leftOut: done.leftOut as Record<string, number>,
    files: files.length,
    bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
    paths: files.map(({ name }) => join(exportsDir, String(done.exportId), name)),
  };
}

if (import.meta.main) {
  const [databaseUrl = '', exportsDir = '', terms = '', few = ''] = process.argv.slice(2);
  console.log(JSON.stringify(await measure(databaseUrl, exportsDir, JSON.parse(terms), Number(few))));
}
