// A filtered, sorted page of 50 users with its exact count, asked of Strata and of PostGraphile 5 over the same tables,
// in turn, some seconds at a time.
import { isDeepStrictEqual } from 'node:util';
import { segmentCatalogue } from '../../../src/segments/service.ts';
import { requireSnapshot } from '../../../src/snapshots/service.ts';
import { count, printHeading, printValues } from '../figures.ts';
import { askOnce, type Bench, printServed, ratio, type Served, type Server, serve } from './measure.ts';
import { postGraphilePage, strataPage } from './operations.ts';

/** From rare to frequent, from large revenues to small ones. */
const SEGMENTS = [
  ['customer', 'High-Value Customer'],
  ['engagement', 'Cart Abandoner'],
  ['gender', 'Female'],
] as const;

export async function benchPages(bench: Bench, postGraphile: Server): Promise<void> {
  const { database, connections } = bench;
  const snapshot = await requireSnapshot(database);
  const { dimensions, sizes } = await segmentCatalogue(database, snapshot);
  printHeading(
    `A page of 50 by revenue, of ${count(snapshot.users)} users, with its exact count, ${connections} connections`,
  );
  for (const [dimension, key] of SEGMENTS) {
    const segment = dimensions.find((one) => one.key === dimension)?.segments.find((one) => one.key === key);
    if (!segment) throw new Error(`There is no segment ${dimension}/${key}.`);
    console.log(`  ${key}: ${count(sizes.get(segment.id) ?? 0)} users`);
    await comparePages(bench, postGraphile, strataPage(segment), postGraphilePage(segment, snapshot.id));
  }
}

async function comparePages(bench: Bench, postGraphile: Server, ours: object, theirs: object): Promise<void> {
  await requireSamePage(bench.strata, ours, postGraphile, theirs);
  const strata: Served[] = [];
  const other: Served[] = [];
  for (let round = 0; round < bench.rounds; round++) {
    strata.push(await serve(bench, bench.strata, ours));
    other.push(await serve(bench, postGraphile, theirs));
  }
  printServed('  Strata', strata);
  printServed('  PostGraphile', other);
  const more = ratio(strata, other, 'perSecond');
  printValues('  requests a second, of PostGraphile', [more], 'times', { is: 'over 1', met: more > 1 });
  const slower = ratio(strata, other, 'p99Ms');
  printValues('  99 of 100 within, of PostGraphile', [slower], 'times', { is: 'under 1', met: slower < 1 });
}

interface Page {
  readonly totalCount: number;
  readonly nodes: readonly { readonly id: string; readonly externalId: string }[];
}

/** Throws where the servers do not answer with the same users in the same order, and the same count. */
async function requireSamePage(
  strata: Server,
  ours: object,
  postGraphile: Server,
  theirs: object,
): Promise<void> {
  const { users } = await askOnce<{ users: Page }>(strata, ours);
  const { allUserStates } = await askOnce<{ allUserStates: Page }>(postGraphile, theirs);
  const [one, other] = [users, allUserStates].map(({ totalCount, nodes }) => ({
    totalCount,
    users: nodes.map(({ id, externalId }) => [id, externalId]),
  }));
  if (!isDeepStrictEqual(one, other))
    throw new Error('Strata and PostGraphile answer with other users or counts.');
}
