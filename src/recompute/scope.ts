// Whose rows a statement works on: everybody in a range of user ids, those of them whom a run has claimed because
// something of theirs changed, or some that are named. Every step of a statement is held to the same users.
import { empty, raw, type Sql, sql } from '../db/sql.ts';
import type { RuleSet } from '../rules/rule-set.ts';

/** Users with `after < user_id <= upTo`. */
export interface UserRange {
  readonly after: bigint;
  readonly upTo: bigint;
}

export type Scope =
  | ({ readonly of: 'range' } & UserRange)
  | ({ readonly of: 'claim'; readonly runId: number; readonly round: number } & UserRange)
  | { readonly of: 'users'; readonly userIds: readonly bigint[] };

/** The step `members` (with its comma), where a scope is a list of users; nothing where it is a range. */
export function memberStep(scope: Scope): Sql {
  if (scope.of === 'range') return empty;
  return sql`members as materialized (${membersOf(scope)}),
`;
}

function membersOf(scope: Exclude<Scope, { of: 'range' }>): Sql {
  if (scope.of === 'users') return sql`select unnest(${scope.userIds}::bigint[]) as user_id`;
  return sql`
  select distinct d.user_id
    from dirty_users d
   where d.claimed_by = ${scope.runId}::integer and d.round = ${scope.round}::integer
     and ${inRange('d', scope)}`;
}

function inRange(alias: string, { after, upTo }: UserRange): Sql {
  return sql`${raw(alias)}.user_id > ${after}::bigint and ${raw(alias)}.user_id <= ${upTo}::bigint`;
}

/** `table alias`, held to the scope by itself or together with `isMember`. */
export function rowsOf(table: string, alias: string, scope: Scope): Sql {
  if (scope.of === 'range') return raw(`${table} ${alias}`);
  return raw(
    `members member_of_${alias} join ${table} ${alias} on ${alias}.user_id = member_of_${alias}.user_id`,
  );
}

/** The condition that belongs to `rowsOf`. */
export function isMember(alias: string, scope: Scope): Sql {
  return scope.of === 'range' ? inRange(alias, scope) : raw('true');
}

/** The users of the scope and maybe others: a bound for those who are looked up by their ids anyway. */
export function isAmong(alias: string, scope: Scope): Sql {
  return scope.of === 'users' ? raw('true') : inRange(alias, scope);
}

/** What a statement that reads inputs is told. */
export interface Reading {
  readonly rules: RuleSet;
  /** ISO text; inputs dated later do not count. */
  readonly asOf: string;
  readonly scope: Scope;
  /** Whether any input is dated later, so that it has to be looked for. */
  readonly inputsWait: boolean;
}
