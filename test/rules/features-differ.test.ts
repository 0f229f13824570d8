// Which changes of a rule set make other features, and which only make something else of the same.
import { expect, it } from 'vitest';
import { DEFAULT_RULE_SET } from '../../src/rules/default-rule-set.ts';
import { featuresDiffer } from '../../src/rules/features-differ.ts';
import { parseRuleSet, type RuleSet } from '../../src/rules/rule-set.ts';
import { withValue } from './documents.ts';

const differs = (path: string, value: unknown, from: RuleSet = DEFAULT_RULE_SET): boolean =>
  featuresDiffer(from, parseRuleSet({ ...from, ...withValue(path, value) }));

const windowed: RuleSet = parseRuleSet(withValue('signals.0.window', { last: 3, unit: 'month' }));

it('a rule set reads something else where sessions, traffic or signals differ', () => {
  expect(differs('session.timeoutMinutes', 31)).toBe(true);
  expect(differs('traffic.attribution', 'first')).toBe(true);
  expect(differs('traffic.medium.dropCharacters', '')).toBe(true);
  expect(differs('traffic.source.names.x', ['y.example'])).toBe(true);
  expect(differs('signals.0.measure', 'any')).toBe(true);
  expect(differs('signals.0.window', { last: 3, unit: 'month' })).toBe(true);
  expect(differs('signals.1', { key: 'more', label: 'x', of: 'sessions', measure: 'count' })).toBe(true);
});

it('a rule set reads the same where only rules, scores, labels or the order of things differ', () => {
  expect(featuresDiffer(DEFAULT_RULE_SET, structuredClone(DEFAULT_RULE_SET))).toBe(false);
  expect(differs('name', 'other')).toBe(false);
  expect(differs('signals.0.label', 'other')).toBe(false);
  expect(differs('dimensions.0.label', 'other')).toBe(false);
  expect(differs('scores.1.components.0.cuts', [1, 2, 3, 4])).toBe(false);
  const more: RuleSet['signals'][number] = { key: 'more', label: 'x', of: 'sessions', measure: 'count' };
  const [one, other] = [
    [...DEFAULT_RULE_SET.signals, more],
    [more, ...DEFAULT_RULE_SET.signals],
  ];
  expect(featuresDiffer({ ...DEFAULT_RULE_SET, signals: one }, { ...DEFAULT_RULE_SET, signals: other })).toBe(
    false,
  );
  const { source } = DEFAULT_RULE_SET.traffic;
  const names = Object.fromEntries(Object.entries(source.names).toReversed());
  const traffic = { ...DEFAULT_RULE_SET.traffic, source: { ...source, names } };
  expect(featuresDiffer(DEFAULT_RULE_SET, { ...DEFAULT_RULE_SET, traffic })).toBe(false);
});

it("the rule set's time zone counts only for windows that name none", () => {
  const zone = 'Asia/Tokyo';
  expect(featuresDiffer(DEFAULT_RULE_SET, { ...DEFAULT_RULE_SET, timeZone: zone })).toBe(false);
  expect(featuresDiffer(windowed, { ...windowed, timeZone: zone })).toBe(true);
  const named = parseRuleSet(withValue('signals.0.window', { last: 3, unit: 'month', timeZone: 'UTC' }));
  expect(featuresDiffer(named, { ...named, timeZone: zone })).toBe(false);
  expect(featuresDiffer(windowed, named)).toBe(false);
});
