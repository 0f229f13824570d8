// The parts of a rule set in words. Parts that mean something else never have the same words.
import { SYMBOLS, thresholdsOf } from '../rules/comparisons.ts';
import { describeCondition } from '../rules/describe.ts';
import type { Component, Dimension, RuleSet, Signal } from '../rules/rule-set.ts';

type Rule = Dimension['segments'][number];
type Segment = Omit<Rule, 'when'> & { readonly residual?: string | undefined };

/** What stands outside of signals, scores and dimensions: a name and what it is set to. */
export function describeSettings({ name, timeZone, session, traffic }: RuleSet): [string, string][] {
  const { source, medium } = traffic;
  return [
    ['name', JSON.stringify(name)],
    ['time zone', timeZone],
    ['session timeout', `${session.timeoutMinutes} minutes`],
    ['attribution', `${traffic.attribution} touch`],
    ['dropped prefixes of sources', listed(source.dropPrefixes)],
    ['host families', listed(source.hostFamilies)],
    ['dropped characters of mediums', JSON.stringify(medium.dropCharacters)],
    ...Object.entries(source.names)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([source, hosts]): [string, string] => [`source ${source}`, listed(hosts)]),
  ];
}

/** `count of events whose page_type contains "cart", in the last 30 days`. */
export function describeSignal(signal: Signal): string {
  const tests = ('anyOf' in signal ? (signal.anyOf ?? []) : []).map(describeTest);
  const whose = tests.length > 0 ? ` whose ${tests.join(', or whose ')}` : '';
  return `"${signal.label}": ${measureOf(signal)} ${signal.of}${whose}${windowOf(signal)}`;
}

function measureOf(signal: Signal): string {
  if (signal.measure === 'any') return 'whether there are any';
  if (signal.measure === 'count') return 'count of';
  return `${'sum' in signal ? signal.sum : 'revenue'} of`;
}

function describeTest(test: {
  field: string;
  in?: string[] | undefined;
  contains?: string[] | undefined;
}): string {
  const parts = [
    ...(test.in ? [`is ${listed(test.in)}`] : []),
    ...(test.contains ? [`contains ${listed(test.contains)}`] : []),
  ];
  return `${test.field} ${parts.join(' or ')}`;
}

function windowOf({ window }: Signal): string {
  if (!window) return '';
  const zone = window.timeZone ? ` (${window.timeZone})` : '';
  return `, in the last ${window.last} ${window.unit}${window.last === 1 ? '' : 's'}${zone}`;
}

/** `transactions: >= 2: 40, >= 1: 20, else 0`, or `revenue: cut points 50, 100, the highest is best`. */
export function describeComponent(component: Component): string {
  const { feature } = component;
  if ('steps' in component) {
    const steps = component.steps.flatMap(({ points, ...test }) =>
      thresholdsOf(test).map(({ comparison, threshold }) => `${SYMBOLS[comparison]} ${threshold}: ${points}`),
    );
    return `${feature}: ${[...steps, `else ${component.otherwise ?? 0}`].join(', ')}`;
  }
  const { cuts, best, calibrate } = component;
  const over = calibrate ? `, calibrated over ${describeCondition(calibrate.over)}` : '';
  return `${feature}: cut points ${cuts.join(', ')}, the ${best}est is best${over}`;
}

/** A segment with whom it is made of. */
export function describeRule({ when, ...segment }: Rule): string {
  const { key: _, ...rest } = segment;
  return `${describeCondition(when)}${asideOf(rest)}`;
}

/** A segment of everybody else. */
export function describeSegment({ key, ...rest }: Segment): string {
  return `${JSON.stringify(key)}${asideOf(rest)}`;
}

function asideOf({ priority, residual }: Omit<Segment, 'key'>): string {
  const parts = [
    ...(priority === undefined ? [] : [`priority ${priority}`]),
    ...(residual === undefined ? [] : [`stands for ${residual}`]),
  ];
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
}

/** Keys in their order, with commas. */
export function listKeys(entries: readonly { readonly key: string }[]): string {
  return entries.map(({ key }) => key).join(', ');
}

function listed(words: readonly string[]): string {
  return words.length === 0 ? 'none' : words.map((word) => JSON.stringify(word)).join(' or ');
}
