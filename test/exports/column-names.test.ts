// A dimension may be called as a column of the users' file is: both are there, under names of their own.
import { expect, it } from 'vitest';
import { DEFAULT_RULE_SET } from '../../src/rules/default-rule-set.ts';
import { parseRuleSet } from '../../src/rules/rule-set.ts';
import { publishedRuleSet } from '../../src/rulesets/service.ts';
import { databaseOfTest } from '../support/database.ts';
import { exportedUsers, importRows, recompute } from '../support/shop.ts';
import { publishRules } from '../support/windowed-rules.ts';

it('a dimension "city" stands beside the city', async () => {
  const database = await databaseOfTest();
  await publishedRuleSet(database.prisma);
  const dimension = {
    key: 'city',
    label: 'Kind of city',
    segments: [{ key: 'Capital', when: { feature: 'city', in: ['Paris'] } }],
    otherwise: { key: 'Elsewhere' },
  };
  const visit = { user_pseudo_id: 'a', eventTimestamp: '2026-01-01 10:00:00', city: 'Paris' };
  await importRows(database, 'activity', [visit]);
  await recompute(database, '2026-02-01');
  const rules = parseRuleSet({
    ...DEFAULT_RULE_SET,
    dimensions: [...DEFAULT_RULE_SET.dimensions, dimension],
  });
  await publishRules(database, rules, null);
  expect(await exportedUsers(database)).toMatchObject([{ city: 'Paris', city_segment: 'Capital' }]);
});
