// The rule set: the versioned document that says what every segment and score means. Parsing answers a wrong
// document with the path of each problem and with what would be legal there. Pure: no database, no I/O.
import { z } from 'zod';
import { BadInputError } from '../errors.ts';
import { documentProblems } from './problems/document.ts';
import { inconsistencies } from './problems/inconsistencies.ts';
import { describeIssue } from './problems/issues.ts';
import { dimension } from './shape/dimensions.ts';
import { score } from './shape/scores.ts';
import { signal } from './shape/signals.ts';
import { closed, label, timeZone } from './shape/texts.ts';
import { traffic } from './shape/traffic.ts';

export type { Condition, FeatureTest, SegmentTest } from './shape/conditions.ts';
export type { Dimension, Residual } from './shape/dimensions.ts';
export type { Component, Score, Step } from './shape/scores.ts';
export type { EventTest, LineTest, Signal, Window } from './shape/signals.ts';

export const ruleSetShape = closed({
  name: label.describe('What people call the rule set.'),
  timeZone: timeZone.default('UTC').describe('The IANA time zone of windows that name none.'),
  session: closed({
    timeoutMinutes: z.number().int().min(1).max(1440).describe('A longer gap starts a new session.'),
  }).describe('How events are divided into sessions.'),
  // Postgres calls functions with 100 arguments at most, and signals are handed on in pairs.
  signals: z.array(signal).max(40).describe('Numbers read from events, sessions, orders and order lines.'),
  traffic: traffic.describe('How sources and mediums are named.'),
  scores: z
    .array(score)
    .min(1)
    .max(20)
    .describe('Sums of points; the one of key `engagement` has to be there.'),
  dimensions: z.array(dimension).min(1).max(40).describe('The ways in which users are divided.'),
}).meta({ title: 'Strata rule set', description: 'What every segment and score of a user means, as data.' });
export type RuleSet = z.infer<typeof ruleSetShape>;

const MOST_LISTED = 100;

/** Parses a rule set document; throws a BadInputError that lists its problems, each with its path. */
export function parseRuleSet(document: unknown): RuleSet {
  const read = readRuleSet(document);
  if ('rules' in read) return read.rules;
  throw refusal(read.problems);
}

/** The rule set that a document is, or every problem of it, each with its path: `rules.dimensions[2].label: …`. */
export function readRuleSet(
  document: unknown,
): { readonly rules: RuleSet } | { readonly problems: readonly string[] } {
  const unreadable = documentProblems(document);
  if (unreadable.length > 0) return { problems: unreadable };
  const parsed = ruleSetShape.safeParse(document);
  const problems = parsed.success
    ? inconsistencies(parsed.data)
    : parsed.error.issues.flatMap((issue) => describeIssue(issue));
  return parsed.success && problems.length === 0 ? { rules: parsed.data } : { problems };
}

function refusal(problems: readonly string[]): BadInputError {
  const more = problems.length - MOST_LISTED;
  const listed = problems.slice(0, MOST_LISTED).join('; ');
  return new BadInputError(`The rule set is not valid: ${listed}${more > 0 ? `; and ${more} more` : ''}`);
}
