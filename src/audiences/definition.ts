// What an audience comes down to: filters, lists, and how they are composed, each in a version that never changes. Who
// reads an audience in several statements, an export for instance, resolves it once and keeps this; it is plain JSON.
import type { Connection, Pool } from '../db/pool.ts';
import type { Sql } from '../db/sql.ts';
import { BadInputError } from '../errors.ts';
import type { FilterScope, UserFilter } from '../filters/user-filter.ts';
import { definitionCondition } from './queries/condition.ts';
import { type DefinitionRow, findDefinitions } from './queries/definitions.ts';

interface Named {
  readonly id: number;
  readonly name: string;
  readonly version: number;
}

export type AudienceDefinition = Named &
  (
    | { readonly kind: 'filter'; readonly filter: UserFilter }
    | { readonly kind: 'list' }
    | {
        readonly kind: 'union' | 'intersection' | 'difference';
        /** A difference is the first without any of the others. */
        readonly operands: readonly AudienceDefinition[];
      }
  );

/** An audience, in its newest version or in another. */
export interface AudienceReference {
  readonly audienceId: number;
  readonly version?: number | null;
}

/** A database, or the connection of a transaction on it. */
export interface Reader {
  readonly pool: Pool | Connection;
}

/** Audiences within audiences within audiences, the outermost counted. */
export const DEEPEST_COMPOSITION = 5;
/** Filters, lists and compositions that one audience may come down to. */
export const LARGEST_COMPOSITION = 100;

export function nameOf({ id, name }: Pick<Named, 'id' | 'name'>): string {
  return `the audience ${JSON.stringify(name)} (${id})`;
}

/**
 * Resolves an audience: a statement a level. Throws a BadInputError where there is none of that id and version, where
 * it contains itself, or where it goes beyond the limits above.
 */
export async function resolveAudience(
  database: Reader,
  { audienceId, version = null }: AudienceReference,
): Promise<AudienceDefinition> {
  return rooted(await definitionRows(database, [audienceId], version), { audienceId, version });
}

/** What a deleted audience comes down to for whoever was told of its members: nobody, for versions begin with 1. */
export function emptyDefinition(id: number): AudienceDefinition {
  return { id, name: '', version: 0, kind: 'list' };
}

/** The same of many, in as many statements as one takes; each is a definition or what is wrong with it. */
export async function resolveAudiences(
  database: Reader,
  ids: readonly number[],
): Promise<(AudienceDefinition | BadInputError)[]> {
  const rows = await definitionRows(database, ids, null);
  return ids.map((audienceId) => {
    try {
      return rooted(rows, { audienceId });
    } catch (error) {
      if (error instanceof BadInputError) return error;
      throw error;
    }
  });
}

/** Rows of these audiences and of all that they are composed of, down to the deepest level that counts. */
async function definitionRows(
  { pool }: Reader,
  ids: readonly number[],
  version: number | null,
): Promise<Map<number, DefinitionRow>> {
  const rows = new Map<number, DefinitionRow>();
  let wanted = [...ids];
  for (let level = 1; level <= DEEPEST_COMPOSITION && wanted.length > 0; level++) {
    const found = await findDefinitions(pool, wanted, level === 1 ? version : null);
    for (const row of found) rows.set(row.audience_id, row);
    wanted = [...new Set(found.flatMap(({ operands }) => operands))].filter((id) => !rows.has(id));
  }
  return rows;
}

function rooted(rows: ReadonlyMap<number, DefinitionRow>, reference: AudienceReference): AudienceDefinition {
  if (!rows.has(reference.audienceId)) throw unknownAudience(reference);
  return compose(rows, reference.audienceId, [], { left: LARGEST_COMPOSITION });
}

function compose(
  rows: ReadonlyMap<number, DefinitionRow>,
  id: number,
  above: readonly number[],
  counter: { left: number },
): AudienceDefinition {
  const root = rows.get(above[0] ?? id);
  if (above.length >= DEEPEST_COMPOSITION && root) throw tooDeep(root);
  const row = rows.get(id);
  if (!row) throw new BadInputError(`operands: there is no audience ${id} (any more).`);
  const { name, version, kind } = row;
  const named = { id, name, version };
  if (above.includes(id)) throw new BadInputError(`operands: ${nameOf(named)} would contain itself.`);
  if (counter.left-- === 0) throw tooLarge(root ?? row);
  if (kind === 'filter') return { ...named, kind, filter: row.filter as UserFilter };
  if (kind === 'list') return { ...named, kind };
  const path = [...above, id];
  return { ...named, kind, operands: row.operands.map((operand) => compose(rows, operand, path, counter)) };
}

function tooDeep({ audience_id: id, name }: DefinitionRow): BadInputError {
  return new BadInputError(
    `operands: ${nameOf({ id, name })} is composed over more than ${DEEPEST_COMPOSITION} levels.`,
  );
}

function tooLarge({ audience_id: id, name }: DefinitionRow): BadInputError {
  return new BadInputError(
    `operands: ${nameOf({ id, name })} comes down to more than ${LARGEST_COMPOSITION} audiences.`,
  );
}

function unknownAudience({ audienceId, version }: AudienceReference): BadInputError {
  const of = version == null ? '' : ` of version ${version}`;
  return new BadInputError(`audience: there is no audience ${audienceId}${of} (any more).`);
}

/**
 * The condition that a row `u` of user_states is one of the audience's in the snapshot of `scope`. Throws a
 * BadInputError that names the audience where a filter names what that snapshot's rules do not have.
 */
export async function audienceCondition(
  database: Reader,
  reference: AudienceReference,
  scope: FilterScope,
): Promise<Sql> {
  return definitionCondition(await resolveAudience(database, reference), scope);
}
