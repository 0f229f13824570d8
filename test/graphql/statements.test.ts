// The statements of each operation of `operations/`, committed beside it: a resolver that asks the database for more
// shows in review. They are as many for a page of 50 as for a page of 1. STRATA_UPDATE_STATEMENTS=1 writes them anew.
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_RULE_SET } from '../../src/rules/default-rule-set.ts';
import { saveDraft } from '../../src/rulesets/service.ts';
import { type Api, buildApi } from '../support/api.ts';
import { publishShop, sampleShop } from '../support/sample-shop.ts';

const FOLDER = join(import.meta.dirname, 'operations');
const OPERATIONS = globSync('*.graphql', { cwd: FOLDER })
  .map((file) => file.replace('.graphql', ''))
  .sort();
const ADVICE =
  'If other statements are meant, write them anew with "STRATA_UPDATE_STATEMENTS=1 npx vitest run test/graphql/statements.test.ts" and review the difference';

let api: Api;
beforeAll(async () => {
  api = await buildApi();
  await publishShop(api.database, sampleShop(60, 5));
  for (const note of ['a', 'b', 'c'])
    await saveDraft(api.database, { document: DEFAULT_RULE_SET, createdBy: 'test', note });
});

/** In one order, whichever came first; parameters are not part of a text. */
async function statementsOf(operation: string, first: number): Promise<string[]> {
  const query = readFileSync(join(FOLDER, `${operation}.graphql`), 'utf8');
  const variables = query.includes('$first') ? { first } : {};
  const statements = await api.statementsOf(() => api.data(query, variables));
  return statements.map((text) => text.replace(/\s+$/gm, '').trim()).sort();
}

describe('an operation', () => {
  it('is in one of the files, for every kind of list', () => {
    expect(OPERATIONS.length).toBeGreaterThan(4);
  });

  it.each(OPERATIONS)(
    'makes the statements that are committed, as many for 50 as for 1: %s',
    async (operation) => {
      await statementsOf(operation, 50); // what a process keeps is read once
      const statements = await statementsOf(operation, 50);
      expect(await statementsOf(operation, 1)).toHaveLength(statements.length);
      const text = `${statements.join('\n\n')}\n`;
      const file = join(FOLDER, `${operation}.statements.txt`);
      if (process.env.STRATA_UPDATE_STATEMENTS === '1') writeFileSync(file, text);
      expect(text, ADVICE).toBe(readFileSync(file, 'utf8'));
    },
  );

  it('of readers makes no write: what only reads can be served by a database that only reads', async () => {
    const statements: string[] = [];
    for (const operation of OPERATIONS) statements.push(...(await statementsOf(operation, 5)));
    expect(statements.length).toBeGreaterThan(5);
    expect(statements.filter((text) => !/^(\/\*.*?\*\/\s*)?(select|with)\b/i.test(text))).toEqual([]);
  });

  it('shows a page of users in three statements: who asks, which snapshot, and the page', async () => {
    const query = '{ users(first: 10) { nodes { id segments { key } } pageInfo { endCursor } } }';
    const statements = await api.statementsOf(() => api.data(query));
    expect(statements.map((text) => /\/\* (\S+) \*\//.exec(text)?.[1])).toEqual([
      undefined,
      'snapshots.latest',
      'users.page',
    ]);
  });
});
