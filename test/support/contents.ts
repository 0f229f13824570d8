// What a database holds, to compare before and after: every table's row count, and every row of the small ones.
import type { Database } from '../../src/db/database.ts';

const WHOLE_UP_TO_ROWS = 1000;

export type Contents = Readonly<
  Record<string, { readonly rows: number; readonly content?: readonly string[] }>
>;

/** By table; rows as JSON text, sorted. */
export async function contentsOf({ pool }: Database): Promise<Contents> {
  const { rows: tables } = await pool.query<{ name: string }>(
    `select quote_ident(tablename) as name from pg_tables where schemaname = 'public' order by 1`,
  );
  const contents: Record<string, { rows: number; content?: string[] }> = {};
  for (const { name } of tables) {
    const { rows: counted } = await pool.query<{ rows: number }>(
      `select count(*)::integer as rows from ${name}`,
    );
    const rows = counted[0]?.rows ?? 0;
    contents[name] = rows > WHOLE_UP_TO_ROWS ? { rows } : { rows, content: await rowsOf(name) };
  }
  return contents;

  async function rowsOf(name: string): Promise<string[]> {
    const { rows } = await pool.query<{ row: string }>(
      `select to_jsonb(t)::text as row from ${name} t order by to_jsonb(t)::text collate "C"`,
    );
    return rows.map(({ row }) => row);
  }
}

export interface StoredEvent {
  readonly user: string;
  readonly at: string;
  readonly event_name: string;
  readonly page_type: string;
  readonly category: string;
  readonly city: string;
  readonly region: string;
  readonly country: string;
  readonly source: string;
  readonly medium: string;
  readonly gender: string;
  readonly age: string;
  readonly income_group: string;
  readonly event_id: string | null;
}

/** Every event with its words, by user, time and words. */
export async function storedEvents({ pool }: Database): Promise<StoredEvent[]> {
  const { rows } = await pool.query<StoredEvent>(`
    select u.external_id as user, to_char(e.occurred_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') as at,
           a.event_name, a.page_type, a.category, p.city, p.state as region, p.country, c.source, c.medium,
           t.gender, t.age, t.income_group, e.event_id
      from events e join users u using (user_id) join actions a using (action_id) join places p using (place_id)
      join channels c using (channel_id) join traits t using (trait_id)
     order by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14`);
  return rows;
}

export interface StoredLine {
  readonly transaction_id: string;
  readonly line_no: number;
  readonly user: string | null;
  readonly at: string | null;
  readonly quantity: string | null;
  readonly revenue: string;
  readonly sku: string;
  readonly name: string;
}

/** Every order line, by order and line. */
export async function storedLines({ pool }: Database): Promise<StoredLine[]> {
  const { rows } = await pool.query<StoredLine>(`
    select l.transaction_id, l.line_no, u.external_id as user,
           to_char(l.ordered_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') as at,
           l.quantity, l.revenue, i.sku, i.name
      from order_lines l left join users u using (user_id) join items i using (item_id)
     order by 1, l.import_id, 2`);
  return rows;
}
