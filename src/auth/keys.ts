// API keys: 256 random bits shown once; only their SHA-256 is kept, which is enough for what can't be guessed.
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { PrismaClient } from '../db/prisma.ts';
import { BadInputError } from '../errors.ts';
import type { Principal, Role } from './principal.ts';

const ID = /^[a-z0-9]{12}$/;
const FORM = /^strata_([a-z0-9]{12})_([A-Za-z0-9_-]{43})$/;

export interface CreatedKey {
  readonly id: string;
  readonly role: Role;
  /** The secret: it is shown now and never again. */
  readonly key: string;
}

export interface KeyInfo {
  readonly id: string;
  readonly role: string;
  readonly name: string;
  readonly createdAt: Date;
  readonly revokedAt: Date | null;
}

function hash(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}

export async function createKey(prisma: PrismaClient, role: Role, name: string): Promise<CreatedKey> {
  const id = randomBytes(6).toString('hex');
  const key = `strata_${id}_${randomBytes(32).toString('base64url')}`;
  await prisma.apiKey.create({
    data: { keyId: id, role, name, hash: new Uint8Array(hash(key)), createdAt: new Date() },
  });
  return { id, role, key };
}

export async function listKeys(prisma: PrismaClient): Promise<KeyInfo[]> {
  const keys = await prisma.apiKey.findMany({ orderBy: { createdAt: 'asc' }, omit: { hash: true } });
  return keys.map(({ keyId, ...info }) => ({ id: keyId, ...info }));
}

export async function findKey(prisma: PrismaClient, id: string): Promise<KeyInfo | null> {
  const found = await prisma.apiKey.findUnique({ where: { keyId: id }, omit: { hash: true } });
  if (!found) return null;
  const { keyId, ...info } = found;
  return { id: keyId, ...info };
}

/** Revokes a key; throws a BadInputError where there is none of that id. */
export async function revokeKey(prisma: PrismaClient, id: string): Promise<void> {
  if (!ID.test(id)) throw unknownKey(id);
  const { count } = await prisma.apiKey.updateMany({
    where: { keyId: id, revokedAt: null },
    data: { revokedAt: new Date() },
  });
  lately(prisma).delete(id);
  if (count === 0) throw unknownKey(id);
}

function unknownKey(id: string): BadInputError {
  return new BadInputError(`There is no key ${JSON.stringify(id)} to revoke. strata keys list shows them.`);
}

interface Seen {
  readonly hash: Buffer;
  readonly principal: Principal;
  readonly readAt: number;
}

const MOST_SEEN = 10_000;
/** Good keys by their ids. One that is revoked in this process is forgotten at once. */
const seen = new WeakMap<PrismaClient, Map<string, Seen>>();

/** Who holds `key`, as read at most `maxAgeMs` ago; null for a key that is malformed, unknown or revoked. */
export async function principalOf(
  prisma: PrismaClient,
  key: string,
  maxAgeMs = 0,
): Promise<Principal | null> {
  const id = FORM.exec(key)?.[1];
  if (id === undefined) return null;
  const given = hash(key);
  const known = lately(prisma).get(id);
  if (known && Date.now() - known.readAt < maxAgeMs && timingSafeEqual(known.hash, given))
    return known.principal;
  const found = await prisma.apiKey.findUnique({ where: { keyId: id } });
  if (!found || found.revokedAt || !timingSafeEqual(found.hash, given)) return null;
  const principal: Principal = { kind: 'key', id, role: found.role as Role };
  const keys = lately(prisma);
  if (keys.size >= MOST_SEEN) keys.clear();
  keys.set(id, { hash: given, principal, readAt: Date.now() });
  return principal;
}

/** Whether the key was good when it was last looked up, which may be long ago. */
export function wasGood(prisma: PrismaClient, key: string): boolean {
  const known = lately(prisma).get(FORM.exec(key)?.[1] ?? '');
  return known !== undefined && timingSafeEqual(known.hash, hash(key));
}

function lately(prisma: PrismaClient): Map<string, Seen> {
  const keys = seen.get(prisma) ?? new Map<string, Seen>();
  seen.set(prisma, keys);
  return keys;
}
