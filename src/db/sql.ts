// SQL as values: text and parameters kept apart. Importable everywhere, for it touches no database.
export { empty, join, raw, Sql, sqltag as sql } from '@prisma/client/runtime/client';

/** The open end of a version range: "until something newer is written". */
export const OPEN_END = 2_147_483_647;
