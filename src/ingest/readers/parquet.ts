// Parquet by hyparquet, in slices of rows, so that a file of any size is read in bounded memory.
// Typed values become the text that a CSV would hold: instants to the microsecond, whole doubles as integers.
import { asyncBufferFromFile, type FileMetaData, parquetMetadataAsync, parquetRead } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { UnreadableFileError } from '../../errors.ts';
import { toIsoText } from '../timestamps.ts';
import { plainNumber } from './ndjson.ts';
import { type RecordBatch, type RecordReader, ZERO_CHARACTER } from './record-batch.ts';

// A slice decodes its row group's pages anew: larger is faster, smaller is leaner.
const SLICE_ROWS = 100_000;

const parsers = {
  timestampFromMilliseconds: (millis: bigint) => instant(millis * 1000n),
  timestampFromMicroseconds: (micros: bigint) => instant(micros),
  timestampFromNanoseconds: (nanos: bigint) => instant(nanos / 1000n),
  dateFromDays: (days: number) => new Date(days * 86_400_000).toISOString().slice(0, 10),
};

function instant(micros: bigint): string {
  return toIsoText(micros).replace(/\+00$/, 'Z');
}

function fieldText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return plainNumber(value);
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** Reads a Parquet file; `lines` are row numbers. */
export async function readParquet(path: string, fileName: string): Promise<RecordReader> {
  try {
    const file = await asyncBufferFromFile(path);
    const metadata = await parquetMetadataAsync(file);
    const [root] = metadata.schema;
    const columns = metadata.schema.slice(1, 1 + (root?.num_children ?? 0)).map(({ name }) => name);
    return { columns, ragged: false, batches: parquetBatches(file, metadata, fileName) };
  } catch (error) {
    throw refusal(fileName, error);
  }
}

type ParquetFile = Awaited<ReturnType<typeof asyncBufferFromFile>>;

async function* parquetBatches(
  file: ParquetFile,
  metadata: FileMetaData,
  fileName: string,
): AsyncGenerator<RecordBatch> {
  let groupStart = 0;
  for (const group of metadata.row_groups) {
    const groupEnd = groupStart + Number(group.num_rows);
    for (let rowStart = groupStart; rowStart < groupEnd; rowStart += SLICE_ROWS) {
      const rowEnd = Math.min(rowStart + SLICE_ROWS, groupEnd);
      const rows = await readSlice(file, metadata, rowStart, rowEnd, fileName);
      yield toBatch(rows, rowStart + 1);
    }
    groupStart = groupEnd;
  }
}

function toBatch(rows: unknown[][], firstRow: number): RecordBatch {
  const batch: RecordBatch = { records: [], lines: [], malformed: [] };
  rows.forEach((row, at) => {
    const record = row.map(fieldText);
    if (record.some((field) => field.includes('\0'))) {
      batch.malformed.push({
        line: firstRow + at,
        reason: ZERO_CHARACTER,
        text: record.join(',').replaceAll('\0', ''),
      });
      return;
    }
    batch.records.push(record);
    batch.lines.push(firstRow + at);
  });
  return batch;
}

async function readSlice(
  file: ParquetFile,
  metadata: FileMetaData,
  rowStart: number,
  rowEnd: number,
  fileName: string,
): Promise<unknown[][]> {
  let rows: unknown[][] = [];
  const onComplete = (read: unknown[][]): void => {
    rows = read;
  };
  try {
    await parquetRead({ file, metadata, rowStart, rowEnd, compressors, parsers, onComplete });
  } catch (error) {
    throw refusal(fileName, error);
  }
  return rows;
}

function refusal(fileName: string, error: unknown): UnreadableFileError {
  return new UnreadableFileError(`${fileName}: not a readable Parquet file: ${(error as Error).message}`, {
    cause: error,
  });
}
