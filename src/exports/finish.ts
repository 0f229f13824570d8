// The end of an export: its parts joined, if one file was asked for, and the manifest that says what is in it.
import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Database } from '../db/database.ts';
import { fileName, folderOf, manifestName } from './files.ts';
import { manifestOf } from './manifest.ts';
import { doneParts, type Export, type ExportPart } from './stored.ts';
import { writeWhole } from './whole-file.ts';

/** Joins what is to be joined, and writes the manifest; can be repeated. */
export async function finishFiles(database: Database, exported: Export, exportsDir: string): Promise<void> {
  const folder = folderOf(exported, exportsDir);
  const parts = await doneParts(database, exported.exportId);
  const joined = exported.oneFile ? await joinParts(database, exported, parts, folder) : exported;
  const manifest = `${JSON.stringify(manifestOf(joined, parts), null, 2)}\n`;
  await writeWhole(join(folder, manifestName(exported)), lines(manifest));
}

async function* lines(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}

/** The parts go when the file that has all of them is recorded. */
async function joinParts(
  database: Database,
  exported: Export,
  parts: readonly ExportPart[],
  folder: string,
): Promise<Export> {
  const paths = parts.map(({ part }) => join(folder, fileName(exported, part)));
  const { exportId } = exported;
  let joined = exported;
  if (exported.joinedSha256 === null) {
    const { bytes, sha256 } = await writeWhole(join(folder, fileName(exported, null)), contents(paths));
    const data = { joinedBytes: bytes, joinedSha256: new Uint8Array(sha256) };
    joined = await database.prisma.export.update({ where: { exportId }, data });
  }
  for (const path of paths) await rm(path, { force: true });
  return joined;
}

async function* contents(paths: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const path of paths) yield* createReadStream(path);
}
