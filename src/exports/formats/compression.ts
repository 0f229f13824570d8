// Compression of whole files. Parts of gzip and of zstd stay what they are when they are put one behind the other.
import type { Transform } from 'node:stream';
import { createGzip, createZstdCompress } from 'node:zlib';
import type { Format } from './format.ts';

export const COMPRESSIONS = ['none', 'gzip', 'zstd'] as const;
export type Compression = (typeof COMPRESSIONS)[number];

const EXTENSIONS = { none: '', gzip: '.gz', zstd: '.zst' } as const;
const CHUNK_BYTES = 1 << 16;

/** null where there is nothing to compress; Parquet is compressed inside. */
export function compressor(format: Format, compression: Compression): Transform | null {
  if (format === 'parquet' || compression === 'none') return null;
  return compression === 'gzip'
    ? createGzip({ chunkSize: CHUNK_BYTES })
    : createZstdCompress({ chunkSize: CHUNK_BYTES });
}

/** Such as "csv.gz". */
export function extension(format: Format, compression: Compression): string {
  return format === 'parquet' ? format : `${format}${EXTENSIONS[compression]}`;
}
