// A condition as alternatives of tests that must all hold (its disjunctive normal form), within bounds of number and
// work: beyond them the answer is that it is not known.
import { isFeatureTest, isSegmentTest } from '../conditions.ts';
import type { Condition, RuleSet } from '../rule-set.ts';
import { literalOf, segmentLiteralOf } from './literals.ts';
import type { ValueSet } from './value-sets.ts';

/** What is tested → the values that are let through; what is not named may have any. */
export type Conjunct = ReadonlyMap<string, ValueSet>;

const MOST_CONJUNCTS = 64;

/** Work that may still be done; shared by everything that is asked of one rule set. */
export class Budget {
  #left = 2_000_000;
  spend(work: number): boolean {
    this.#left -= work;
    return this.#left > 0;
  }
}

/** The conjuncts that do not contradict themselves; none of them if the condition does. Undefined if not known. */
export function conjunctsOf(
  node: Condition,
  rules: RuleSet,
  budget: Budget,
  holds = true,
): Conjunct[] | undefined {
  if ('not' in node) return conjunctsOf(node.not, rules, budget, !holds);
  if (isFeatureTest(node)) return single(node.feature, literalOf(node, rules, holds));
  if (isSegmentTest(node)) return single(`segment:${node.segment}`, segmentLiteralOf(node, rules, holds));
  const isAll = 'all' in node;
  const branches = (isAll ? node.all : node.any).map((branch) => conjunctsOf(branch, rules, budget, holds));
  return isAll === holds ? everyOne(branches, budget) : either(branches);
}

function single(name: string, values: ValueSet): Conjunct[] {
  return values.isEmpty() ? [] : [new Map([[name, values]])];
}

function either(branches: readonly (readonly Conjunct[] | undefined)[]): Conjunct[] | undefined {
  const conjuncts: Conjunct[] = [];
  for (const branch of branches) {
    if (!branch || conjuncts.length + branch.length > MOST_CONJUNCTS) return undefined;
    conjuncts.push(...branch);
  }
  return conjuncts;
}

function everyOne(
  branches: readonly (readonly Conjunct[] | undefined)[],
  budget: Budget,
): Conjunct[] | undefined {
  let product: Conjunct[] = [new Map()];
  for (const branch of branches) {
    if (!branch || product.length * branch.length > MOST_CONJUNCTS) return undefined;
    const next: Conjunct[] = [];
    for (const one of product) {
      for (const other of branch) {
        if (!budget.spend(workOf(one) + workOf(other))) return undefined;
        const both = meet(one, other);
        if (both) next.push(both);
      }
    }
    product = next;
  }
  return product;
}

/** Undefined where no value is left of something. */
function meet(one: Conjunct, other: Conjunct): Conjunct | undefined {
  const both = new Map(one);
  for (const [name, values] of other) {
    const left = both.get(name)?.intersect(values) ?? values;
    if (left.isEmpty()) return undefined;
    both.set(name, left);
  }
  return both;
}

export function workOf(conjunct: Conjunct): number {
  let work = 1;
  for (const { size } of conjunct.values()) work += size;
  return work;
}
