// strata import: what it prints, how it ends, and that what it refuses leaves the database as it was.

import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '../../src/db/database.ts';
import { takeLock, unlockConnection } from '../../src/db/locks.ts';
import { withConnection } from '../../src/db/pool.ts';
import { type Finished, runCli, startCli, until } from '../support/cli.ts';
import { runHere } from '../support/cli-here.ts';
import { type Contents, contentsOf, storedEvents } from '../support/contents.ts';
import { freshDatabase } from '../support/database.ts';
import { readRejects, useFolder } from '../support/import-text.ts';

const HEADER = 'user_pseudo_id,eventTimestamp,city';
const AT = '2024-01-10 09:00:00';
const folder = useFolder();
let database: Database;

beforeAll(async () => {
  database = await freshDatabase();
});

async function write(name: string, content: string | Uint8Array): Promise<string> {
  await writeFile(join(folder.path, name), content);
  return name;
}

const options = () => ({ cwd: folder.path, databaseUrl: database.url });

function strataImport(args: readonly string[], env: Record<string, string> = {}): Promise<Finished> {
  return runHere(['import', ...args], { ...options(), env });
}

describe('an import', () => {
  test('reports what became of every row, and where the rejected ones are', async () => {
    await write('first.csv', `${HEADER},colour,\na,${AT},Rome,red,\nb,,Oslo,,\n\nc,${AT},"x\ny",,\n`);
    const { code, stdout, stderr } = await runCli(['import', '--activity', 'first.csv'], options());
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout.split('\n')).toEqual([
      expect.stringMatching(/^first\.csv \(activity, import \d+\)$/),
      '  rows read                      3',
      '  loaded                         2',
      '  rejected                       1',
      '  duplicates                     0',
      '  unmatched events               0',
      `  rejected rows are in ${join(folder.path, 'rejects', 'first.csv.rejects.csv')}`,
      '  unknown columns, left out: colour, (no name)',
      '',
    ]);
    expect(await readRejects(join(folder.path, 'rejects', 'first.csv.rejects.csv'))).toMatchObject([
      { line: '3' },
    ]);
    expect(await database.prisma.auditEntry.findMany()).toMatchObject([
      { actor: 'command line', action: 'import', details: { import: expect.any(Number), kind: 'activity' } },
    ]);
  });

  test('of a file that was imported before changes nothing, not even its reject file', async () => {
    const before = await contentsOf(database);
    const rejects = await readFile(join(folder.path, 'rejects', 'first.csv.rejects.csv'), 'utf8');
    const content = await readFile(join(folder.path, 'first.csv'));
    await mkdir(join(folder.path, 'copy'));
    await write('copy/first.csv', gzipSync(content));
    for (const file of ['first.csv', 'copy/first.csv']) {
      expect(await strataImport(['--activity', file])).toEqual({
        code: 0,
        stdout: 'first.csv: imported before, nothing changed.\n',
        stderr: '',
      });
    }
    expect(await contentsOf(database)).toEqual(before);
    expect(await readFile(join(folder.path, 'rejects', 'first.csv.rejects.csv'), 'utf8')).toBe(rejects);
    expect(await readdir(join(folder.path, 'rejects'))).toEqual(['first.csv.rejects.csv']);
  });

  test('prints its report as JSON, of several files and a mapping', async () => {
    await write('events.ndjson', `{"Customer ID":"z","eventTimestamp":"${AT}","transaction_id":"T1"}\n`);
    await write('lines.csv', 'Transaction_ID,Item_revenue\nT1,5\nT2,5\n');
    await write('profiles.csv', 'Customer ID,email\nz,z@example.com\n');
    const { code, stdout } = await strataImport([
      ...['--profiles', 'profiles.csv', '--transactions', 'lines.csv', '--activity', 'events.ndjson'],
      ...['--map', 'user_pseudo_id=Customer ID', '--json'],
    ]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      files: [
        { fileName: 'events.ndjson', kind: 'activity', loaded: 1, rejected: 0, unmatchedEvents: 0 },
        { fileName: 'lines.csv', kind: 'transactions', loaded: 2, unattributedOrders: 1 },
        { fileName: 'profiles.csv', kind: 'profiles', loaded: 1, rejectFile: null },
      ],
    });
  });
});

describe('an import is refused, with the database as it was', () => {
  let before: Contents;
  beforeAll(async () => {
    await write('good.csv', `${HEADER}\nnew,${AT},Rome\n`);
    await write('empty.csv', '');
    await write('other.csv', 'a,b\n1,2\n');
    await write('photo.csv', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0, 1, 2]));
    await write('latin1.csv', Buffer.from(`${HEADER}\nx,${AT},Malmö\n`, 'latin1'));
    await write('cut.csv.gz', gzipSync(`${HEADER}\nx,${AT},Oslo\n`).subarray(0, -9));
    before = await contentsOf(database);
  });

  test.each([
    ['a missing file', ['--activity', 'missing.csv'], 'FOLDER/missing.csv: there is no such file.'],
    [
      'a missing file among others',
      ['--activity', 'good.csv', '--profiles', 'missing.csv'],
      'FOLDER/missing.csv: there is no such file.',
    ],
    [
      'a file below a file',
      ['--activity', 'good.csv/x'],
      "FOLDER/good.csv/x: ENOTDIR: not a directory, stat 'FOLDER/good.csv/x'.",
    ],
    ['a directory', ['--activity', '.'], 'FOLDER: this is a directory; expected a file.'],
    [
      'a device',
      ['--activity', '/dev/null'],
      '/dev/null: this is a pipe or a device; expected a file, which can be read twice.',
    ],
    ['an empty file', ['--transactions', 'empty.csv'], 'FOLDER/empty.csv: the file is empty.'],
    [
      'a header without the needed columns',
      ['--profiles', 'other.csv'],
      'other.csv: the column user_pseudo_id is missing. Columns found: "a", "b". A column of another name is given by --map OURS=THEIRS.',
    ],
    [
      'a binary file',
      ['--activity', 'photo.csv'],
      'photo.csv, line 2: a zero byte. This is a binary file; expected CSV, NDJSON or Parquet (text may be gzipped).',
    ],
    [
      'invalid UTF-8',
      ['--activity', 'latin1.csv'],
      'latin1.csv, line 2: not valid UTF-8. Save the file as UTF-8.',
    ],
    [
      'a truncated gzip',
      ['--activity', 'cut.csv.gz'],
      'cut.csv.gz: the gzip data is cut off or damaged (unexpected end of file).',
    ],
  ])('%s', async (_what, args, message) => {
    const { code, stdout, stderr } = await strataImport(args);
    expect(stderr.replaceAll(folder.path, 'FOLDER')).toBe(`strata: ${message}\n`);
    expect([code, stdout]).toEqual([1, '']);
    expect(await contentsOf(database)).toEqual(before);
  });

  test.each([
    ['no file', [], {}, 'strata: Nothing to import: give --activity, --transactions or --profiles.\n'],
    [
      'an unknown option',
      ['--actvity', 'good.csv'],
      {},
      /^error: unknown option '--actvity'\n\(Did you mean --activity\?\)\n/,
    ],
    [
      'an option without its file',
      ['--activity'],
      {},
      /^error: option '--activity <file>' argument missing\n/,
    ],
    ['a file without an option', ['good.csv'], {}, /^error: too many arguments for 'import'/],
    [
      'a mapping that is none',
      ['--activity', 'good.csv', '--map', 'town=city'],
      {},
      /^strata: --map "town=city": expected OURS=THEIRS, where OURS is one of user_pseudo_id, .*\.\n$/,
    ],
    [
      'a bad environment variable',
      ['--activity', 'good.csv'],
      { DATABASE_URL: 'mysql://x' },
      'strata: The environment is not usable: DATABASE_URL: expected postgresql://user:password@host:port/database\n',
    ],
  ])('for wrong usage: %s', async (_what, args, env, message) => {
    const { code, stdout, stderr } = await strataImport(args, env);
    expect(stderr).toEqual(typeof message === 'string' ? message : expect.stringMatching(message));
    expect([code, stdout]).toEqual([2, '']);
    expect(await contentsOf(database)).toEqual(before);
  });

  test('a reject file that can not be written', async () => {
    await write('rejected.csv', `${HEADER}\nnew,${AT},Rome\n,,\n`);
    const { code, stderr } = await strataImport(['--activity', 'rejected.csv', '--rejects', 'good.csv']);
    expect(stderr.replaceAll(folder.path, 'FOLDER')).toMatch(
      /^strata: The rejected rows can't be written to FOLDER\/good\.csv\/rejected\.csv\.rejects\.csv: EEXIST: .*\. Nothing was imported of this file\. Another folder is given by --rejects DIR\.\n$/,
    );
    expect(code).toBe(1);
    expect(await contentsOf(database)).toEqual(before);
  });

  test('a database that does not answer', async () => {
    const { code, stderr } = await strataImport(['--activity', 'good.csv'], {
      DATABASE_URL: 'postgresql://postgres@127.0.0.1:1/nobody',
    });
    expect(stderr).toMatch(/^strata: DATABASE_URL can't be used: .*\n$/);
    expect(code).toBe(1);
  });
});

describe('an import of several files', () => {
  test('keeps those before the one that is refused, and says so', async () => {
    await write('kept.csv', `${HEADER}\nkept,${AT},Rome\n`);
    await write('refused.csv', 'a,b\n');
    await write('later.csv', `${HEADER}\nlater,${AT},Rome\n`);
    const { code, stderr } = await strataImport(
      ['kept.csv', 'refused.csv', 'later.csv'].flatMap((file) => ['--activity', file]),
    );
    expect(stderr).toMatch(
      /^Imported: kept\.csv\. Not imported: refused\.csv\.\nstrata: refused\.csv: the column /,
    );
    expect(code).toBe(1);
    const users = (await storedEvents(database)).map(({ user }) => user);
    expect([users.includes('kept'), users.includes('later')]).toEqual([true, false]);
  });
});

describe('a line of 100 MB', () => {
  const MB = 1_000_000;
  const ON_EXIT = `process.on('exit', () => process.stderr.write('\\nmaxRSS ' + process.resourceUsage().maxRSS))`;

  async function writeLong(name: string, before: string, piece: string): Promise<void> {
    const stream = createWriteStream(join(folder.path, name));
    stream.write(before);
    const filler = piece.repeat(MB / piece.length);
    for (let written = 0; written < 100; written++) if (!stream.write(filler)) await once(stream, 'drain');
    stream.end('\n');
    await once(stream, 'close');
  }

  test.each([
    [
      'CSV',
      'long.csv',
      `${HEADER}\nx,${AT},`,
      'x',
      'a record of more than 1048576 characters. Is a quote never closed?',
    ],
    [
      'a quote of CSV',
      'quote.csv',
      `${HEADER}\nx,${AT},"`,
      'x\n',
      'a record of more than 1048576 characters. Is a quote never closed?',
    ],
    [
      'NDJSON',
      'long.ndjson',
      `{"user_pseudo_id":"x","eventTimestamp":"${AT}"}\n{"city":"`,
      'x',
      'a line of more than 1048576 characters.',
    ],
  ])('in %s is refused in bounded memory', async (_what, name, start, piece, reason) => {
    await writeLong(name, start, piece);
    const before = await contentsOf(database);
    const { code, stderr } = await runCli(['import', '--activity', name], {
      ...options(),
      nodeOptions: ['--import', `data:text/javascript,${encodeURIComponent(ON_EXIT)}`],
    });
    const [message, peak] = stderr.split('\nmaxRSS ');
    expect(message).toBe(`strata: ${name}, line 2: ${reason}\n`);
    expect(code).toBe(1);
    expect(Number(peak) / 1024).toBeLessThan(400);
    expect(await contentsOf(database)).toEqual(before);
  });
});

describe('two imports at once', () => {
  async function importBoth(first: string, second: string): Promise<Finished[]> {
    // Both are held back until both wait, so that neither is done before the other begins.
    const running = await withConnection(database.pool, async (connection) => {
      await takeLock(connection, 'inputs', 'connection');
      const both = [first, second].map((file) => startCli(['import', '--activity', file], options()));
      await until('both imports wait', () => both.every(({ stderr }) => stderr().includes('waiting for it')));
      await unlockConnection(connection);
      return both;
    });
    return Promise.all(running.map(({ finished }) => finished));
  }

  const rows = (user: string) =>
    Array.from({ length: 500 }, (_, row) => `${user}${row % 50},${AT},City ${row % 7}\n`).join('');
  const eventsOf = async (user: string): Promise<number> =>
    (await storedEvents(database)).filter((event) => event.user.startsWith(user)).length;

  test('of different files both load every row once', async () => {
    await write('left.csv', `${HEADER}\n${rows('both')}`);
    await write('right.csv', `${HEADER}\n${rows('both').replaceAll('City', 'Town')}`);
    const results = await importBoth('left.csv', 'right.csv');
    expect(results.map(({ code }) => code)).toEqual([0, 0]);
    for (const { stdout } of results) expect(stdout).toContain('loaded                       500');
    expect(await eventsOf('both')).toBe(1000);
  });

  test('of the same file load it once, and one says so', async () => {
    await write('same.csv', `${HEADER}\n${rows('same')}`);
    const results = await importBoth('same.csv', 'same.csv');
    expect(results.map(({ code }) => code)).toEqual([0, 0]);
    const outputs = results.map(({ stdout }) => stdout);
    expect(outputs.filter((text) => text === 'same.csv: imported before, nothing changed.\n')).toHaveLength(
      1,
    );
    expect(outputs.filter((text) => text.includes('loaded                       500'))).toHaveLength(1);
    expect(await eventsOf('same')).toBe(500);
  });
});
