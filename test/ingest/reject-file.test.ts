// The file of rejected rows: which line, why, and the row itself, as a CSV that can be read.
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '../../src/db/database.ts';
import { Rejects } from '../../src/ingest/rejects.ts';
import { freshDatabase } from '../support/database.ts';
import { importText, readRejects, useFolder } from '../support/import-text.ts';

const HEADER = 'user_pseudo_id,eventTimestamp,city';
const AT = '2024-01-10 09:00:00';
const folder = useFolder();
let database: Database;

beforeAll(async () => {
  database = await freshDatabase();
});

describe('an import', () => {
  test('gives the line on which each rejected row begins, after quoted newlines and blank lines', async () => {
    const lines = [
      HEADER,
      `a,${AT},"two`,
      'lines"',
      '',
      ',,no user',
      '"b","yesterday","Ro\r',
      'me"',
      `c,${AT},"x"y`,
      '',
      `d,${AT}`,
      `e,${AT},fine`,
    ];
    const report = await importText(database, 'activity', lines.join('\n'));
    expect(report.rejects.map(({ line, reason }) => [line, reason.slice(0, 22)])).toEqual([
      ['5', 'user_pseudo_id: missin'],
      ['6', 'eventTimestamp: expect'],
      ['8', 'a quote stands inside '],
      ['10', 'expected 3 fields, as '],
    ]);
    expect(report.rejects[2]?.row).toBe(`c,${AT},"x"y`);
    expect(report).toMatchObject({ rowsRead: 6, loaded: 2, rejected: 4 });
  });

  test('keeps the row readable, whatever is in it', async () => {
    const row = ' ,"say ""hi"", =1+1\n\tÀ 😀",x';
    const report = await importText(database, 'activity', `${HEADER}\n${row}\n`);
    expect(report.rejects).toMatchObject([{ line: '2', row: expect.stringContaining('=1+1\n\tÀ 😀') }]);
  });

  test('writes no file where no row was rejected', async () => {
    const rejectsDir = join(folder.path, 'none');
    await importText(database, 'activity', `${HEADER}\nz,${AT},fine\n`, { rejectsDir });
    await expect(readdir(rejectsDir)).rejects.toThrow('ENOENT');
  });

  test('leaves no file behind when it is refused after rows were rejected', async () => {
    const rejectsDir = join(folder.path, 'refused');
    const text = `${HEADER}\n${',,\n'.repeat(20_000)}a,${AT},"never closed`;
    await expect(importText(database, 'activity', text, { rejectsDir })).rejects.toThrow('never closes');
    expect(await readdir(rejectsDir)).toEqual([]);
  });

  test('of another file with the same name leaves the reject file of the first alone', async () => {
    const rejectsDir = join(folder.path, 'twice');
    for (const user of ['one', 'two', 'three'])
      await importText(database, 'activity', `${HEADER}\n${user},never,\n`, { rejectsDir });
    const names = ['activity.csv.rejects.csv', 'activity.csv.2.rejects.csv', 'activity.csv.3.rejects.csv'];
    expect((await readdir(rejectsDir)).toSorted()).toEqual(names.toSorted());
    const rows = await Promise.all(
      names.map(async (name) => (await readRejects(join(rejectsDir, name)))[0]?.row),
    );
    expect(rows).toEqual(['one,never,', 'two,never,', 'three,never,']);
  });

  test('rejects many rows, and shortens long ones', async () => {
    const rows = Array.from({ length: 5000 }, (_, row) => `,,${row}${'😀'.repeat(row === 7 ? 1500 : 0)}`);
    const report = await importText(database, 'activity', `${HEADER}\n${rows.join('\n')}`);
    expect(report.rejects.map(({ line }) => Number(line))).toEqual(rows.map((_, row) => row + 2));
    expect(report.rejects[7]?.row).toHaveLength(2000);
  });
});

describe('rejects', () => {
  test('are written beside their place until they are complete', async () => {
    const dir = join(folder.path, 'partial');
    const rejects = new Rejects(dir, 'shop.csv');
    await rejects.add(2, 'reason', 'x'.repeat(3000));
    for (let line = 3; line < 100; line++) await rejects.add(line, 'reason', 'x'.repeat(1000));
    expect(await readdir(dir)).toEqual([`shop.csv.rejects.csv.${process.pid}.partial`]);
    await rejects.close();
    expect(await readdir(dir)).toEqual(['shop.csv.rejects.csv']);
    expect(await readRejects(rejects.path)).toHaveLength(98);
    await rejects.discard();
    expect(await readdir(dir)).toEqual([]);
  });

  test('say why they can not be written, and never wait for ever', async () => {
    await mkdir(join(folder.path, 'blocked'));
    await writeFile(join(folder.path, 'blocked', 'file'), 'mine');
    const rejects = new Rejects(join(folder.path, 'blocked', 'file'), 'shop.csv');
    const adding = async () => {
      for (let line = 2; line < 200; line++) await rejects.add(line, 'reason', 'x'.repeat(1000));
    };
    await expect(adding()).rejects.toThrow(
      /^The rejected rows can't be written to .*shop\.csv\.rejects\.csv: /,
    );
    await expect(rejects.close()).rejects.toThrow("The rejected rows can't be written to");
    await rejects.discard();
    expect(await readFile(join(folder.path, 'blocked', 'file'), 'utf8')).toBe('mine');
    await rm(join(folder.path, 'blocked'), { recursive: true });
  });
});
