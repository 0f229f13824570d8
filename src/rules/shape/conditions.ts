// The shape of a condition: a tree of tests of features and of segments in other dimensions. Recursive: how deep
// a document nests is checked before it is read by this (problems/document.ts).
import { z } from 'zod';
import { closed, key, label, text, threshold, words } from './texts.ts';

const featureTest = closed({
  feature: text.min(1).max(200).describe('A feature, or `signal.KEY` or `score.KEY` of this rule set.'),
  eq: threshold.optional().describe('The number is equal to this one.'),
  gt: threshold.optional().describe('The number is above this one.'),
  gte: threshold.optional().describe('The number is this one or above it.'),
  lt: threshold.optional().describe('The number is below this one.'),
  lte: threshold.optional().describe('The number is this one or below it.'),
  in: words.optional().describe('The text is one of these words, trimmed and in any case.'),
  missing: z.boolean().optional().describe('Whether the text is unknown.'),
  hasAny: words.optional().describe('Any of these words is in the set, trimmed and in any case.'),
})
  .refine((test) => Object.keys(test).length > 1, 'expected an operator beside "feature"')
  .meta({
    id: 'FeatureTest',
    description: 'A test of one feature; several operators must all hold. What is unknown passes no test.',
    minProperties: 2,
  });
export type FeatureTest = z.infer<typeof featureTest>;

const segmentTest = closed({
  segment: key.describe('The key of another dimension.'),
  in: z.array(label).min(1).max(200).describe('Keys of its segments, as they are written there.'),
}).meta({ id: 'SegmentTest', description: "A test of the user's segment in another dimension." });
export type SegmentTest = z.infer<typeof segmentTest>;

export type Condition =
  | FeatureTest
  | SegmentTest
  | { all: Condition[] }
  | { any: Condition[] }
  | { not: Condition };

const MOST_BRANCHES = 100;

/** Getters, because conditions are made of conditions. */
const all = closed({
  get all(): z.ZodType<Condition[]> {
    return z.array(condition).min(1).max(MOST_BRANCHES).describe('Conditions that must all hold.');
  },
}).meta({ id: 'All', description: 'Holds where all of its conditions do.' });
const any = closed({
  get any(): z.ZodType<Condition[]> {
    return z.array(condition).min(1).max(MOST_BRANCHES).describe('Conditions of which one must hold.');
  },
}).meta({ id: 'Any', description: 'Holds where one of its conditions does.' });
const not = closed({
  get not(): z.ZodType<Condition> {
    return condition.describe('The condition that must not hold.');
  },
}).meta({ id: 'Not', description: 'Holds where its condition does not, what is unknown included.' });

export const condition: z.ZodType<Condition> = z
  .union([featureTest, segmentTest, all, any, not], {
    error: 'expected an object with exactly one of "feature", "segment", "all", "any", "not"',
  })
  .meta({ id: 'Condition', description: 'A test, or a tree of tests nested at most 10 levels deep.' });
