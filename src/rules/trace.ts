// What an evaluation answers, made to be shown as it is: flat lists in the order in which rules and tests stand, with
// every value as text.

export interface Evaluation {
  /** In the rule set's order. */
  readonly scores: readonly ScoreTrace[];
  /** Every dimension, in the rule set's order. */
  readonly dimensions: readonly DimensionTrace[];
}

export interface ScoreTrace {
  readonly key: string;
  readonly label: string;
  readonly points: number;
  readonly components: readonly ComponentTrace[];
}

export interface ComponentTrace {
  readonly label: string;
  readonly feature: string;
  /** Decimal text; null where unknown. */
  readonly observed: string | null;
  /** The step that was reached, or the cut points that the value lies between: `>= 2`, `> 7 and <= 30`, `otherwise`. */
  readonly reason: string;
  readonly points: number;
}

export interface DimensionTrace {
  readonly key: string;
  readonly label: string;
  /** The user's segment. */
  readonly segment: string;
  readonly priority: number | null;
  /** In the order in which they are tried; those after the match are there, but untried. */
  readonly rules: readonly RuleTrace[];
}

export interface RuleTrace {
  /** The segment of those for whom it holds. */
  readonly segment: string;
  readonly priority: number | null;
  readonly outcome: 'matched' | 'failed' | 'untried';
  /** In words: `revenue >= 500 and transactions >= 2`. */
  readonly condition: string;
  /** The condition's tree, each branch before what it is made of; empty where the rule was not tried. */
  readonly lines: readonly ConditionLine[];
}

/** A branch, of which `kind` says how it joins what stands below it one level deeper, or a test. */
export interface ConditionLine {
  /** 0 for the whole condition. */
  readonly depth: number;
  readonly kind: 'all' | 'any' | 'not' | 'test';
  readonly holds: boolean;
  /** Null of a branch. */
  readonly test: TestTrace | null;
}

export interface TestTrace {
  /** A feature, or `segment.KEY` of another dimension. */
  readonly feature: string;
  readonly label: string;
  /** As in the rule set: eq, gt, gte, lt, lte, in, missing or hasAny. */
  readonly operator: string;
  readonly threshold: string;
  /** Decimal text of at most 6 decimals, a text, or a list with commas; null where unknown. */
  readonly observed: string | null;
  readonly holds: boolean;
}
