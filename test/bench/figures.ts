// How the benchmark prints: a line a figure, with all values behind their median, and its goal and whether it was met.

const NAME_WIDTH = 44;
const VALUE_WIDTH = 9;

export interface Goal {
  readonly is: string;
  readonly met: boolean;
}

/** Lower is better: met up to and including `most`. */
export function atMost(most: number, value: number, unit: string): Goal {
  return { is: `at most ${most} ${unit}`.trimEnd(), met: value <= most };
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] as number;
}

export function count(value: number): string {
  return value.toLocaleString('en-US');
}

/** The median of the values, and all of them if there are several. */
export function printValues(name: string, values: readonly number[], unit: string, goal?: Goal): void {
  const all = values.length > 1 ? `(${values.map((value) => value.toFixed(2)).join('  ')})` : '';
  printLine(name, median(values).toFixed(2), [unit.padEnd(3), all], goal);
}

export function printCount(name: string, value: number, note = '', goal?: Goal): void {
  printLine(name, count(value), [note], goal);
}

export function printHeading(text: string): void {
  console.log(`\n${text}`);
}

function printLine(name: string, value: string, notes: readonly string[], goal?: Goal): void {
  const verdict = goal ? `goal ${goal.is}: ${goal.met ? 'met' : 'GOAL MISSED'}` : '';
  const line = [name.padEnd(NAME_WIDTH) + value.padStart(VALUE_WIDTH), ...notes, verdict];
  console.log(`  ${line.filter((part) => part !== '').join('  ')}`.trimEnd());
}
