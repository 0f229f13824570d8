// A file that is parsed before its turn gives what it would have given, and leaves nothing behind if that never comes.
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Database } from '../../src/db/database.ts';
import { importAll } from '../../src/imports/service.ts';
import {
  type ParsedBatch,
  type ParseRequest,
  type ParseSummary,
  parseFile,
} from '../../src/ingest/parse-file.ts';
import { ParsedFile } from '../../src/ingest/parsed-file.ts';
import { databaseOfTest } from '../support/database.ts';
import { useFolder } from '../support/import-text.ts';

const folder = useFolder();
const AT = '2024-01-10 09:00:00';
const HEADER = 'user_pseudo_id,eventTimestamp,city';

/** Writes a file of that many rows, and of one that is rejected; a batch holds 65,536. */
async function written(name: string, rows: number, end = ''): Promise<ParseRequest> {
  const text = Array.from({ length: rows }, (_, at) => `u${at % 1000},${AT},City ${at % 7}\n`).join('');
  const path = join(folder.path, name);
  await writeFile(path, `${HEADER}\n${text}u1,never,\n${end}`);
  return { kind: 'activity', path, mapping: new Map(), rejectsDir: join(folder.path, `${name}.rejects`) };
}

async function all(batches: AsyncGenerator<ParsedBatch, ParseSummary>) {
  const taken: ParsedBatch[] = [];
  for (;;) {
    const { value, done } = await batches.next();
    if (done) return { taken, summary: { ...value, rejectFile: value.rejectFile !== null } };
    taken.push(value);
  }
}

function rejectsOf({ rejectsDir }: ParseRequest): Promise<string[]> {
  return readdir(rejectsDir).catch(() => []);
}

async function imported({ pool }: Database): Promise<number> {
  const { rows } = await pool.query<{ count: number }>('select count(*)::integer as count from imports');
  return rows[0]?.count as number;
}

describe('a file that is begun before its turn', () => {
  it.each([0, 10, 140_000, 400_000])('gives what it gives in its turn: %i rows', async (rows) => {
    const request = await written(`rows-${rows}.csv`, rows);
    const file = new ParsedFile(request);
    file.begin();
    expect(await all(file.batches())).toEqual(await all(parseFile(request)));
  });

  it('throws what is wrong with it when it is taken, and not before', async () => {
    const file = new ParsedFile(await written('broken.csv', 10, 'a,"'));
    file.begin();
    await new Promise((resolve) => setTimeout(resolve, 50));
    await expect(all(file.batches())).rejects.toThrow('a quoted field opens here and never closes');
  });

  it.each([10, 400_000])('leaves no reject file if it is discarded: %i rows', async (rows) => {
    const request = await written(`discarded-${rows}.csv`, rows);
    const file = new ParsedFile(request);
    file.begin();
    await file.batches().next();
    await file.discard();
    expect(await rejectsOf(request)).toEqual([]);
  });
});

describe('an import of several files', () => {
  it('leaves those alone whose turn does not come', async () => {
    const database = await databaseOfTest();
    const [first, second] = [await written('first.csv', 10), await written('second.csv', 10)];
    // It fails when all is read and written, when the next one is being parsed.
    await database.pool.query(`
      create function refuse() returns trigger language plpgsql as $$ begin raise 'no import today'; end $$;
      create trigger refuse before insert on imports for each row execute function refuse()`);
    const options = { actor: 'test', mapping: new Map(), rejectsDir: first.rejectsDir };
    await expect(importAll(database, [first, second], options)).rejects.toThrow('no import today');
    expect(await rejectsOf(first)).toEqual([]);
    expect(await imported(database)).toBe(0);
  });

  it('keeps those before the one that is refused', async () => {
    const database = await databaseOfTest();
    const files = [await written('kept.csv', 10), await written('refused.csv', 10, 'a,"')];
    const options = { actor: 'test', mapping: new Map(), rejectsDir: join(folder.path, 'kept') };
    await expect(importAll(database, [...files, await written('never.csv', 5)], options)).rejects.toThrow(
      'refused.csv, line 13',
    );
    expect(await readdir(join(folder.path, 'kept'))).toEqual(['kept.csv.rejects.csv']);
    expect(await imported(database)).toBe(1);
  });

  it('leaves no reject file where the last of its rows can not be written', async () => {
    const database = await databaseOfTest();
    const request = await written('unwritten.csv', 10);
    await database.pool.query(`
      create function refuse() returns trigger language plpgsql as $$ begin raise 'no events today'; end $$;
      create trigger refuse before insert on events for each row execute function refuse()`);
    const options = { actor: 'test', mapping: new Map(), rejectsDir: request.rejectsDir };
    await expect(importAll(database, [request], options)).rejects.toThrow('no events today');
    expect(await rejectsOf(request)).toEqual([]);
  });
});
