// Parquet by hyparquet, in slices of rows, so that a file of any size is read in bounded memory.
// Typed values become the text that a CSV would hold: see parquet-values.ts. Nested columns are kept out.
import {
  asyncBufferFromFile,
  type FileMetaData,
  parquetMetadataAsync,
  parquetRead,
  parquetSchema,
} from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { UnreadableFileError } from '../../errors.ts';
import { ListedRecords, type RecordList, unstorable } from './listed-records.ts';
import { PARSERS, type ToText, textOf } from './parquet-values.ts';
import { csvLine, type RecordReader, type Records } from './records.ts';

// Row groups of most writers are no larger, and are decoded once; of a larger one each slice decodes what is before it.
const SLICE_ROWS = 130_000;

/** Reads a Parquet file; `lines` are row numbers. */
export async function readParquet(path: string, fileName: string): Promise<RecordReader> {
  try {
    const file = await asyncBufferFromFile(path);
    const metadata = await parquetMetadataAsync(file);
    const { children } = parquetSchema(metadata);
    // A nested column's name becomes one that is never ours, so that the report names it as left out.
    const columns = children.map(({ element, children: parts }) =>
      parts.length > 0 || element.repetition_type === 'REPEATED' ? `${element.name} (nested)` : element.name,
    );
    const texts = children.map(({ element, children: parts }) => textOf(element, parts.length > 0));
    return { columns, ragged: false, batches: parquetBatches(file, metadata, texts, fileName) };
  } catch (error) {
    throw refusal(fileName, error);
  }
}

type ParquetFile = Awaited<ReturnType<typeof asyncBufferFromFile>>;

async function* parquetBatches(
  file: ParquetFile,
  metadata: FileMetaData,
  texts: readonly ToText[],
  fileName: string,
): AsyncGenerator<Records> {
  yield toRecords([], texts, 1); // the columns of a file without rows are checked, too
  let groupStart = 0;
  for (const group of metadata.row_groups) {
    const groupEnd = groupStart + Number(group.num_rows);
    for (let rowStart = groupStart; rowStart < groupEnd; rowStart += SLICE_ROWS) {
      const rowEnd = Math.min(rowStart + SLICE_ROWS, groupEnd);
      const rows = await readSlice(file, metadata, rowStart, rowEnd, fileName);
      yield toRecords(rows, texts, rowStart + 1);
    }
    groupStart = groupEnd;
  }
}

function toRecords(rows: unknown[][], texts: readonly ToText[], firstRow: number): Records {
  const list: RecordList = { records: [], lines: [], malformed: [] };
  rows.forEach((row, at) => {
    const line = firstRow + at;
    const record = texts.map((toText, column) => toText(row[column]));
    const reason = unstorable(record);
    if (reason) {
      list.malformed.push({ line, reason, text: record.join(',').replaceAll('\0', '').toWellFormed() });
      return;
    }
    list.records.push(record);
    list.lines.push(line);
  });
  return new ListedRecords(list, csvLine);
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
    await parquetRead({
      file,
      metadata,
      rowStart,
      rowEnd,
      compressors,
      parsers: PARSERS,
      utf8: false,
      onComplete,
    });
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
