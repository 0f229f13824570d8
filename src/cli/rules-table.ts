// Tables for people: columns as wide as their widest cell, numbers to the right.
import { print } from './output.ts';

/** A column's title; those that begin with ">" stand to the right. */
type Title = string;

/** Prints the rows under their titles, indented by two spaces; nothing where there are no rows. */
export function printTable(titles: readonly Title[], rows: readonly (readonly string[])[]): void {
  for (const line of tableLines(titles, rows)) print(`  ${line}`);
}

export function tableLines(titles: readonly Title[], rows: readonly (readonly string[])[]): string[] {
  if (rows.length === 0) return [];
  const names = titles.map((title) => title.replace(/^>/, ''));
  const widths = names.map((name, at) => Math.max(name.length, ...rows.map((row) => row[at]?.length ?? 0)));
  const aligned = (row: readonly string[]): string =>
    row
      .map((cell, at) =>
        titles[at]?.startsWith('>') ? cell.padStart(widths[at] ?? 0) : cell.padEnd(widths[at] ?? 0),
      )
      .join('  ')
      .trimEnd();
  return [names, ...rows].map(aligned);
}
