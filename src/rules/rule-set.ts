// The shape of a rule set: the versioned document that says what every segment and score means.
// Parsing answers a wrong document with a path and what would be legal there. Pure: no database, no I/O.
import { z } from 'zod';
import { BadInputError } from '../errors.ts';
import { FEATURES } from './features.ts';

const key = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,39}$/, 'expected a lower-case word of letters, digits and underscores');
const label = z.string().min(1).max(100);
const words = z.array(z.string().min(1).max(200)).min(1).max(1000);

/** A test of one feature; several operators in one test must all hold. */
const featureTest = z
  .strictObject({
    feature: z.string().min(1),
    eq: z.number().optional(),
    gt: z.number().optional(),
    gte: z.number().optional(),
    lt: z.number().optional(),
    lte: z.number().optional(),
    in: words.optional(),
    missing: z.boolean().optional(),
    hasAny: words.optional(),
  })
  .refine((test) => Object.keys(test).length > 1, 'expected an operator beside "feature"');

export type FeatureTest = z.infer<typeof featureTest>;
export type Condition = FeatureTest | { all: Condition[] } | { any: Condition[] } | { not: Condition };

const condition: z.ZodType<Condition> = z.lazy(() =>
  z.union([
    featureTest,
    z.strictObject({ all: z.array(condition).min(1).max(100) }),
    z.strictObject({ any: z.array(condition).min(1).max(100) }),
    z.strictObject({ not: condition }),
  ]),
);

const eventTest = z.strictObject({
  field: z.enum(['event_name', 'page_type', 'category']),
  in: words.optional(),
  contains: words.optional(),
});
export type EventTest = z.infer<typeof eventTest>;

const segment = z.strictObject({
  key: label,
  priority: z.number().int().min(1).max(1000).optional(),
});

const dimension = z.strictObject({
  key,
  label,
  /** Tried in order: the first that holds is the user's segment. */
  segments: z.array(segment.extend({ when: condition })).max(200),
  /** Everybody else. A residual segment (Unknown, Other) is never named as dominant while another has users. */
  otherwise: segment.extend({ residual: z.boolean().optional() }),
});
export type Dimension = z.infer<typeof dimension>;

const score = z.strictObject({
  key,
  label,
  components: z
    .array(
      z.strictObject({
        feature: z.string(),
        label,
        /** The first step that is reached gives its points. */
        steps: z.array(z.strictObject({ gte: z.number(), points: z.number().int().min(0).max(1000) })).min(1),
      }),
    )
    .min(1),
});
export type Score = z.infer<typeof score>;

const ruleSet = z.strictObject({
  name: label,
  session: z.strictObject({ timeoutMinutes: z.number().int().min(1).max(1440) }),
  signals: z.array(z.strictObject({ key, label, anyOf: z.array(eventTest).min(1) })),
  traffic: z.strictObject({
    source: z.strictObject({
      dropPrefixes: z.array(z.string().min(1)),
      names: z.record(z.string(), z.array(z.string().min(1))),
      /** A family matches `name.X` and `name.X.Y` of letters. */
      hostFamilies: z.array(z.string().regex(/^[a-z0-9]+$/)),
    }),
    medium: z.strictObject({ dropCharacters: z.string() }),
  }),
  scores: z.array(score).min(1),
  dimensions: z.array(dimension).min(1).max(40),
});
export type RuleSet = z.infer<typeof ruleSet>;

/** Parses a rule set document; throws a BadInputError that lists every problem with its path. */
export function parseRuleSet(document: unknown): RuleSet {
  const parsed = ruleSet.safeParse(document);
  const problems = parsed.success
    ? unknownFeatures(parsed.data)
    : parsed.error.issues.map(({ path, message }) => `rules.${path.join('.')}: ${message}`);
  if (!parsed.success || problems.length > 0) {
    throw new BadInputError(`The rule set is not valid: ${problems.join('; ')}`);
  }
  return parsed.data;
}

/** Every feature name that this rule set may use. */
export function featureNames({ signals, scores }: RuleSet): string[] {
  return [
    ...Object.keys(FEATURES),
    ...signals.map((signal) => `signal.${signal.key}`),
    ...scores.map((entry) => `score.${entry.key}`),
  ];
}

function unknownFeatures(rules: RuleSet): string[] {
  const legal = new Set(featureNames(rules));
  return rules.dimensions.flatMap((entry) =>
    entry.segments.flatMap(({ when }, at) =>
      testsIn(when)
        .filter(({ feature }) => !legal.has(feature))
        .map(
          ({ feature }) =>
            `rules.dimensions.${entry.key}.segments.${at}.when: unknown feature "${feature}"; known are ${[...legal].join(', ')}`,
        ),
    ),
  );
}

/** All feature tests of a condition, in order. */
export function testsIn(tree: Condition): FeatureTest[] {
  if ('all' in tree) return tree.all.flatMap(testsIn);
  if ('any' in tree) return tree.any.flatMap(testsIn);
  if ('not' in tree) return testsIn(tree.not);
  return [tree];
}
