// The shape of a rule set: the versioned document that says what every segment and score means.
// Parsing answers a wrong document with a path and what would be legal there. Pure: no database, no I/O.
import { z } from 'zod';
import { BadInputError } from '../errors.ts';
import { describeIssue, inconsistencies } from './rule-set-problems.ts';

const key = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,39}$/, 'expected a lower-case word of letters, digits and underscores');
/** Postgres stores no NUL in a text. */
const text = z.string().regex(/^[^\0]*$/, 'expected text without the character NUL');
const label = text.min(1).max(100);
const words = z.array(text.min(1).max(200)).min(1).max(1000);

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

const DEEPEST_CONDITION = 10;

/** Bounded in depth, so that no document is too deep to be read, compiled or run. */
function conditionOf(depth: number): z.ZodType<Condition> {
  if (depth === DEEPEST_CONDITION) return featureTest;
  const inner = conditionOf(depth + 1);
  return z.union([
    featureTest,
    z.strictObject({ all: z.array(inner).min(1).max(100) }),
    z.strictObject({ any: z.array(inner).min(1).max(100) }),
    z.strictObject({ not: inner }),
  ]);
}
const condition = conditionOf(1);

const eventTest = z
  .strictObject({
    field: z.enum(['event_name', 'page_type', 'category']),
    in: words.optional(),
    contains: words.optional(),
  })
  .refine((test) => test.in ?? test.contains, 'expected "in" or "contains" beside "field"');
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
  /** Everybody else; `residual` where that says nothing of them, for want of a value or of a name for it. */
  otherwise: segment.extend({ residual: z.enum(['unknown', 'other']).optional() }),
});
export type Dimension = z.infer<typeof dimension>;
export type Residual = NonNullable<Dimension['otherwise']['residual']>;

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
      dropPrefixes: z.array(text.min(1)),
      names: z.record(text.min(1), z.array(text.min(1)).min(1)),
      /** A family matches `name.X` and `name.X.Y` of letters. */
      hostFamilies: z.array(z.string().regex(/^[a-z0-9]+$/)),
    }),
    medium: z.strictObject({ dropCharacters: text }),
  }),
  scores: z.array(score).min(1),
  dimensions: z.array(dimension).min(1).max(40),
});
export type RuleSet = z.infer<typeof ruleSet>;

/** Parses a rule set document; throws a BadInputError that lists every problem with its path. */
export function parseRuleSet(document: unknown): RuleSet {
  const parsed = ruleSet.safeParse(document);
  const problems = parsed.success ? inconsistencies(parsed.data) : parsed.error.issues.map(describeIssue);
  if (parsed.success && problems.length === 0) return parsed.data;
  throw new BadInputError(`The rule set is not valid: ${problems.join('; ')}`);
}
