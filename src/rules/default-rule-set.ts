// The rule set that a new database starts with: the documented segmentation, as data.
import document from './default-rule-set.json' with { type: 'json' };
import { parseRuleSet, type RuleSet } from './rule-set.ts';

export const DEFAULT_RULE_SET: RuleSet = parseRuleSet(document);
