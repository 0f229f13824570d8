// prisma/schema.prisma against what the migrations build, both ways: a model of a table that is otherwise fails at run
// time only, far from its cause. Views, Prisma's own book and the queue's schema are left out.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { freshDatabase } from '../support/database.ts';

/** Prisma's types with their native attribute, as Postgres names them. */
const TYPES: Readonly<Record<string, string>> = {
  Int: 'integer',
  'Int SmallInt': 'smallint',
  BigInt: 'bigint',
  'Decimal Decimal': 'numeric',
  String: 'text',
  Boolean: 'boolean',
  Bytes: 'bytea',
  Json: 'jsonb',
  'DateTime Timestamptz(6)': 'timestamp(6) with time zone',
  'DateTime Date': 'date',
};

interface Field {
  readonly name: string;
  readonly column: string;
  /** Such as `bigint not null identity`. */
  readonly shape: string;
  readonly isId: boolean;
}

interface Model {
  readonly table: string;
  readonly fields: readonly Field[];
  /** Columns of the primary key; null where Prisma is told to know of none. */
  readonly key: readonly string[] | null;
}

const FIELD = /^ {2}(?<name>\w+)\s+(?<type>[A-Z]\w*)(?<mark>\[\]|\?)?(?<attributes> .*)?$/gm;

function readField({
  name = '',
  type = '',
  mark = '',
  attributes = '',
}: Record<string, string | undefined>): Field {
  const native = /@db\.(\S+)/.exec(attributes)?.[1];
  const prismaType = native === undefined ? type : `${type} ${native}`;
  const shape = [
    `${TYPES[prismaType] ?? `(a type unknown to this test: ${prismaType})`}${mark === '[]' ? '[]' : ''}`,
    ...(mark === '?' ? [] : ['not null']),
    ...(attributes.includes('@default(autoincrement())') ? ['identity'] : []),
  ];
  return {
    name,
    column: /@map\("(.+?)"\)/.exec(attributes)?.[1] ?? name,
    shape: shape.join(' '),
    isId: /@id\b/.test(attributes),
  };
}

function readModels(): Model[] {
  const schema = readFileSync(join(import.meta.dirname, '../../prisma/schema.prisma'), 'utf8');
  return [...schema.matchAll(/^model (\w+) \{\n(.*?)^\}/gms)].map(([, model = '', body = '']) => {
    const fields = [...body.matchAll(FIELD)].map(({ groups = {} }) => readField(groups));
    const together = /@@id\(\[(.+?)\]/.exec(body)?.[1]?.split(', ');
    const key = together?.map((name) => fields.find((field) => field.name === name)?.column ?? name);
    return {
      table: /@@map\("(.+?)"\)/.exec(body)?.[1] ?? model,
      fields,
      key: body.includes('@@ignore')
        ? null
        : (key ?? fields.filter(({ isId }) => isId).map(({ column }) => column)),
    };
  });
}

const COLUMNS = `/* models-test.columns */
select format('%s.%s %s%s%s', c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
              case when a.attnotnull then ' not null' end,
              case when a.attidentity <> '' then ' identity' end) as text
  from pg_class c
  join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
 where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname <> '_prisma_migrations'`;

const KEYS = `/* models-test.keys */
select format('%s (%s)', c.relname, string_agg(a.attname, ', ' order by k.place)) as text
  from pg_class c
  join pg_constraint p on p.conrelid = c.oid and p.contype = 'p'
 cross join lateral unnest(p.conkey) with ordinality as k (attnum, place)
  join pg_attribute a on a.attrelid = c.oid and a.attnum = k.attnum
 where c.relname = any ($1)
 group by c.relname`;

describe('prisma/schema.prisma', () => {
  it('has every column of every table with its type, its nulls and its identity, and no other', async () => {
    const { pool } = await freshDatabase();
    const { rows } = await pool.query<{ text: string }>(COLUMNS);
    const columns = readModels().flatMap(({ table, fields }) =>
      fields.map(({ column, shape }) => `${table}.${column} ${shape}`),
    );
    expect(columns.sort()).toEqual(rows.map(({ text }) => text).sort());
  });

  it('has the primary key of every table that it does not ignore', async () => {
    const { pool } = await freshDatabase();
    const models = readModels().filter(({ key }) => key !== null);
    const { rows } = await pool.query<{ text: string }>(KEYS, [models.map(({ table }) => table)]);
    const keys = models.map(({ table, key }) => `${table} (${key?.join(', ')})`);
    expect(keys.sort()).toEqual(rows.map(({ text }) => text).sort());
  });
});
