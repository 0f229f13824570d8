// Files of an export: what they are called, where they are, and how they go.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Compression } from './formats/compression.ts';
import { extension } from './formats/compression.ts';
import type { Format } from './formats/format.ts';
import type { Export } from './stored.ts';

/** A name for files out of the audience's: ASCII letters, digits and hyphens. */
export function fileStem(audienceName: string): string {
  const plain = audienceName
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-');
  return (
    plain
      .replace(/^-+|-+$/g, '')
      .slice(0, 60)
      .replace(/-$/, '') || 'audience'
  );
}

/** `part` counts from 1; null is the one file that was joined. */
export function fileName({ fileStem, exportId, format, compression }: Export, part: number | null): string {
  const number = part === null ? '' : `-${String(part).padStart(5, '0')}`;
  return `${fileStem}-${exportId}${number}.${extension(format as Format, compression as Compression)}`;
}

export function manifestName({ fileStem, exportId }: Export): string {
  return `${fileStem}-${exportId}.manifest.json`;
}

/** Where the files of an export are: the folder that was asked for, or one of its own under Strata's. */
export function folderOf({ directory, exportId }: Export, exportsDir: string): string {
  return directory ?? join(exportsDir, String(exportId));
}

/** Removes the files of an export, whole and unfinished ones; the folder too where it is Strata's own. */
export async function removeFiles(
  exported: Export,
  exportsDir: string,
  parts: readonly number[],
): Promise<void> {
  const folder = folderOf(exported, exportsDir);
  if (exported.directory === null) return rm(folder, { recursive: true, force: true });
  const names = [...parts, null].map((part) => fileName(exported, part));
  for (const name of [...names, manifestName(exported)]) {
    await rm(join(folder, name), { force: true });
    await rm(join(folder, `${name}.part`), { force: true });
  }
}
