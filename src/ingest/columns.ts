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

function normalise(name: string): string {
  return lowerAscii(trimAscii(name)).replaceAll('_', '');
}

/** Parses `ours=theirs` options; `known` lists every column that any kind of file has. */
export function parseMapping(options: readonly string[], known: readonly string[]): ColumnMapping {
  const names = new Map(known.map((name) => [normalise(name), name]));
  return new Map(
    options.map((option) => {
      const cut = option.indexOf('=');
      const ours = names.get(normalise(option.slice(0, Math.max(cut, 0))));
      if (cut < 1 || ours === undefined) {
        throw new UsageError(
          `--map "${option}": expected OURS=THEIRS, where OURS is one of ${known.join(', ')}.`,
        );
      }
      return [ours, option.slice(cut + 1)] as const;
    }),
  );
}

/** Finds our columns among a file's; throws an UnreadableFileError if a required one is missing or two claim one. */
export function matchColumns<Name extends string>(
  fileName: string,
  header: readonly string[],
  set: ColumnSet<Name>,
  mapping: ColumnMapping,
): Columns<Name> {
  const ours = [...set.required, ...set.optional];
  const byName = new Map<string, Name>(
    ours.filter((name) => !mapping.has(name)).map((name) => [normalise(name), name]),
  );
  for (const name of ours) if (mapping.has(name)) byName.set(normalise(mapping.get(name) ?? ''), name);
  const at = Object.fromEntries(ours.map((name) => [name, -1])) as Record<Name, number>;
  const unknown: string[] = [];
  header.forEach((column, position) => {
    const name = byName.get(normalise(column));
    if (name === undefined) unknown.push(column);
    else if (at[name] >= 0) {
      throw new UnreadableFileError(
        `${fileName}: the columns "${header[at[name]]}" and "${column}" are both ${name}.`,
      );
    } else at[name] = position;
  });
  const missing = set.required.filter((name) => at[name] < 0);
  if (missing.length > 0) throw new UnreadableFileError(missingMessage(fileName, missing, header));
  return { at, unknown };
}

function missingMessage(fileName: string, missing: readonly string[], header: readonly string[]): string {
  const found =
    header.length > 0
      ? header
          .map((name) => `"${name.slice(0, 60)}"`)
          .slice(0, 30)
          .join(', ')
      : 'none';
  return `${fileName}: the column ${missing.join(' and the column ')} is missing. Columns found: ${found}. A column of another name is given by --map OURS=THEIRS.`;
}
