// How many statements a query takes: never more for more users, segments or dimensions.
import { beforeAll, describe, expect, it } from 'vitest';
import { type Api, buildApi } from '../support/api.ts';
import { publishShop, sampleShop } from '../support/sample-shop.ts';

let api: Api;
beforeAll(async () => {
  api = await buildApi();
  await publishShop(api.database, sampleShop(60, 5));
});

async function countOf(query: string): Promise<number> {
  return (await api.statementsOf(() => api.data(query))).length;
}

const users = (first: number) => `{ users(first: ${first}) {
  totalCount pageInfo { endCursor } snapshot { id }
  edges { node { externalId email segments { key users } segment(dimension: "age") { key users } } }
} }`;

describe('the number of statements', () => {
  it('is the same for a page of 1 user and of 50', async () => {
    expect((await api.data<{ users: { edges: unknown[] } }>(users(50))).users.edges).toHaveLength(50);
    expect(await countOf(users(50))).toBe(await countOf(users(1)));
  });

  it('is 5 for a page: key, snapshot, rule set, segments, users', async () => {
    const statements = await api.statementsOf(() =>
      api.data('{ users(first: 10) { nodes { id segments { key } } } }'),
    );
    expect(statements).toHaveLength(5);
    expect(statements.filter((text) => text.includes('/* users.page */'))).toHaveLength(1);
  });

  it('grows by one for the users of every segment of every dimension, and by none for a second look', async () => {
    const alone = await countOf('{ dimensions { segments { key } } }');
    expect(await countOf('{ dimensions { segments { users } } }')).toBe(alone + 1);
    const twice = '{ dimensions { segments { users } } segments(dimension: "age") { key users } }';
    expect(await countOf(twice)).toBe(alone + 1);
  });

  it('is the same for the insights of one dimension and of all of them', async () => {
    const statements = await api.statementsOf(() =>
      api.data(
        '{ insights { dimensions { dominant { key users } distribution { users segment { users } } } } }',
      ),
    );
    expect(statements.filter((text) => text.includes('/* segments.rolled_up */'))).toHaveLength(2);
    expect(statements).toHaveLength(8);
  });

  it('is without a write: what only reads can be served by a database that only reads', async () => {
    const statements = await api.statementsOf(() =>
      api.data(
        '{ me { role } snapshot { id } users { totalCount nodes { id } } insights { users } summaries(dimension: "age", filter: {}) { users } }',
      ),
    );
    expect(statements.length).toBeGreaterThan(5);
    expect(statements.filter((text) => !/^(\/\*.*?\*\/\s*)?(select|with)\b/i.test(text))).toEqual([]);
  });
});
