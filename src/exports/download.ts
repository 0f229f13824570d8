// Downloads under addresses that are signed and expire. Whoever has such an address needs no key, so it is made for
// marketers only, for one file, and for a short time; an address that was altered tells nothing of what there is.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Database } from '../db/database.ts';
import type { Pool } from '../db/pool.ts';
import { fileName, folderOf, manifestName } from './files.ts';
import { filesOf } from './manifest.ts';
import { readUrlKey } from './queries/url-key.ts';
import { doneParts, type Export, exportById } from './stored.ts';

/** Which file of an export: a part, counted from 1, or the manifest. */
export type FileKey = number | 'manifest';

export interface DownloadUrl {
  /** Absolute within the server: it begins with a slash. */
  readonly url: string;
  readonly expiresAt: Date;
}

export interface Download {
  readonly path: string;
  readonly name: string;
  readonly bytes: number;
  /** Names the content: the same bytes have the same. */
  readonly tag: string;
  readonly type: string;
}

const LIFETIME_MS = 900_000;

const TYPES = {
  csv: 'text/csv; charset=utf-8',
  ndjson: 'application/x-ndjson',
  parquet: 'application/vnd.apache.parquet',
  gzip: 'application/gzip',
  zstd: 'application/zstd',
} as const;

/** Signs addresses of files of exports. */
export interface UrlSigner {
  sign(exportId: number, file: FileKey, now: Date): DownloadUrl;
  /** Whether the address is one of ours, and its time is not over. */
  isValid(exportId: string, file: string, query: Readonly<Record<string, unknown>>, now: Date): boolean;
}

const signers = new WeakMap<Pool, Promise<UrlSigner>>();

/** The signer of a database; its key is read once. */
export function openSigner({ pool }: Pick<Database, 'pool'>): Promise<UrlSigner> {
  const known = signers.get(pool) ?? readUrlKey(pool).then(newSigner);
  signers.set(pool, known);
  known.catch(() => signers.delete(pool));
  return known;
}

function newSigner(key: Buffer): UrlSigner {
  const signature = (exportId: string | number, file: FileKey | string, expires: string | number): Buffer =>
    createHmac('sha256', key).update(`exports/${exportId}/${file}/${expires}`).digest();
  return {
    sign(exportId, file, now) {
      const expires = Math.floor((now.getTime() + LIFETIME_MS) / 1000);
      const signed = signature(exportId, file, expires).toString('base64url');
      return {
        url: `/exports/${exportId}/${file}?expires=${expires}&signature=${signed}`,
        expiresAt: new Date(expires * 1000),
      };
    },
    isValid(exportId, file, { expires, signature: given }, now) {
      if (typeof expires !== 'string' || typeof given !== 'string') return false;
      if (!/^\d{1,10}$/.test(exportId) || !/^(\d{1,10}|manifest)$/.test(file)) return false;
      if (!/^\d{1,12}$/.test(expires) || !/^[\w-]{43}$/.test(given)) return false;
      const expected = signature(exportId, file, expires);
      return (
        timingSafeEqual(Buffer.from(given, 'base64url'), expected) && Number(expires) * 1000 > now.getTime()
      );
    },
  };
}

/** The file of an address that was found valid; null where it is no more, or not on this machine. */
export async function findDownload(
  database: Database,
  exportsDir: string,
  exportId: string,
  file: string,
): Promise<Download | null> {
  const exported = await exportById(database, exportId);
  if (exported?.status !== 'succeeded' || exported.filesRemovedAt || exported.directory !== null) return null;
  const folder = folderOf(exported, exportsDir);
  if (file === 'manifest') return manifestDownload(exported, folder);
  const parts = await doneParts(database, exported.exportId);
  const found = filesOf(exported, parts).find(({ part }) => part === Number(file));
  if (!found) return null;
  const path = join(folder, fileName(exported, exported.oneFile ? null : found.part));
  const size = await sizeOf(path);
  if (size !== found.bytes) return null;
  return { path, name: found.name, bytes: found.bytes, tag: found.sha256, type: typeOf(exported) };
}

async function manifestDownload(exported: Export, folder: string): Promise<Download | null> {
  const name = manifestName(exported);
  const bytes = await sizeOf(join(folder, name));
  if (bytes === null) return null;
  const tag = `manifest-${exported.exportId}-${bytes}`;
  return { path: join(folder, name), name, bytes, tag, type: 'application/json' };
}

async function sizeOf(path: string): Promise<number | null> {
  const found = await stat(path).catch(() => null);
  return found?.isFile() ? found.size : null;
}

function typeOf({ format, compression }: Export): string {
  const type = format === 'parquet' || compression === 'none' ? format : compression;
  return TYPES[type as keyof typeof TYPES];
}
