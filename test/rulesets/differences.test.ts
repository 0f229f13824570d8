// What differs between two rule sets, said so that people can decide whether to publish one.
import { describe, expect, it } from 'vitest';
import { DEFAULT_RULE_SET } from '../../src/rules/default-rule-set.ts';
import type { RuleSet } from '../../src/rules/rule-set.ts';
import { differencesBetween } from '../../src/rulesets/service.ts';
import { editedRules, SPENDING, withHighValueFrom } from './edited-rules.ts';

const said = (after: RuleSet, before = DEFAULT_RULE_SET): string[] =>
  differencesBetween(before, after).map(
    ({ change, what, description }) => `${change} ${what}: ${description}`,
  );

describe('the differences between two rule sets', () => {
  it('are none where they are the same, however their parts are ordered in JSON', () => {
    expect(said(JSON.parse(JSON.stringify(DEFAULT_RULE_SET)))).toEqual([]);
    const names = editedRules(({ traffic }) => {
      traffic.source.names = Object.fromEntries(Object.entries(traffic.source.names).reverse());
    });
    expect(said(names)).toEqual([]);
  });

  it('name a rule that is changed, and say it before and after', () => {
    expect(said(withHighValueFrom(400))).toEqual([
      'changed dimension customer: High-Value Customer: revenue >= 500 and transactions >= 2 (priority 1) → revenue >= 400 and transactions >= 2 (priority 1)',
    ]);
  });

  it('name dimensions that are added and removed, each the other way round from the other side', () => {
    const after = editedRules(({ dimensions }) => {
      dimensions.splice(3, 1);
      dimensions.push(SPENDING);
    });
    const added = 'dimension spending: Big, Small, Nothing';
    const removed = 'dimension gender: Male, Female, Unknown';
    expect(said(after)).toEqual([`added ${added}`, `removed ${removed}`]);
    expect(said(DEFAULT_RULE_SET, after)).toEqual([`added ${removed}`, `removed ${added}`]);
  });

  it('name segments that are added, removed, put elsewhere, and the one of everybody else', () => {
    const after = editedRules(({ dimensions }) => {
      const customer = dimensions[0] as (typeof dimensions)[number];
      const [high, loyal, ...rest] = customer.segments as [never, never, ...never[]];
      customer.segments = [loyal, high, ...rest.slice(1)];
      customer.segments.push({ key: 'Curious', when: { feature: 'total_events', gte: 50 } });
      customer.otherwise = { key: 'The Rest', residual: 'other' };
    });
    expect(said(after)).toEqual([
      'added dimension customer: Curious: total_events >= 50',
      'removed dimension customer: High-Potential Customer: score.engagement >= 60 and transactions = 0 (priority 3)',
      'changed dimension customer: order of the rules: High-Value Customer, Loyal Customer, At-Risk Customer, New Customer, Casual Browser → Loyal Customer, High-Value Customer, At-Risk Customer, New Customer, Casual Browser',
      'changed dimension customer: everybody else: "Regular Customer" (priority 6) → "The Rest" (stands for other)',
    ]);
  });

  it('name signals, scores and settings', () => {
    const after = editedRules((rules) => {
      rules.session.timeoutMinutes = 20;
      rules.timeZone = 'Europe/Berlin';
      rules.traffic.attribution = 'first';
      rules.signals.push({
        key: 'recent',
        label: 'Recent orders',
        of: 'orders',
        measure: 'sum',
        window: { last: 1, unit: 'month', timeZone: 'UTC' },
      });
      const [engagement, recency] = rules.scores as [never, (typeof rules.scores)[number], ...never[]];
      Object.assign(recency.components[0] as object, { cuts: [1, 2, 3, 4] });
      rules.scores = [engagement, recency, ...rules.scores.slice(3)];
    });
    expect(said(after)).toEqual([
      'changed time zone: UTC → Europe/Berlin',
      'changed session timeout: 30 minutes → 20 minutes',
      'changed attribution: any touch → first touch',
      'added signal recent: "Recent orders": revenue of orders, in the last 1 month (UTC)',
      'changed score recency: Days since the last order: days_since_last_order: cut points 7, 30, 60, 120, the lowest is best, calibrated over transactions >= 1 → days_since_last_order: cut points 1, 2, 3, 4, the lowest is best, calibrated over transactions >= 1',
      'removed score frequency: transactions: cut points 1, 2, 3, 5, the highest is best, calibrated over transactions >= 1',
    ]);
  });

  it('are there for every leaf of the document: no change goes unsaid', () => {
    const document = JSON.parse(JSON.stringify(DEFAULT_RULE_SET)) as object;
    let leaves = 0;
    const unsaid: string[] = [];
    walk(document, [], (path, parent, name) => {
      const value = parent[name];
      leaves++;
      parent[name] = otherThan(value);
      if (differencesBetween(DEFAULT_RULE_SET, document as RuleSet).length === 0) unsaid.push(path);
      parent[name] = value;
    });
    expect(leaves).toBeGreaterThan(200);
    expect(unsaid).toEqual([]);
  });
});

function otherThan(value: unknown): unknown {
  if (typeof value === 'boolean') return !value;
  return typeof value === 'number' ? value + 1 : `${String(value)}x`;
}

function walk(
  value: object,
  path: string[],
  visit: (path: string, parent: Record<string, unknown>, name: string) => void,
): void {
  for (const [name, inner] of Object.entries(value)) {
    if (typeof inner === 'object' && inner !== null) walk(inner, [...path, name], visit);
    else visit([...path, name].join('.'), value as Record<string, unknown>, name);
  }
}
