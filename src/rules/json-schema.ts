// The published JSON Schema (draft 2020-12) of rule set documents, from the same shape that parses them. What a shape
// can't say, such as that a feature exists, only parseRuleSet knows.
import { z } from 'zod';
import { ruleSetShape } from './rule-set.ts';

/** A schema of documents as people write them: what has a default may be left out. */
export function ruleSetJsonSchema(): Record<string, unknown> {
  return z.toJSONSchema(ruleSetShape, { target: 'draft-2020-12', io: 'input', reused: 'inline' });
}
