// The encoder of each format, for rows that pass through this process.
import type { Compression } from './compression.ts';
import { encodeCsv } from './csv.ts';
import type { Encoder, Format } from './format.ts';
import { encodeNdjson } from './ndjson.ts';
import { parquetEncoder } from './parquet.ts';

export function encoderOf(format: Format, compression: Compression): Encoder {
  const encoders = { csv: encodeCsv, ndjson: encodeNdjson, parquet: parquetEncoder(compression) };
  return encoders[format];
}
