// Drafts of rule sets that differ from the published one in one number.
import type { RuleSet } from '../../../src/rules/rule-set.ts';
import { publishedRuleSet } from '../../../src/rulesets/service.ts';
import type { Shop } from './shop.ts';

/** Stores the published rule set with `edit` made to it as a draft; returns its version. */
export async function saveDraft({ database }: Shop, edit: (rules: RuleSet) => void): Promise<number> {
  const { prisma } = database;
  const rules = structuredClone((await publishedRuleSet(prisma)).rules);
  edit(rules);
  const newest = await prisma.ruleSet.findFirstOrThrow({ orderBy: { version: 'desc' } });
  const draft = { version: newest.version + 1, status: 'draft', document: rules, createdAt: new Date() };
  await prisma.ruleSet.create({ data: draft });
  return draft.version;
}
