// The numbers by which states name segments: unique across dimensions, never reused, the same in every version.
import type { PrismaClient } from '../db/prisma.ts';
import type { RuleSet } from '../rules/rule-set.ts';

/** Dimension key → segment key → number. */
export type SegmentNumbers = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** The number of every segment of `rules`; new ones are numbered. For runs: readers take what a run has numbered. */
export async function numberSegments(prisma: PrismaClient, rules: RuleSet): Promise<SegmentNumbers> {
  const numbered = await segmentNumbers(prisma);
  const missing = segmentsWithout(numbered, rules);
  if (missing.length === 0) return numbered;
  await prisma.segment.createMany({ data: missing, skipDuplicates: true });
  return segmentNumbers(prisma);
}

/** The number of every segment that there is. */
export async function segmentNumbers(prisma: PrismaClient): Promise<SegmentNumbers> {
  return byDimension(await prisma.segment.findMany());
}

/** The same with a number below 0 for each segment of `rules` that has none. Writes nothing. */
export async function provisionalNumbers(prisma: PrismaClient, rules: RuleSet): Promise<SegmentNumbers> {
  const numbered = await prisma.segment.findMany();
  const missing = segmentsWithout(byDimension(numbered), rules);
  return byDimension([...numbered, ...missing.map((segment, at) => ({ ...segment, segmentId: -1 - at }))]);
}

interface NumberedSegment {
  readonly dimension: string;
  readonly key: string;
  readonly segmentId: number;
}

function segmentsWithout(
  numbered: SegmentNumbers,
  rules: RuleSet,
): Pick<NumberedSegment, 'dimension' | 'key'>[] {
  return rules.dimensions.flatMap(({ key: dimension, segments, otherwise }) =>
    [...segments, otherwise]
      .filter(({ key }) => !numbered.get(dimension)?.has(key))
      .map(({ key }) => ({ dimension, key })),
  );
}

function byDimension(segments: readonly NumberedSegment[]): SegmentNumbers {
  const numbers = new Map<string, Map<string, number>>();
  for (const { dimension, key, segmentId } of segments) {
    const ofDimension = numbers.get(dimension) ?? new Map<string, number>();
    numbers.set(dimension, ofDimension.set(key, segmentId));
  }
  return numbers;
}
