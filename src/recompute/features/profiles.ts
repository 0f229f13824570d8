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

/** The step `given`, a row for each user with a profile. Most have one import's, which counts as it is. */
export function profileSteps(scope: Scope): Sql {
  const columns = raw(PROFILE_COLUMNS.map((name) => `p.${name}`).join(', '));
  const latest = PROFILE_COLUMNS.map((name) =>
    raw(`max(p.import_id) filter (where '${name}' = any (p.given)) as ${name}_by`),
  );
  const chosen = PROFILE_COLUMNS.map((name) => {
    const aggregate = name === 'consent' ? 'bool_or' : 'max';
    return raw(`${aggregate}(p.${name}) filter (where p.import_id = l.${name}_by) as ${name}`);
  });
  return sql`told as materialized (
  select p.user_id, p.import_id, p.given, ${columns}, count(*) over (partition by p.user_id) as imports
    from ${rowsOf('profiles', 'p', scope)}
   where ${isMember('p', scope)}),
latest_profiles as (
  select p.user_id, ${join(latest)} from told p where p.imports > 1 group by p.user_id),
given as (
  select p.user_id, ${columns} from told p where p.imports = 1
   union all
  select p.user_id, ${join(chosen)}
    from latest_profiles l
    join told p on p.user_id = l.user_id
   group by p.user_id)`;
}
