// Whether a filter lets a user through, by what the API's documentation says of filters. Shares nothing with src.
import { compare, type Decimal, decimal, multiply } from '../oracle/decimal.ts';
import type { People, Person, Quantity } from './people.ts';

/** A filter as a client writes it. */
export type Filter = { readonly [name: string]: unknown };

const DAY_MICROS = 86_400_000_000n;
type Tests = Readonly<Record<string, unknown>>;

/** The external ids of those whom it lets through, sorted. */
export function letThrough(filter: Filter, { people, asOf }: People): string[] {
  return people
    .filter((person) => passes(filter, person, asOf))
    .map(({ id }) => id)
    .sort();
}

function passes(filter: Filter, person: Person, asOf: bigint): boolean {
  return Object.entries(filter).every(([name, given]) => {
    if (given === null) return true;
    if (name === 'and') return (given as Filter[]).every((one) => passes(one, person, asOf));
    if (name === 'or') return (given as Filter[]).some((one) => passes(one, person, asOf));
    if (name === 'not') return !passes(given as Filter, person, asOf);
    if (name === 'segments') return (given as Tests[]).every((test) => isIn(test, person));
    if (name === 'signals') return (given as Tests[]).every((test) => comesTo(test, person));
    return Object.entries(given as Tests).every(
      ([operator, value]) => value === null || holds(person, name, operator, value, asOf),
    );
  });
}

function isIn(test: Tests, { segments }: Person): boolean {
  const own = segments.get(test.dimension as string) as string;
  const lists = [test.in, test.notIn] as (string[] | undefined | null)[];
  return (lists[0]?.includes(own) ?? true) && !(lists[1]?.includes(own) ?? false);
}

function comesTo({ signal, ...tests }: Tests, { signals }: Person): boolean {
  const own = signals[signal as string] as Quantity;
  return Object.entries(tests).every(([operator, value]) => holdsOfNumber(own, operator, value));
}

function holdsOfNumber(own: Quantity, operator: string, value: unknown): boolean {
  const order = (threshold: unknown): number => orderOfNumbers(own, decimal(String(threshold)));
  if (operator !== 'between') return inOrder(operator, order(value));
  const { from, to } = value as { from: unknown; to: unknown };
  return order(from) >= 0 && order(to) <= 0;
}

function holds(person: Person, name: string, operator: string, value: unknown, asOf: bigint): boolean {
  if (name in person.words) return holdsOfWords(person.words[name] as string[], operator, value);
  const own = ownOf(person, name);
  if (operator === 'isNull') return (own === null) === value;
  if (own === null) return false;
  if (name in person.texts) return holdsOfText(own as string, operator, value);
  if (name === 'consent') return own === value;
  if (operator === 'withinDays') return (own as bigint) >= asOf - BigInt(value as number) * DAY_MICROS;
  if (operator === 'olderThanDays') return (own as bigint) < asOf - BigInt(value as number) * DAY_MICROS;
  if (name in person.numbers) return holdsOfNumber(own as Quantity, operator, value);
  const order = (threshold: unknown): number => {
    if (name === 'birthDate') return orderOf(own as string, threshold as string);
    return orderOf(own as bigint, microsOf(threshold as string));
  };
  if (operator !== 'between') return inOrder(operator, order(value));
  const { from, to } = value as { from: unknown; to: unknown };
  return order(from) >= 0 && order(to) <= 0;
}

function ownOf(person: Person, name: string): unknown {
  if (name in person.texts) return person.texts[name];
  if (name in person.numbers) return person.numbers[name];
  if (name in person.instants) return person.instants[name];
  return name === 'birthDate' ? person.birthDate : person.consent;
}

function holdsOfWords(own: readonly string[], operator: string, value: unknown): boolean {
  if (operator === 'isEmpty') return (own.length === 0) === value;
  const words = (value as string[]).map((word) => word.trim().toLowerCase());
  const isThere = (word: string): boolean => own.includes(word);
  return operator === 'hasAny' ? words.some(isThere) : words.every(isThere);
}

function holdsOfText(own: string, operator: string, value: unknown): boolean {
  if (operator === 'in') return (value as string[]).includes(own);
  if (operator === 'contains') return own.includes(value as string);
  return operator === 'startsWith' ? own.startsWith(value as string) : own === value;
}

function inOrder(operator: string, order: number): boolean {
  if (operator === 'eq') return order === 0;
  if (operator.startsWith('g')) return operator === 'gt' ? order > 0 : order >= 0;
  return operator === 'lt' ? order < 0 : order <= 0;
}

function orderOfNumbers({ of, per }: Quantity, threshold: Decimal): number {
  const none: Decimal = { units: 0n, scale: 0 };
  return per === 0n ? compare(none, threshold) : compare(of, multiply(threshold, { units: per, scale: 0 }));
}

function orderOf<T extends string | bigint>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Of a day, or of a time in UTC with any decimals. */
function microsOf(text: string): bigint {
  const [seconds = '', fraction = ''] = text.replace('Z', '').split('.');
  const whole = seconds.includes('T') ? seconds : `${seconds}T00:00:00`;
  return BigInt(Date.parse(`${whole}Z`)) * 1000n + BigInt(fraction.padEnd(6, '0'));
}
