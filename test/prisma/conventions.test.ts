// What every table keeps to: user-scale ones can be distributed by their user, and text sorts by its bytes everywhere.
import { describe, expect, it } from 'vitest';
import { freshDatabase } from '../support/database.ts';

/** Tables with a user in them that are looked up by something else. */
const KEPT_BY_ANOTHER_KEY = [
  'user_identities', // external ids, by which users are found
  'order_lines', // lines of an order, before anybody owns it
  'order_mentions', // events that may give an order its owner
];

const USER_SCALE = `/* conventions-test.user-scale */
select c.relname as table,
       exists (select from pg_index i
                 join pg_attribute k on k.attrelid = c.oid and k.attname = 'user_id'
                where i.indrelid = c.oid and i.indpred is null and k.attnum = i.indkey[0]) as reached
  from pg_class c
 where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname <> all ($1)
   and (c.relname like 'user%' or exists (select from pg_attribute a
                                           where a.attrelid = c.oid and a.attname = 'user_id'))
 order by c.relname`;

const OTHER_COLLATIONS = `/* conventions-test.collations */
select format('%s.%s', c.relname, a.attname) as column
  from pg_class c
  join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  join pg_type t on t.oid = a.atttypid
 where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname <> '_prisma_migrations'
   and t.typcategory = 'S' and a.attcollation <> 'pg_catalog."C"'::regcollation`;

describe('the schema', () => {
  it('reaches the rows of a user in every user-scale table by an index that begins with user_id', async () => {
    const { pool } = await freshDatabase();
    const { rows } = await pool.query<{ table: string; reached: boolean }>(USER_SCALE, [KEPT_BY_ANOTHER_KEY]);
    expect(rows.map(({ table }) => table)).toEqual(
      expect.arrayContaining(['dirty_users', 'events', 'orders', 'profiles', 'user_states', 'users']),
    );
    expect(rows.filter(({ reached }) => !reached)).toEqual([]);
  });

  it('has no text column, arrays aside, that sorts otherwise than by its bytes', async () => {
    const { pool } = await freshDatabase();
    const others = async () => (await pool.query<{ column: string }>(OTHER_COLLATIONS)).rows;
    expect(await others()).toEqual([]);
    await pool.query('alter table users add column note text');
    expect(await others()).toEqual([{ column: 'users.note' }]);
  });
});
