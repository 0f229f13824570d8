// What the users of a snapshot that a filter lets through amount to, by the segments of up to three dimensions or all
// together: from the sums of combinations where these answer, else from the states. Exact either way.
import type { Database } from '../db/database.ts';
import { BadInputError } from '../errors.ts';
import type { UserFilter } from '../filters/user-filter.ts';
import { type Cell, cellsOf } from './cells.ts';
import { type Part, type Sums, sumsOfCells, sumsOfStates } from './queries.ts';
import { requireDimension, type Segment, type SegmentCatalogue, type SegmentDimension } from './service.ts';

export interface BreakdownRow extends Sums {
  /** One of each dimension asked for, in the order asked for. */
  readonly segments: readonly Segment[];
}

const MOST_DIMENSIONS = 3;
/** A larger table is no table for people, and would take its time to be read from states. */
const MOST_ROWS = 10_000;

export const NOBODY: Sums = {
  users: 0,
  share: 0,
  totalRevenue: '0.00',
  averageRevenue: '0.00',
  averageEngagementScore: 0,
  transactions: 0,
};

/** By the numbers of segments, as `1,5`; combinations without users are absent. */
export async function sumsBy(
  database: Database,
  catalogue: SegmentCatalogue,
  by: readonly SegmentDimension[],
  filter: UserFilter | null,
): Promise<ReadonlyMap<string, Sums>> {
  const cells = cellsOf(catalogue, by, filter);
  if (cells) return sumsFrom(database, catalogue, cells);
  const places = by.map((dimension) => catalogue.dimensions.indexOf(dimension) + 1);
  return sumsOfStates(database.read, catalogue, places, filter);
}

async function sumsFrom(
  { read }: Database,
  { snapshotId }: SegmentCatalogue,
  cells: readonly Cell[],
): Promise<Map<string, Sums>> {
  const numbers = new Map<string, number>();
  const parts: Part[] = cells.map(({ segmentIds, group }) => {
    const into = numbers.get(group.join()) ?? numbers.size;
    numbers.set(group.join(), into);
    return { segmentIds, into };
  });
  const sums = await sumsOfCells(read, snapshotId, parts);
  return new Map(
    [...numbers].flatMap(([key, into]) => (sums.has(into) ? [[key, sums.get(into) as Sums]] : [])),
  );
}

/** All of them together. */
export async function summaryOf(
  database: Database,
  catalogue: SegmentCatalogue,
  filter: UserFilter | null,
): Promise<Sums> {
  return (await sumsBy(database, catalogue, [], filter)).get('') ?? NOBODY;
}

/** How many users the filter lets through, where sums of combinations tell; null where only the states do. */
export async function rolledUpCount(
  database: Database,
  catalogue: SegmentCatalogue,
  filter: UserFilter | null,
): Promise<number | null> {
  const cells = cellsOf(catalogue, [], filter);
  if (!cells) return null;
  return (await sumsFrom(database, catalogue, cells)).get('')?.users ?? 0;
}

/** A row for each combination that has users, in the rule set's order; throws a BadInputError for illegal dimensions. */
export async function breakdown(
  database: Database,
  catalogue: SegmentCatalogue,
  keys: readonly string[],
  filter: UserFilter | null,
): Promise<BreakdownRow[]> {
  const by = requireDimensions(catalogue, keys);
  const sums = await sumsBy(database, catalogue, by, filter);
  return combinationsOf(by).flatMap((segments) => {
    const found = sums.get(segments.map(({ id }) => id).join());
    return found ? [{ segments, ...found }] : [];
  });
}

function combinationsOf(by: readonly SegmentDimension[]): Segment[][] {
  return by.reduce<Segment[][]>(
    (rows, { segments }) => rows.flatMap((row) => segments.map((segment) => [...row, segment])),
    [[]],
  );
}

function requireDimensions(catalogue: SegmentCatalogue, keys: readonly string[]): SegmentDimension[] {
  if (keys.length === 0 || keys.length > MOST_DIMENSIONS)
    throw new BadInputError(`by: expected 1 to ${MOST_DIMENSIONS} dimensions, got ${keys.length}.`);
  const by = keys.map((key, at) => requireDimension(catalogue, key, `by[${at}]`));
  const twice = keys.find((key, at) => keys.indexOf(key) !== at);
  if (twice !== undefined)
    throw new BadInputError(`by: expected different dimensions, got "${twice}" twice.`);
  const rows = by.reduce((product, { segments }) => product * segments.length, 1);
  if (rows <= MOST_ROWS) return by;
  throw new BadInputError(
    `by: ${rows} combinations of segments are too many for a table; expected dimensions of at most ${MOST_ROWS} together.`,
  );
}
