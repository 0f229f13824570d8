// A file that is there is whole: its bytes and their hash whatever the pieces are, and nothing where it was cut short.
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeWhole } from '../../src/exports/whole-file.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'strata-whole-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const PIECE = 1 << 18;
const bytes = Buffer.from(Uint32Array.from({ length: PIECE }, (_, at) => at).buffer);

async function* pieces(...sizes: readonly number[]): AsyncGenerator<Buffer> {
  let at = 0;
  for (const size of sizes) {
    yield bytes.subarray(at, at + size);
    at += size;
  }
}

describe('a file', () => {
  it.each([
    ['nothing', []],
    ['one byte', [1]],
    ['exactly a piece', [PIECE]],
    ['small pieces', [1, 7, PIECE - 8, 9]],
    ['one large piece', [2 * PIECE + 5]],
  ])('of %s is what was given', async (_, sizes) => {
    const path = join(folder, 'whole');
    const given = bytes.subarray(
      0,
      sizes.reduce((sum, size) => sum + size, 0),
    );
    const sha256 = createHash('sha256').update(given).digest();
    expect(await writeWhole(path, pieces(...sizes))).toEqual({ bytes: given.length, sha256 });
    expect((await readFile(path)).equals(given)).toBe(true);
    await rm(path);
  });

  it('that is called off in the middle is not there', async () => {
    const controller = new AbortController();
    async function* endless() {
      for (;;) {
        yield* pieces(2 * PIECE);
        controller.abort();
      }
    }
    const written = writeWhole(join(folder, 'cut'), endless(), { signal: controller.signal });
    await expect(written).rejects.toThrow(/aborted/);
    expect(await readdir(folder)).toEqual([]);
  });

  it('whose source fails is not there', async () => {
    async function* failing() {
      yield* pieces(PIECE);
      throw new Error('no more');
    }
    await expect(writeWhole(join(folder, 'failed'), failing())).rejects.toThrow('no more');
    expect(await readdir(folder)).toEqual([]);
  });
});
