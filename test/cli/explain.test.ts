// strata explain: a tree for people, a document for programs, one sentence for whom there is not.
import { beforeAll, describe, expect, it } from 'vitest';
import { explanationLines } from '../../src/cli/explanation-lines.ts';
import type { Database } from '../../src/db/database.ts';
import { runCli } from '../support/cli.ts';
import { runHere } from '../support/cli-here.ts';
import { freshDatabase } from '../support/database.ts';
import { useFolder } from '../support/import-text.ts';
import { importRows, recompute } from '../support/shop.ts';

const folder = useFolder();
let database: Database;

beforeAll(async () => {
  database = await freshDatabase();
  const order = (id: string, revenue: string) => ({
    Transaction_ID: id,
    Date: '2024-01-01T10:00:00Z',
    Item_revenue: revenue,
    user_pseudo_id: 'ana',
  });
  await importRows(database, 'transactions', [order('t1', '20')]);
  await recompute(database, '2024-01-02');
  await importRows(database, 'transactions', [order('t2', '600')]);
  await recompute(database, '2024-01-03', 'incremental');
});

const options = () => ({ cwd: folder.path, databaseUrl: database.url });
const explain = (...args: string[]) => runHere(['explain', ...args], options());

describe('strata explain', () => {
  it('prints the rules that were tried with what was observed, in plain text where it is no terminal', async () => {
    const args = ['explain', 'ana', '--dimension', 'customer', '--snapshot', '1'];
    const { code, stdout, stderr } = await runCli(args, options());
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout.split('\n')).toEqual([
      'User ana (id 1) in snapshot 1, as of 2024-01-02T00:00:00Z, by rule set 1',
      'Time alone can next change something at 2024-01-09T10:00:00Z.',
      '',
      'Customer segment (customer): At-Risk Customer, priority 4',
      '  no  High-Value Customer: revenue >= 500 and transactions >= 2',
      '      no  Revenue: 20 >= 500',
      '      no  Transactions: 1 >= 2',
      '  no  Loyal Customer: score.engagement >= 70 and transactions >= 1',
      '      no  Engagement score: 20 >= 70',
      '      yes Transactions: 1 >= 1',
      '  no  High-Potential Customer: score.engagement >= 60 and transactions = 0',
      '      no  Engagement score: 20 >= 60',
      '      no  Transactions: 1 = 0',
      '  yes At-Risk Customer: transactions >= 1 and score.engagement <= 30',
      '      yes Transactions: 1 >= 1',
      '      yes Engagement score: 20 <= 30',
      '  not tried: New Customer, Casual Browser',
      '  2024-01-02T00:00:00Z  (none) -> At-Risk Customer  (run 1, full)',
      '',
      'Engagement score (engagement): 20',
      '    20  Transactions: 1 (>= 1)',
      '     0  Average session duration: 0 (otherwise)',
      '     0  Average events a session: 0 (otherwise)',
      '     0  Sessions: 0 (otherwise)',
      '',
    ]);
  });

  it('prints every dimension and score of the newest snapshot, and finds a user by either id', async () => {
    const [byExternalId, byId] = await Promise.all([explain('ana'), explain('1')]);
    expect(byExternalId.stdout).toBe(byId.stdout);
    expect(byId.stdout).toContain('Customer segment (customer): High-Value Customer, priority 1\n');
    expect(byId.stdout).toContain(
      '2024-01-03T00:00:00Z  At-Risk Customer -> High-Value Customer  (run 2, incremental)',
    );
    expect(byId.stdout).toContain('      no  Age as given: unknown, is one of 18-24\n');
    expect(byId.stdout).toContain('  yes Unknown: everyone else\n');
    expect(byId.stdout).toContain('\nRecency (recency): 5\n     5  Days since the last order: 1 (<= 7)\n');
  });

  it('prints a document with --json', async () => {
    const { code, stdout } = await explain('ana', '--json', '--dimension', 'customer');
    expect(code).toBe(0);
    const document = JSON.parse(stdout);
    expect(document).toMatchObject({
      user: { id: '1', externalId: 'ana' },
      snapshot: { id: 2, asOf: '2024-01-03T00:00:00.000000Z', ruleSetVersion: 1 },
      nextChangeAt: '2024-01-09T10:00:00.000000Z',
      dimensions: [
        {
          key: 'customer',
          segment: { key: 'High-Value Customer', priority: 1 },
          history: [
            { from: 'At-Risk Customer', to: 'High-Value Customer', snapshot: 2, run: 2 },
            { from: null, to: 'At-Risk Customer', snapshot: 1, run: 1 },
          ],
        },
      ],
    });
    expect(document.dimensions[0].rules[0].lines[1].test).toEqual({
      feature: 'revenue',
      label: 'Revenue',
      operator: 'gte',
      threshold: '500',
      observed: '620',
      holds: true,
    });
  });

  it.each([
    [['bob'], 'strata: Snapshot 2 has no user "bob", neither by the shop\'s id nor by Strata\'s.\n'],
    [
      ['ana', '--dimension', 'size'],
      /^strata: dimension: unknown dimension "size"; expected one of customer, /,
    ],
    [['ana', '--snapshot', '9'], 'strata: The snapshot 9 is not kept (any more). Start again without it.\n'],
  ])('of %j ends with 1 and says why', async (args, message) => {
    const { code, stdout, stderr } = await explain(...args);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(message);
  });

  it.each([[[]], [['ana', '--snapshot', 'x']], [['ana', '--snapshot', '0']]])(
    'called as %j is wrong usage: 2',
    async (args) => {
      expect((await explain(...args)).code).toBe(2);
    },
  );
});

describe('the lines of an explanation', () => {
  const lineOf = (test: object, symbols = true) =>
    explanationLines(
      {
        user: { externalId: 'ana' },
        snapshot: { asOf: '2024-01-01T00:00:00.500000Z' },
        nextChangeAt: null,
        scores: [],
        dimensions: [
          {
            label: 'Shape',
            key: 'shape',
            segment: { key: 'Round', priority: null },
            history: [],
            rules: [
              {
                segment: 'Round',
                outcome: 'matched',
                condition: 'it is',
                lines: [
                  { depth: 0, kind: 'any', holds: true, test: null },
                  { depth: 1, kind: 'test', holds: true, test: { label: 'Colour', ...test } },
                  { depth: 1, kind: 'not', holds: false, test: null },
                ],
              },
            ],
          },
        ],
      } as unknown as Parameters<typeof explanationLines>[0],
      symbols,
    );

  it('have signs where the terminal takes them, and show each branch above what it is made of', () => {
    expect(lineOf({ operator: 'in', threshold: 'red, blue', observed: 'red' }).slice(3)).toEqual([
      'Shape (shape): Round',
      '  ✓ Round: it is',
      '      ✓ any of',
      '          ✓ Colour: red, is one of red, blue',
      '          ✗ none of',
    ]);
  });

  it.each([
    [{ operator: 'missing', threshold: 'true', observed: null }, 'Colour: unknown, is unknown'],
    [{ operator: 'missing', threshold: 'false', observed: 'red' }, 'Colour: red, is known'],
    [{ operator: 'hasAny', threshold: 'a, b', observed: 'b, c' }, 'Colour: b, c, has any of a, b'],
    [{ operator: 'hasAny', threshold: 'a', observed: '' }, 'Colour: none, has any of a'],
    [{ operator: 'lt', threshold: '5', observed: '4' }, 'Colour: 4 < 5'],
  ])('say %j as %s', (test, text) => {
    expect(lineOf(test, false)[6]).toBe(`          yes ${text}`);
  });

  it('say when nothing will change by time', () => {
    expect(lineOf({}).slice(0, 2)).toEqual([
      'User ana (id undefined) in snapshot undefined, as of 2024-01-01T00:00:00.5Z, by rule set undefined',
      'Time alone will change nothing.',
    ]);
  });
});
