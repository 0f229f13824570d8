// strata rules as it is typed: what it prints, what it exits with, and what it has done.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { rulesCommand } from '../../src/cli/rules.ts';
import type { Database } from '../../src/db/database.ts';
import { DEFAULT_RULE_SET } from '../../src/rules/default-rule-set.ts';
import { publishedRuleSet } from '../../src/rulesets/service.ts';
import { draft, withHighValueFrom, withSpending } from '../rulesets/edited-rules.ts';
import { type Finished, runCli } from '../support/cli.ts';
import { runHere } from '../support/cli-here.ts';
import { databaseOfTest, freshDatabase } from '../support/database.ts';
import { useFolder } from '../support/import-text.ts';
import { importRows, recompute } from '../support/shop.ts';

const folder = useFolder();

function rules(database: Database, ...args: string[]): Promise<Finished> {
  return runHere(['rules', ...args], { cwd: folder.path, databaseUrl: database.url });
}

/** Without any database: one that is asked for can't be reached. */
function offline(...args: string[]): Promise<Finished> {
  return runHere(['rules', ...args], { cwd: folder.path, databaseUrl: 'postgresql://127.0.0.1:1/none' });
}

async function written(name: string, document: unknown): Promise<string> {
  const path = join(folder.path, name);
  await writeFile(path, typeof document === 'string' ? document : JSON.stringify(document));
  return path;
}

/** Eight buyers, u1 with 100 of revenue to u8 with 800, of two orders each. */
async function importBuyers(database: Database): Promise<void> {
  const lines = [1, 2, 3, 4, 5, 6, 7, 8].flatMap((user) =>
    [1, 2].map((order) => ({
      Transaction_ID: `t${user}-${order}`,
      user_pseudo_id: `u${user}`,
      Date: `2025-12-0${user}`,
      Item_purchase_quantity: '1',
      Item_revenue: String(user * 50),
      ItemID: 'i',
    })),
  );
  await importRows(database, 'transactions', lines);
  await recompute(database, '2026-01-01');
}

describe('a change of the rule set, from the first look to the way back', () => {
  let database: Database;
  beforeAll(async () => {
    database = await freshDatabase();
    await importBuyers(database);
  });

  it('begins with the published one, whose JSON is a rule set again', async () => {
    const shown = await runCli(['rules', 'show'], { cwd: folder.path, databaseUrl: database.url });
    expect(shown).toMatchObject({
      code: 0,
      stderr: expect.stringMatching(/^Rule set 1, published, saved .* by strata\n$/),
    });
    expect(JSON.parse(shown.stdout)).toEqual(DEFAULT_RULE_SET);
    const checked = await offline('check', await written('shown.json', shown.stdout));
    expect(checked).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/shown\.json is a rule set\.\n$/),
    });
  });

  it('is previewed from a file, which saves and changes nothing', async () => {
    const file = await written('lower.json', withHighValueFrom(300));
    const { code, stdout } = await rules(database, 'preview', file, '--examples', '1');
    expect(code).toBe(0);
    expect(stdout.split('\n')).toEqual([
      'Preview over 8 users of snapshot 1, as of 2026-01-01T00:00:00Z.',
      '2 would move. A publication would write 2 users and reads no event.',
      '',
      'Customer segment (customer): 2 users move',
      '  SEGMENT                  BEFORE  AFTER  CHANGE',
      '  High-Value Customer           4      6      +2',
      '  Loyal Customer                0      0',
      '  High-Potential Customer       0      0',
      '  At-Risk Customer              0      0',
      '  New Customer                  0      0',
      '  Casual Browser                0      0',
      '  Regular Customer              4      2      -2',
      '',
      '  FROM              TO                   USERS',
      '  Regular Customer  High-Value Customer      2',
      '',
      '  FOR EXAMPLE  FROM              TO',
      expect.stringMatching(/^ {2}u[34] {11}Regular Customer {2}High-Value Customer$/),
      '',
      'The same as now: engagement, age, gender, income, traffic_source, primary_source, us_region, rfm.',
      '',
    ]);
    const { movers, cost } = JSON.parse((await rules(database, 'preview', file, '--json')).stdout);
    expect([movers, cost.usersRewritten, cost.readsEvents]).toEqual([2, 2, false]);
    expect(await database.prisma.ruleSet.count()).toBe(1);
  });

  it('is saved, compared in words, previewed by its version and published', async () => {
    const file = join(folder.path, 'lower.json');
    const saved = await rules(database, 'save', file, '--note', 'lower');
    expect(saved).toMatchObject({ code: 0, stdout: 'Saved as draft 2.\n' });
    expect((await rules(database, 'diff', '1', '2')).stdout).toBe(
      '~ dimension customer: High-Value Customer\n    revenue >= 500 and transactions >= 2 (priority 1)\n  → revenue >= 300 and transactions >= 2 (priority 1)\n',
    );
    expect((await rules(database, 'diff', file, '2')).stdout).toBe('They do not differ.\n');
    expect((await rules(database, 'preview', '2')).stdout).toContain('2 would move.');
    const published = await rules(database, 'publish', '2');
    expect(published).toMatchObject({
      code: 0,
      stdout: 'Rule set 2 is published with snapshot 2: 8 users, computed from what was known of them.\n',
    });
    expect((await publishedRuleSet(database.prisma)).rules).toEqual(withHighValueFrom(300));
    const again = await rules(database, 'publish', '2');
    expect(again).toMatchObject({
      code: 1,
      stdout: '',
      stderr: 'strata: version: rule set 2 is the published one already.\n',
    });
  });

  it('is rolled back to the version before', async () => {
    expect(await rules(database, 'rollback')).toMatchObject({
      code: 0,
      stdout: 'Rule set 1 is published with snapshot 3: 8 users, computed from what was known of them.\n',
    });
    const list = await rules(database, 'list');
    expect(list.stdout.split('\n').map((line) => line.trim().split(/\s{2,}/))).toEqual([
      ['VERSION', 'STATUS', 'SAVED', 'PUBLISHED', 'BY', 'NOTE'],
      ['2', 'retired', expect.any(String), expect.any(String), 'command line', 'lower'],
      ['1', 'published', expect.any(String), expect.any(String), 'strata'],
      [''],
    ]);
  });

  it('may be published from a file, saved on the way, and from the inputs where those are read otherwise', async () => {
    const rulesOfFile = withSpending();
    rulesOfFile.session.timeoutMinutes = 10;
    const { code, stdout } = await rules(
      database,
      'publish',
      await written('spending.json', rulesOfFile),
      '--json',
    );
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      ruleSet: { version: 3, status: 'published', createdBy: 'command line' },
      run: { kind: 'full', status: 'succeeded', publishes: 3 },
    });
  });

  it('is in the audit log with its versions, and with nobody else', async () => {
    const entries = await database.prisma.auditEntry.findMany({
      where: { action: { not: 'import' } },
      orderBy: { entryId: 'asc' },
    });
    expect(entries.map(({ actor, action, details }) => [actor, action, details])).toEqual([
      ['command line', 'rules.save', { version: 2 }],
      ['command line', 'rules.publish', { version: 2, run: 2 }],
      ['command line', 'rules.rollback', { version: 1, run: 3 }],
      ['command line', 'rules.save', { version: 3 }],
      ['command line', 'rules.publish', { version: 3, run: 4 }],
    ]);
  });
});

describe('strata rules calibrate', () => {
  it('prints old and new cut points and saves a draft, which can be deleted', async () => {
    const database = await databaseOfTest();
    await importBuyers(database);
    const { code, stdout } = await rules(database, 'calibrate');
    expect(code).toBe(0);
    expect(stdout.split('\n')).toEqual([
      'Measured over snapshot 1, saved as draft 2.',
      '',
      '  SCORE      MEASURED                   USERS  CUT POINTS         CUT POINTS OF THE DRAFT',
      '  recency    Days since the last order      8  7, 30, 60, 120     25, 27, 28, 30',
      '  frequency  Transactions                   8  1, 2, 3, 5         2, 2, 2, 2',
      '  monetary   Revenue                        8  50, 100, 250, 500  200, 400, 500, 700',
      '',
    ]);
    expect(await rules(database, 'delete', '2')).toMatchObject({ code: 0, stdout: 'Draft 2 is deleted.\n' });
    expect(await rules(database, 'delete', '1')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('only drafts'),
    });
  });
});

describe('strata rules check', () => {
  it('prints every problem with its path and exits with 1, without a database', async () => {
    const wrong = await written('wrong.json', {
      ...DEFAULT_RULE_SET,
      name: '',
      dimensions: [],
      colour: 'red',
    });
    const { code, stdout, stderr } = await offline('check', wrong);
    const lines = stdout.trim().split('\n');
    expect(code).toBe(1);
    expect(lines.map((line) => line.split(': ')[0])).toEqual(['rules.name', 'rules.dimensions', 'rules']);
    expect(stderr).toBe(`3 problems in ${wrong}.\n`);
    const asJson = await offline('check', wrong, '--json');
    expect(asJson.code).toBe(1);
    const { valid, problems } = JSON.parse(asJson.stdout);
    expect(valid).toBe(false);
    expect(
      problems.map(({ path, message }: { path: string; message: string }) => `${path}: ${message}`),
    ).toEqual(lines);
  });

  it('names a file that is no JSON or is not there', async () => {
    const broken = await offline('check', await written('broken.json', '{"name": '));
    expect(broken).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(/broken\.json: this is no JSON: /),
    });
    const missing = await offline('check', join(folder.path, 'none.json'));
    expect(missing).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/none\.json: there is no such file\.\n$/),
    });
  });

  it('refuses to save what is wrong, with every path', async () => {
    const database = await databaseOfTest();
    const saved = await rules(
      database,
      'save',
      await written('twice.json', { ...DEFAULT_RULE_SET, name: '', scores: [] }),
    );
    expect(saved.code).toBe(1);
    expect(saved.stderr).toMatch(/^strata: The rule set is not valid: rules\.name: .*; rules\.scores: /);
    expect(await database.prisma.ruleSet.count()).toBe(0);
  });
});

describe('strata rules', () => {
  it('prints the JSON Schema, which the shown document refers to', async () => {
    const { code, stdout } = await offline('schema');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      required: expect.arrayContaining(['name', 'dimensions']),
    });
  });

  it('has help and --json for each of its commands', () => {
    const names = ['schema', 'list', 'show', 'check', 'save', 'diff', 'preview', 'publish', 'rollback'];
    expect(rulesCommand.commands.map((command) => command.name())).toEqual([...names, 'calibrate', 'delete']);
    for (const command of rulesCommand.commands) {
      const help = command.helpInformation();
      expect(help).toMatch(new RegExp(`^Usage: (strata )?rules ${command.name()}`));
      expect(help).toContain(command.description().split(' ')[0]);
      expect(help).toContain('--json');
    }
  });

  it('exits with 2 where it is used wrongly', async () => {
    const wrong = [
      [],
      ['diff', '1'],
      ['show', '0'],
      ['publish', '99999999999'],
      ['preview', '1', '--sample', 'x'],
    ];
    for (const { code, stdout } of await Promise.all(wrong.map((args) => offline(...args))))
      expect([code, stdout]).toEqual([2, '']);
  });

  it('shows a version with all that is known of it as JSON, and says where there is none', async () => {
    const database = await databaseOfTest();
    await draft(database, withSpending(), 'more');
    const { stdout } = await rules(database, 'show', '2', '--json');
    expect(JSON.parse(stdout)).toMatchObject({
      version: 2,
      status: 'draft',
      note: 'more',
      document: { name: 'default' },
    });
    for (const command of [
      ['show', '9'],
      ['publish', '9'],
    ])
      expect(await rules(database, ...command)).toMatchObject({
        code: 1,
        stderr: 'strata: version: there is no rule set 9; the newest is 2.\n',
      });
  });

  it('reads a document from standard input', async () => {
    // The command line of the tests has no standard input: what is read of it is empty.
    expect(await runCli(['rules', 'check', '-'], { cwd: folder.path })).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('-: this is no JSON'),
    });
    expect(await readFile(join(folder.path, 'shown.json'), 'utf8')).toContain('"dimensions"');
  });
});
