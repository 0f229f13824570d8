// Audiences made, changed and deleted. Changes take turns under one lock, so that of two that expect the same version
// one is refused, no audience comes to contain itself, and none loses another that it is composed of.
import { auditStatement } from '../auth/audit.ts';
import type { Database } from '../db/database.ts';
import { execute } from '../db/execute.ts';
import { takeLock } from '../db/locks.ts';
import { type Connection, withTransaction } from '../db/pool.ts';
import type { Sql } from '../db/sql.ts';
import { segmentCatalogue } from '../segments/service.ts';
import { requireSnapshot } from '../snapshots/service.ts';
import {
  type AudienceContent,
  type IdBatches,
  legalDescription,
  legalIds,
  legalName,
  legalOperands,
} from './content.ts';
import { DEEPEST_COMPOSITION, nameOf, resolveAudience } from './definition.ts';
import { legalFilter } from './legal-filter.ts';
import {
  composedOf,
  findAudiences,
  idOfName,
  insertAudience,
  insertVersion,
  markDeleted,
  raiseVersion,
} from './queries/audiences.ts';
import { addMembers, countUnknown, keepMembers, known, loadIds, theseIds } from './queries/members.ts';
import { RefusedAudienceError, refusedAt } from './refused.ts';
import { type Audience, requireAudience, toAudience } from './stored.ts';

export interface AudienceInput {
  readonly name: string;
  readonly description?: string | null;
  readonly content: AudienceContent;
}

export interface AudienceChange {
  readonly id: number;
  /** The version that the change is made from: it is refused where there is a newer one. */
  readonly expectedVersion: number;
  /** What is not given stays. */
  readonly name?: string | null;
  readonly description?: string | null;
  readonly content?: AudienceContent | null;
}

export interface SavedAudience {
  readonly audience: Audience;
  /** Ids of a list that no user has: they are not on it. */
  readonly unknownIds: number;
}

/** Saves an audience at version 1. Throws a RefusedAudienceError. */
export async function createAudience(
  database: Database,
  input: AudienceInput,
  by: string,
): Promise<SavedAudience> {
  const name = legalName(input.name);
  const description = legalDescription(input.description ?? '');
  const content = await legalContent(database, input.content);
  return changing(database, content, async (connection, ids) => {
    await requireFreeName(connection, name, null);
    const at = new Date();
    const id = await insertAudience(connection, { name, description, owner: by, at });
    const unknownIds = await saveVersion(connection, { id, version: 1, content, ids, by, at });
    await execute(connection, auditStatement(by, 'audience.create', { audience: id, kind: content.kind }));
    return { id, unknownIds };
  });
}

/** Saves the next version. Throws a RefusedAudienceError; one with `conflict` where there is a newer version. */
export async function updateAudience(
  database: Database,
  change: AudienceChange,
  by: string,
): Promise<SavedAudience> {
  const { id, expectedVersion } = change;
  const given = change.content ? await legalContent(database, change.content) : null;
  return changing(database, given, async (connection, ids) => {
    const before = await expected(connection, id, expectedVersion);
    const name = change.name == null ? before.name : legalName(change.name);
    const description =
      change.description == null ? before.description : legalDescription(change.description);
    await requireFreeName(connection, name, id);
    const at = new Date();
    const version = before.version + 1;
    await raiseVersion(connection, { id, name, description, version, at });
    const unknownIds = given
      ? await saveVersion(connection, { id, version, content: given, ids, by, at })
      : await keepVersion(connection, before, { version, by, at });
    await execute(connection, auditStatement(by, 'audience.update', { audience: id, version }));
    return { id, unknownIds };
  });
}

/**
 * Deletes an audience. Throws a RefusedAudienceError while another is composed of it. `alongside` is done in the same
 * transaction, when nobody can have anything delivered of it any more: what it throws keeps the audience.
 */
export function deleteAudience(
  database: Database,
  id: number,
  by: string,
  alongside: (connection: Connection, deleted: { readonly name: string }) => Promise<void>,
): Promise<void> {
  return withTransaction(database.pool, async (connection) => {
    await takeLock(connection, 'audiences', 'transaction');
    const [found] = await findAudiences(connection, [id]);
    if (!found) throw unknown(id);
    const others = await composedOf(connection, id);
    if (others.length > 0)
      throw new RefusedAudienceError(
        ['id'],
        `id: ${nameOf({ id, name: found.name })} is part of ${others.map(nameOf).join(', ')}. Change or delete that first.`,
      );
    await markDeleted(connection, id, new Date());
    await alongside(connection, found);
    await execute(connection, auditStatement(by, 'audience.delete', { audience: id }));
  });
}

/** Others wait for the lock while a change is made, not while a file of ids is read. */
async function changing(
  database: Database,
  content: AudienceContent | null,
  work: (connection: Connection, ids: Sql | null) => Promise<{ id: number; unknownIds: number }>,
): Promise<SavedAudience> {
  const { id, unknownIds } = await withTransaction(database.pool, async (connection) => {
    const ids = content?.kind === 'list' ? await idsOf(connection, content.externalIds) : null;
    await takeLock(connection, 'audiences', 'transaction');
    return work(connection, ids);
  });
  return { audience: await requireAudience(database, id), unknownIds };
}

function idsOf(connection: Connection, given: readonly string[] | IdBatches): Sql | Promise<Sql> {
  return Symbol.asyncIterator in given ? loadIds(connection, given) : theseIds(given);
}

async function expected(connection: Connection, id: number, expectedVersion: number): Promise<Audience> {
  const [row] = await findAudiences(connection, [id]);
  if (!row) throw unknown(id);
  if (row.version === expectedVersion) return toAudience(row);
  throw new RefusedAudienceError(
    ['expectedVersion'],
    `expectedVersion: ${nameOf({ id, name: row.name })} is at version ${row.version}, not ${expectedVersion}. Read it again, and repeat what still applies.`,
    { conflict: true },
  );
}

function unknown(id: number): RefusedAudienceError {
  return new RefusedAudienceError(['id'], `id: there is no audience ${id} (any more).`);
}

async function requireFreeName(connection: Connection, name: string, own: number | null): Promise<void> {
  const taken = await idOfName(connection, name);
  if (taken === null || taken === own) return;
  throw new RefusedAudienceError(
    ['name'],
    `name: ${nameOf({ id: taken, name })} has it already. Choose another, or change that one.`,
  );
}

/** Writes a version of that content; returns how many ids of a list are unknown. */
async function saveVersion(
  connection: Connection,
  made: {
    id: number;
    version: number;
    content: AudienceContent;
    ids: Sql | null;
    by: string;
    at: Date;
  },
): Promise<number> {
  const { id, version, content, ids, by, at } = made;
  const { kind } = content;
  const filter = kind === 'filter' ? content.filter : null;
  const operands = 'operands' in content ? content.operands : [];
  await insertVersion(connection, { id, version, kind, filter, operands, by, at });
  if (ids) {
    await keepMembers(connection, { id, version }, known(ids));
    await addMembers(connection, { id, version }, known(ids));
    return countUnknown(connection, ids);
  }
  await keepMembers(connection, { id, version }, null);
  if (operands.length > 0) await requireResolvable(connection, id);
  return 0;
}

/** Raises an audience to a version that is what the one before was, for whoever then changes its members. */
export async function nextVersion(
  connection: Connection,
  { id, expectedVersion, by }: { id: number; expectedVersion: number; by: string },
): Promise<Audience> {
  const before = await expected(connection, id, expectedVersion);
  const at = new Date();
  const after = { ...before, version: before.version + 1, updatedAt: at };
  await raiseVersion(connection, { ...after, at });
  await keepVersion(connection, before, { version: after.version, by, at });
  return after;
}

/** Writes a version that is what the one before was. */
async function keepVersion(
  connection: Connection,
  { id, kind, filter, operands }: Audience,
  made: { version: number; by: string; at: Date },
): Promise<number> {
  await insertVersion(connection, { id, kind, filter, operands, ...made });
  return 0;
}

/** The audience, and all that are composed of it, must come down to filters and lists within the limits. */
async function requireResolvable(connection: Connection, id: number): Promise<void> {
  const above = new Set([id]);
  for (let level = 0, wanted = [id]; level < DEEPEST_COMPOSITION && wanted.length > 0; level++) {
    const found = await Promise.all(wanted.map((part) => composedOf(connection, part)));
    wanted = found
      .flat()
      .map((audience) => audience.id)
      .filter((other) => !above.has(other));
    for (const other of wanted) above.add(other);
  }
  for (const audienceId of above)
    await refusedAt(['operands'], () => resolveAudience({ pool: connection }, { audienceId }));
}

/** A filter has to compile against the newest snapshot; operands are looked at under the lock. */
async function legalContent(database: Database, content: AudienceContent): Promise<AudienceContent> {
  if (content.kind === 'list') {
    const { externalIds } = content;
    if (Symbol.asyncIterator in externalIds) return content;
    return {
      ...content,
      externalIds: await refusedAt(['externalIds'], () => legalIds(externalIds, 'externalIds')),
    };
  }
  if (content.kind !== 'filter')
    return { ...content, operands: legalOperands(content.kind, content.operands) };
  const scope = await segmentCatalogue(database, await requireSnapshot(database));
  const filter = await legalFilter(content.filter, scope);
  return { ...content, filter };
}
