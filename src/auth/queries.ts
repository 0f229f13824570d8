// The statement of an audit entry, for work whose entry is to be committed or undone with it.
import { type Sql, sql } from '../db/sql.ts';

export function auditStatement(actor: string, action: string, details: object): Sql {
  return sql`/* auth.audit */
insert into audit_log (at, actor, action, details)
values (clock_timestamp(), ${actor}, ${action}, ${JSON.stringify(details)}::jsonb)`;
}
