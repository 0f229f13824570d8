// From profiles: one row a user; in each column the last import whose file had that column counts.
import { join, raw, type Sql, sql } from '../../db/sql.ts';
import { isMember, rowsOf, type Scope } from '../scope.ts';

/** What a profile may give. */
export const PROFILE_COLUMNS = [
  'email',
  'phone',
  'consent',
  'gender',
  'age',
  'birth_date',
  'income_group',
  'city',
  'state',
  'country',
];

/** The step `given`, a row for each user with a profile. */
export function profileSteps(scope: Scope): Sql {
  const latest = PROFILE_COLUMNS.map((name) =>
    raw(`max(p.import_id) filter (where '${name}' = any (p.given)) as ${name}_by`),
  );
  const chosen = PROFILE_COLUMNS.map((name) => {
    const aggregate = name === 'consent' ? 'bool_or' : 'max';
    return raw(`${aggregate}(p.${name}) filter (where p.import_id = l.${name}_by) as ${name}`);
  });
  return sql`latest_profiles as (
  select p.user_id, ${join(latest)} from ${rowsOf('profiles', 'p', scope)} where ${isMember('p', scope)} group by p.user_id),
given as (
  select p.user_id, ${join(chosen)}
    from latest_profiles l
    join profiles p on p.user_id = l.user_id
   group by p.user_id)`;
}
