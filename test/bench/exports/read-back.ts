// Reads the files of an export whole with DuckDB, which shares no code with what wrote them: every column of every row.
import { DuckDBInstance } from '@duckdb/node-api';

const READERS = [
  {
    ends: /\.csv(\.gz|\.zst)?$/,
    read: (list: string) => `read_csv(${list}, header = true, all_varchar = true, strict_mode = true)`,
  },
  {
    ends: /\.ndjson(\.gz|\.zst)?$/,
    read: (list: string) => `read_json(${list}, format = 'newline_delimited')`,
  },
  { ends: /\.parquet$/, read: (list: string) => `read_parquet(${list})` },
] as const;

/** The number of rows; throws where a file can't be read, or, where users are to be told apart, one is there twice. */
export async function readBack(paths: readonly string[], areDistinct: boolean): Promise<number> {
  const reader = READERS.find(({ ends }) => ends.test(paths[0] ?? ''));
  if (!reader) throw new Error(`DuckDB is not told how to read ${paths[0]}.`);
  const list = `[${paths.map((path) => `'${path.replaceAll("'", "''")}'`).join(', ')}]`;
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    // Hashing whole rows has all of their values read.
    const rows = await connection.runAndReadAll(
      `select count(*) as rows, count(distinct hash(r)) as different from ${reader.read(list)} r`,
    );
    const [[all = 0n, different = 0n] = []] = rows.getRows() as bigint[][];
    if (areDistinct && different < all)
      throw new Error(`${Number(all) - Number(different)} rows are there twice.`);
    return Number(all);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
