// Audiences as they are stored: what stands under a name, and each version of what it is, which never changes.
import type { Database } from '../db/database.ts';
import type { PrismaTransaction } from '../db/prisma.ts';
import { OPEN_END } from '../db/sql.ts';
import { BadInputError } from '../errors.ts';
import type { UserFilter } from '../filters/user-filter.ts';
import {
  type AudienceRow,
  findAudiences,
  idOfName,
  listAudiences,
  lockAudience,
  versionsOf,
} from './queries/audiences.ts';

export const AUDIENCE_KINDS = ['filter', 'list', 'union', 'intersection', 'difference'] as const;
export type AudienceKind = (typeof AUDIENCE_KINDS)[number];

export interface Audience {
  readonly id: number;
  readonly name: string;
  readonly description: string;
  /** Who made it: `command line` or `key ID`. */
  readonly owner: string;
  /** The newest version, counted from 1. */
  readonly version: number;
  readonly kind: AudienceKind;
  /** Of the kind `filter`; else null. */
  readonly filter: UserFilter | null;
  /** The audiences that it is composed of, each as it is when asked for. */
  readonly operands: readonly number[];
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export interface AudienceVersion {
  readonly version: number;
  readonly kind: AudienceKind;
  readonly filter: UserFilter | null;
  readonly operands: readonly number[];
  readonly createdBy: string;
  readonly createdAt: Date;
}

/** The id in an argument; throws a BadInputError for what can't be one. */
export function readAudienceId(given: string | number, argument: string): number {
  const id = /^[1-9]\d{0,9}$/.test(String(given)) ? Number(given) : OPEN_END;
  if (id < OPEN_END) return id;
  throw new BadInputError(
    `${argument}: expected the id of an audience, such as "7", got ${JSON.stringify(given)}.`,
  );
}

/** The audience of that id as it is now; null where there is none, or none any more. */
export async function audienceById(database: Database, id: number): Promise<Audience | null> {
  const [row] = await findAudiences(database.pool, [id]);
  return row ? toAudience(row) : null;
}

/** Those of the ids that there are. */
export async function audiencesByIds(
  { pool }: Database,
  ids: readonly number[],
): Promise<ReadonlyMap<number, Audience>> {
  return new Map((await findAudiences(pool, ids)).map((row) => [row.audience_id, toAudience(row)]));
}

/** The same as `audienceById`; throws a BadInputError where there is none. */
export async function requireAudience(database: Database, id: number): Promise<Audience> {
  const found = await audienceById(database, id);
  if (found) return found;
  throw notThere(id);
}

/** Has the audience stay until the transaction ends; throws a BadInputError where there is none. */
export async function holdAudience(tx: PrismaTransaction, id: number): Promise<void> {
  if (!(await lockAudience(tx, id))) throw notThere(id);
}

function notThere(id: number): BadInputError {
  return new BadInputError(`id: there is no audience ${id} (any more).`);
}

/** By id where `idOrName` is a number, else by name; throws a BadInputError where there is none. */
export async function findAudience(database: Database, idOrName: string): Promise<Audience> {
  if (/^\d+$/.test(idOrName)) return requireAudience(database, readAudienceId(idOrName, 'id'));
  const id = await idOfName(database.pool, idOrName);
  if (id !== null) return requireAudience(database, id);
  throw new BadInputError(
    `There is no audience ${JSON.stringify(idOrName)}. strata audiences list shows them; names are compared byte for byte.`,
  );
}

/** Those that are not deleted, by name; `after` is the name behind which they begin. */
export async function audiences(
  database: Database,
  { first, after = null }: { readonly first: number; readonly after?: string | null },
): Promise<Audience[]> {
  return (await listAudiences(database.pool, first, after)).map(toAudience);
}

/** The newest versions first. */
export async function audienceVersions(
  database: Database,
  id: number,
  first: number,
): Promise<AudienceVersion[]> {
  const rows = await versionsOf(database.pool, id, first);
  return rows.map((row) => ({
    version: row.version,
    kind: row.kind,
    filter: row.filter as UserFilter | null,
    operands: row.operands,
    createdBy: row.created_by,
    createdAt: row.created_at,
  }));
}

export function toAudience(row: AudienceRow): Audience {
  return {
    id: row.audience_id,
    name: row.name,
    description: row.description,
    owner: row.owner,
    version: row.version,
    kind: row.kind,
    filter: row.filter as UserFilter | null,
    operands: row.operands,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
