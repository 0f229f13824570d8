// Documents that are wrong in one place, and what is said of them.
import { expect } from 'vitest';
import { DEFAULT_RULE_SET } from '../../src/rules/default-rule-set.ts';
import { parseRuleSet } from '../../src/rules/rule-set.ts';

export type Document = Record<string, unknown>;

/** The default rule set with another value at a path such as `dimensions.0.label`; undefined takes it out. */
export function withValue(path: string, value: unknown): Document {
  const document = structuredClone(DEFAULT_RULE_SET) as unknown as Document;
  const parts = path.split('.');
  const last = parts.pop() as string;
  const parent = parts.reduce<Document>((inner, part) => inner[part] as Document, document);
  if (value === undefined) delete parent[last];
  else parent[last] = value;
  return document;
}

/** With that condition of the first rule of the first dimension, at FIRST_RULE. */
export function when(condition: unknown): Document {
  return withValue('dimensions.0.segments.0.when', condition);
}
export const FIRST_RULE = 'rules.dimensions[0].segments[0].when';

/** The problems of a document, as they are told; `accepted` if there are none. */
export function problemOf(document: unknown): string {
  try {
    parseRuleSet(document);
  } catch (error) {
    expect(error).toMatchObject({ name: 'BadInputError', code: 'BAD_USER_INPUT' });
    const [, problems] = /^The rule set is not valid: ([\s\S]*)$/.exec((error as Error).message) ?? [];
    return problems ?? 'told in other words';
  }
  return 'accepted';
}
