// An audience as a condition over a row `u` of user_states in one snapshot: the only one, so that counts, lists,
// overlaps, samples and exports can't disagree.
import { join, type Sql, sql } from '../../db/sql.ts';
import { BadInputError } from '../../errors.ts';
import { compileFilter, type FilterScope } from '../../filters/user-filter.ts';
import { type AudienceDefinition, nameOf } from '../definition.ts';

/** True, false, never null; that `u` is in the snapshot is part of it. */
export function definitionCondition(definition: AudienceDefinition, scope: FilterScope): Sql {
  // A filter says so itself.
  if (definition.kind === 'filter') return memberCondition(definition, scope);
  return sql`${inSnapshot(scope)} and ${memberCondition(definition, scope)}`;
}

export function inSnapshot({ snapshotId }: Pick<FilterScope, 'snapshotId'>): Sql {
  return sql`u.valid_from <= ${snapshotId}::integer and u.valid_to > ${snapshotId}::integer`;
}

/** The same where `u` is known to be in the snapshot. */
export function memberCondition(definition: AudienceDefinition, scope: FilterScope): Sql {
  if (definition.kind === 'filter') return sql`(${filterCondition(definition, scope)})`;
  if (definition.kind === 'list') return isListed(definition);
  const parts = definition.operands.map((operand) => memberCondition(operand, scope));
  if (definition.kind === 'difference')
    return sql`(${join(
      parts.map((part, at) => (at === 0 ? part : sql`not ${part}`)),
      ' and ',
    )})`;
  return sql`(${join(parts, definition.kind === 'union' ? ' or ' : ' and ')})`;
}

/** Users by external id, of a list that is not saved. */
export function givenCondition(externalIds: readonly string[], scope: FilterScope): Sql {
  return sql`${inSnapshot(scope)} and u.user_id in (
     select i.user_id from user_identities i where i.external_id = any (${externalIds}::text[]))`;
}

/** A filter that was saved under other rules may name what the snapshot's do not have. */
function filterCondition(definition: AudienceDefinition & { kind: 'filter' }, scope: FilterScope): Sql {
  try {
    return compileFilter(definition.filter, scope);
  } catch (error) {
    if (!(error instanceof BadInputError)) throw error;
    throw new BadInputError(`${nameOf(definition)}: ${error.message}`);
  }
}

function isListed({ id, version }: { readonly id: number; readonly version: number }): Sql {
  return sql`exists (
     select 1 from audience_members m
      where m.user_id = u.user_id and m.audience_id = ${id}::integer
        and m.valid_from <= ${version}::integer and m.valid_to > ${version}::integer)`;
}
