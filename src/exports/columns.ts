// The columns of an export: chosen from those that there are, perhaps under other names.
import { BadInputError } from '../errors.ts';
import type { SegmentDimension } from '../segments/service.ts';
import { SEGMENT_PREFIX, SOURCES, type Source, segmentSource } from './queries/columns.ts';

export interface ChosenColumn {
  /** Which column. */
  readonly from: string;
  /** What the file calls it. */
  readonly name: string;
}

/** Without a name, the file calls it as we do. */
interface GivenColumn {
  readonly from: string;
  readonly name?: string | null;
}

export interface ExportColumn extends ChosenColumn {
  readonly source: Source;
}

export interface KnownColumn {
  readonly key: string;
  readonly source: Source;
}

const DEFAULT_COLUMNS = ['external_id', 'email', 'phone'] as const;
const MOST_COLUMNS = 100;
/** What Postgres takes as a name. */
const LONGEST_NAME_BYTES = 63;

/** Every column that there is in a snapshot with these dimensions. */
export function knownColumns(dimensions: readonly SegmentDimension[]): KnownColumn[] {
  return [
    ...Object.entries(SOURCES).map(([key, source]) => ({ key, source })),
    ...dimensions.map((dimension, place) => ({
      key: SEGMENT_PREFIX + dimension.key,
      source: segmentSource(dimension, place),
    })),
  ];
}

/** The columns chosen, the default ones where none are; throws a BadInputError that says what would be legal. */
export function chosenColumns(
  given: readonly GivenColumn[] | null | undefined,
  dimensions: readonly SegmentDimension[],
): ChosenColumn[] {
  const chosen: readonly GivenColumn[] = given ?? DEFAULT_COLUMNS.map((from) => ({ from }));
  if (chosen.length < 1 || chosen.length > MOST_COLUMNS)
    throw new BadInputError(`columns: expected 1 to ${MOST_COLUMNS}, got ${chosen.length}.`);
  const known = knownColumns(dimensions).map(({ key }) => key);
  const columns = chosen.map(({ from, name }, at) => {
    if (!known.includes(from))
      throw new BadInputError(
        `columns[${at}]: unknown column ${JSON.stringify(from)}; expected one of ${known.join(', ')}.`,
      );
    return { from, name: legalName(name ?? from, at) };
  });
  const twice = columns.find(({ name }, at) => columns.findIndex((other) => other.name === name) !== at);
  if (twice) throw new BadInputError(`columns: two are named ${JSON.stringify(twice.name)}.`);
  return columns;
}

function legalName(name: string, at: number): string {
  const bytes = Buffer.byteLength(name);
  if (bytes >= 1 && bytes <= LONGEST_NAME_BYTES && !name.includes('\0')) return name;
  throw new BadInputError(
    `columns[${at}].name: expected 1 to ${LONGEST_NAME_BYTES} bytes without NUL, got ${JSON.stringify(name)}.`,
  );
}

/** The columns with where their values come from. */
export function withSources(
  columns: readonly ChosenColumn[],
  dimensions: readonly SegmentDimension[],
): ExportColumn[] {
  const known = new Map(knownColumns(dimensions).map(({ key, source }) => [key, source]));
  return columns.map((column) => {
    const source = known.get(column.from);
    if (!source) throw new Error(`There is no column ${column.from}.`);
    return { ...column, source };
  });
}
