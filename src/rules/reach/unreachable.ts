// Rules that no user can reach: those that contradict themselves, and those that hold only for users whom earlier
// rules of the dimension have taken. Sound, not complete: a rule that is named can't be reached, others may not be.
import type { RuleSet } from '../rule-set.ts';
import { Budget, type Conjunct, conjunctsOf, workOf } from './conjuncts.ts';
import { domainOfName } from './literals.ts';

export interface UnreachableRule {
  /** Where it stands: numbers of the dimension and of the rule in it. */
  readonly dimension: number;
  readonly segment: number;
  /** The rules before it that take its users; none where it contradicts itself. */
  readonly earlier: readonly number[];
}

/** Gives up in silence where more would have to be compared than is worth it. */
export function unreachableRules(rules: RuleSet): UnreachableRule[] {
  const budget = new Budget();
  return rules.dimensions.flatMap(({ segments }, dimension) => {
    const before: (readonly Conjunct[])[] = [];
    return segments.flatMap(({ when }, segment) => {
      const conjuncts = conjunctsOf(when, rules, budget);
      const earlier = conjuncts && takers(conjuncts, before, rules, budget);
      before.push(conjuncts ?? []);
      return earlier ? [{ dimension, segment, earlier }] : [];
    });
  });
}

/** The earlier rules that take everybody of these conjuncts; undefined if there may be somebody left. */
function takers(
  conjuncts: readonly Conjunct[],
  before: readonly (readonly Conjunct[])[],
  rules: RuleSet,
  budget: Budget,
): number[] | undefined {
  const found = new Set<number>();
  for (const conjunct of conjuncts) {
    const taker = before.findIndex((earlier) =>
      earlier.some((other) => isInside(conjunct, other, rules, budget)),
    );
    if (taker === -1) return undefined;
    found.add(taker);
  }
  return [...found].sort((a, b) => a - b);
}

function isInside(conjunct: Conjunct, other: Conjunct, rules: RuleSet, budget: Budget): boolean {
  if (!budget.spend(workOf(conjunct) + workOf(other))) return false;
  for (const [name, values] of other) {
    if (!(conjunct.get(name) ?? domainOfName(name, rules)).isInside(values)) return false;
  }
  return true;
}
