// Whatever the filter: the count, the walked list, the summary, and the sums over summaries and breakdowns are of the same
// users, and these are the users whom the filter's meaning names, on one snapshot, while imports and runs go on.
import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import { DEFAULT_RULE_SET } from '../../src/rules/default-rule-set.ts';
import { type Api, buildApi } from '../support/api.ts';
import { filters } from '../support/filters/generator.ts';
import { type Filter, letThrough } from '../support/filters/judge.ts';
import { type People, peopleOf } from '../support/filters/people.ts';
import { type ImportFile, splitAndShuffle } from '../support/histories.ts';
import { importShop, sampleShop } from '../support/sample-shop.ts';
import { importRows, recompute } from '../support/shop.ts';

const RUNS = Number(process.env.STRATA_FILTER_RUNS ?? 15);
const USERS = 40;

const DIMENSIONS = new Map(
  DEFAULT_RULE_SET.dimensions.map(({ key, segments, otherwise }) => [
    key,
    [...segments, otherwise].map((segment) => segment.key),
  ]),
);

const QUERY = `query ($filter: UserFilter, $snapshot: ID, $by: [String!]!, $dimension: String!, $first: Int, $after: String) {
  users(filter: $filter, snapshot: $snapshot, first: $first, after: $after) {
    totalCount
    summary { users totalRevenue transactions }
    nodes { externalId }
    pageInfo { hasNextPage endCursor }
    snapshot { id }
  }
  breakdown(by: $by, filter: $filter, snapshot: $snapshot) { users share transactions segments { dimension } }
  summaries(dimension: $dimension, filter: $filter, snapshot: $snapshot) { users transactions }
}`;

interface Sums {
  readonly users: number;
  readonly transactions: number;
}

interface Answer {
  readonly users: {
    readonly totalCount: number;
    readonly summary: Sums & { readonly totalRevenue: string };
    readonly nodes: readonly { readonly externalId: string }[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
    readonly snapshot: { readonly id: string };
  };
  readonly breakdown: readonly Sums[];
  readonly summaries: readonly Sums[];
}

let api: Api;
const known = new Map<string, Promise<People>>();

beforeAll(async () => {
  api = await buildApi();
  const shop = sampleShop(USERS, 4);
  await importShop(api.database, shop);
  await recompute(api.database, shop.asOf);
});

async function newestSnapshot(): Promise<string> {
  return (await api.data<{ snapshot: { id: string } }>('{ snapshot { id } }')).snapshot.id;
}

function peopleAt(snapshot: string): Promise<People> {
  const people = known.get(snapshot) ?? peopleOf(api.database, Number(snapshot));
  known.set(snapshot, people);
  return people;
}

const sumOf = (rows: readonly Sums[]): Sums => ({
  users: rows.reduce((sum, { users }) => sum + users, 0),
  transactions: rows.reduce((sum, { transactions }) => sum + transactions, 0),
});

async function walked(variables: object, answer: Answer, first: number): Promise<string[]> {
  const ids = answer.users.nodes.map(({ externalId }) => externalId);
  for (let { pageInfo } = answer.users; pageInfo.hasNextPage; ) {
    const { users } = await api.data<Answer>(QUERY, { ...variables, first, after: pageInfo.endCursor });
    ids.push(...users.nodes.map(({ externalId }) => externalId));
    pageInfo = users.pageInfo;
  }
  return ids;
}

interface Question {
  readonly filter: Filter;
  readonly by: readonly string[];
  readonly dimension: string;
  readonly first: number;
}

async function expectAgreement({ filter, by, dimension, first }: Question): Promise<void> {
  const snapshot = await newestSnapshot();
  const expected = letThrough(filter, await peopleAt(snapshot));
  const variables = { filter, snapshot, by, dimension };
  const answer = await api.data<Answer>(QUERY, { ...variables, first });
  const { totalCount, summary } = answer.users;
  expect((await walked(variables, answer, first)).sort()).toEqual(expected);
  expect(answer.users.snapshot.id).toBe(snapshot);
  expect([totalCount, summary.users]).toEqual([expected.length, expected.length]);
  const { totalRevenue: _, ...sums } = summary;
  expect(sumOf(answer.breakdown)).toEqual(sums);
  expect(sumOf(answer.summaries)).toEqual(sums);
}

/** One file after another, and a run behind each, until `stop` is aborted. */
async function keepChanging(files: readonly ImportFile[], stop: AbortSignal): Promise<number> {
  let runs = 0;
  for (const { kind, rows } of files) {
    if (stop.aborted) break;
    await importRows(api.database, kind, rows);
    await recompute(api.database, undefined, 'incremental');
    runs++;
  }
  return runs;
}

it(`count, list, summary, breakdown and meaning agree, over ${RUNS} generated filters`, async () => {
  const { people } = await peopleAt(await newestSnapshot());
  const question = fc.record({
    filter: filters({
      dimensions: DIMENSIONS,
      people,
      signals: DEFAULT_RULE_SET.signals.map(({ key }) => key),
    }),
    by: fc.shuffledSubarray([...DIMENSIONS.keys()], { minLength: 1, maxLength: 3 }),
    dimension: fc.constantFrom(...DIMENSIONS.keys()),
    first: fc.constantFrom(7, 500),
  });
  const later = fc.sample(splitAndShuffle(sampleShop(USERS, 9)), { seed: 1, numRuns: 20 }).flat();
  const stop = new AbortController();
  const changing = keepChanging(later, stop.signal);
  await fc.assert(fc.asyncProperty(question, expectAgreement), { numRuns: RUNS }).finally(() => stop.abort());
  expect(await changing).toBeGreaterThan(0);
}, 3_600_000);
