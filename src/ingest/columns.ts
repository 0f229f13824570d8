// Which column of a file is which of ours. Names match without regard to case or underscores; a mapping
// (`ours=theirs`) goes before that. Columns that nobody knows are kept out and named in the report.
import { UnreadableFileError, UsageError } from '../errors.ts';
import { lowerAscii, trimAscii } from '../rules/ascii.ts';

export interface ColumnSet<Name extends string> {
  readonly required: readonly Name[];
  readonly optional: readonly Name[];
}

/** ours → theirs, as the caller gave it. */
export type ColumnMapping = ReadonlyMap<string, string>;

export interface Columns<Name extends string> {
  /** Position of each of our columns in a record, or -1 where the file has none. */
  readonly at: Readonly<Record<Name, number>>;
  readonly unknown: readonly string[];
}

/** What names are compared by: without case, underscores and white space around. */
export function normaliseName(name: string): string {
  return lowerAscii(trimAscii(name)).replaceAll('_', '');
}

/** Parses `ours=theirs` options; `known` lists every column that any kind of file has. */
export function parseMapping(options: readonly string[], known: readonly string[]): ColumnMapping {
  const names = new Map(known.map((name) => [normaliseName(name), name]));
  const mapping = new Map<string, string>();
  for (const option of options) {
    const cut = option.indexOf('=');
    const ours = names.get(normaliseName(option.slice(0, Math.max(cut, 0))));
    const theirs = trimAscii(option.slice(cut + 1));
    if (ours === undefined || theirs === '') {
      throw new UsageError(
        `--map "${option}": expected OURS=THEIRS, where OURS is one of ${known.join(', ')}.`,
      );
    }
    const before = [...mapping].find(
      ([name, column]) => name === ours || normaliseName(column) === normaliseName(theirs),
    );
    if (before) {
      throw new UsageError(
        `--map "${option}": "${before[1]}" is already mapped to ${before[0]}; expected each column once.`,
      );
    }
    mapping.set(ours, theirs);
  }
  return mapping;
}

/**
 * Finds our columns among those of a file; throws an UnreadableFileError if two claim one, or a required one is
 * missing, unless more columns may still come (`complete` is false).
 */
export function matchColumns<Name extends string>(
  fileName: string,
  header: readonly string[],
  set: ColumnSet<Name>,
  mapping: ColumnMapping,
  complete = true,
): Columns<Name> {
  const ours = [...set.required, ...set.optional];
  const byName = new Map<string, Name>(
    ours.filter((name) => !mapping.has(name)).map((name) => [normaliseName(name), name]),
  );
  for (const name of ours) if (mapping.has(name)) byName.set(normaliseName(mapping.get(name) ?? ''), name);
  const at = Object.fromEntries(ours.map((name) => [name, -1])) as Record<Name, number>;
  const unknown: string[] = [];
  header.forEach((column, position) => {
    const name = byName.get(normaliseName(column));
    if (name === undefined) unknown.push(column);
    else if (at[name] >= 0) {
      throw new UnreadableFileError(
        `${fileName}: the columns "${header[at[name]]}" and "${column}" are both ${name}.`,
      );
    } else at[name] = position;
  });
  const missing = set.required.filter((name) => at[name] < 0);
  if (complete && missing.length > 0)
    throw new UnreadableFileError(missingMessage(fileName, missing, header, mapping));
  return { at, unknown };
}

function missingMessage(
  fileName: string,
  missing: readonly string[],
  header: readonly string[],
  mapping: ColumnMapping,
): string {
  const wanted = missing.map((name) =>
    mapping.has(name) ? `the column "${mapping.get(name)}" (by --map, ${name})` : `the column ${name}`,
  );
  const shown = header.slice(0, 30).map((name) => `"${name.slice(0, 60)}"`);
  const found = shown.length > 0 ? shown.join(', ') : 'none';
  const separator = header.length === 1 && /[;\t|]/.test(header[0] as string);
  const hint = separator
    ? 'Fields are to be separated by commas.'
    : 'A column of another name is given by --map OURS=THEIRS.';
  return `${fileName}: ${wanted.join(' and ')} ${missing.length > 1 ? 'are' : 'is'} missing. Columns found: ${found}. ${hint}`;
}
