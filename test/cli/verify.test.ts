// strata verify: 0 where all is well or was repaired, 1 where something differs.
import { beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../src/db/database.ts';
import { runCli } from '../support/cli.ts';
import { runHere } from '../support/cli-here.ts';
import { freshDatabase } from '../support/database.ts';
import { useFolder } from '../support/import-text.ts';
import { publishShop, sampleShop } from '../support/sample-shop.ts';

const folder = useFolder();
let database: Database;

beforeAll(async () => {
  database = await freshDatabase();
  await publishShop(database, sampleShop(30, 8));
});

const options = ({ url } = database) => ({ cwd: folder.path, databaseUrl: url });
const verify = (...args: string[]) => runHere(['verify', ...args], options());

describe('strata verify', () => {
  it('says what it checked, and ends with 0 where nothing differs', async () => {
    const { code, stdout, stderr } = await runCli(['verify', '--sample', '20'], options());
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(
      /^Snapshot 1, as of \S+Z:\n {2}20 users checked: no drift\n {2}\d+ orders checked: no drift\n {2}[\d,]+ rollups checked: no drift\n {2}\d+ consents checked: no drift\n$/,
    );
  });

  it('ends with 1 where something differs, shows it, and says how to repair it', async () => {
    await database.pool.query(`update user_states set longest_session_us = -1 where user_id = 1`);
    const { code, stdout, stderr } = await verify('--all');
    expect(code).toBe(1);
    expect(stdout).toMatch(
      / users checked: 1 differs\n {4}\S+: longest_session_us is -1, recomputed \d+\n {4}by column: longest_session_us 1\n/,
    );
    expect(stderr).toBe('Bring it right with: strata verify --repair\n');
    const json = await verify('--all', '--json');
    expect(json.code).toBe(1);
    expect(JSON.parse(json.stdout)).toMatchObject({
      snapshot: 1,
      users: { drifted: 1, columns: { longest_session_us: 1 }, examples: [{ published: '-1' }] },
      orders: { drifted: 0 },
      rollups: { drifted: 0 },
      repair: null,
    });
  });

  it('repairs if told to, by an ordinary run, and ends with 0', async () => {
    const { code, stdout } = await verify('--all', '--repair');
    expect(code).toBe(0);
    expect(stdout).toMatch(/ 1 differs\n[\s\S]*Repaired by run 2: no drift is left\.\n$/);
    const again = await verify('--all', '--repair', '--json');
    expect(again.code).toBe(0);
    expect(JSON.parse(again.stdout)).toMatchObject({ snapshot: 2, users: { drifted: 0 }, repair: null });
  });

  it.each([[['--sample', '0']], [['--sample', '1.5']], [['--sample', '9', '--all']]])(
    'called with %j is wrong usage: 2',
    async (args) => {
      expect((await verify(...args)).code).toBe(2);
    },
  );

  it('before the first recompute ends with 1 and says what to do', async () => {
    const empty = await freshDatabase();
    const { code, stderr } = await runHere(['verify'], options(empty));
    expect([code, stderr]).toEqual([
      1,
      'strata: Nothing is published yet. Import data and run: strata recompute\n',
    ]);
  });
});
