// The published rule set, and the numbers of its segments. A new database starts with the default rule set.
import type { PrismaClient } from '../db/prisma.ts';
import { DEFAULT_RULE_SET } from '../rules/default-rule-set.ts';
import { parseRuleSet, type RuleSet } from '../rules/rule-set.ts';

export interface PublishedRuleSet {
  readonly version: number;
  readonly rules: RuleSet;
}

/** The published rule set; publishes the default one where there is none yet. */
export async function publishedRuleSet(prisma: PrismaClient): Promise<PublishedRuleSet> {
  const row =
    (await prisma.ruleSet.findFirst({ where: { status: 'published' } })) ?? (await publishDefault(prisma));
  return { version: row.version, rules: parseRuleSet(row.document) };
}

/** The rule set of a version that a snapshot names. */
export async function ruleSetVersion(prisma: PrismaClient, version: number): Promise<RuleSet> {
  const row = await prisma.ruleSet.findUniqueOrThrow({ where: { version } });
  return parseRuleSet(row.document);
}

async function publishDefault(prisma: PrismaClient) {
  const now = new Date();
  await prisma.ruleSet.createMany({
    data: [{ version: 1, status: 'published', document: DEFAULT_RULE_SET, createdAt: now, publishedAt: now }],
    skipDuplicates: true,
  });
  return prisma.ruleSet.findFirstOrThrow({ where: { status: 'published' } });
}

/** Numbers of segments: dimension key → segment key → number. */
export type SegmentNumbers = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** The number of every segment of `rules`; new ones are numbered. For runs: readers take what a run has numbered. */
export async function numberSegments(prisma: PrismaClient, rules: RuleSet): Promise<SegmentNumbers> {
  const numbered = await segmentNumbers(prisma);
  const missing = rules.dimensions.flatMap(({ key: dimension, segments, otherwise }) =>
    [...segments, otherwise]
      .filter(({ key }) => !numbered.get(dimension)?.has(key))
      .map(({ key }) => ({ dimension, key })),
  );
  if (missing.length === 0) return numbered;
  await prisma.segment.createMany({ data: missing, skipDuplicates: true });
  return segmentNumbers(prisma);
}

/** The number of every segment that there is. */
export async function segmentNumbers(prisma: PrismaClient): Promise<SegmentNumbers> {
  const numbers = new Map<string, Map<string, number>>();
  for (const { dimension, key, segmentId } of await prisma.segment.findMany()) {
    const ofDimension = numbers.get(dimension) ?? new Map<string, number>();
    numbers.set(dimension, ofDimension.set(key, segmentId));
  }
  return numbers;
}
