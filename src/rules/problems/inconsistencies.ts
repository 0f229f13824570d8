// What a shape can't say of a rule set: keys given twice, features and segments that do not exist, operators that do
// not apply, dimensions that read each other, too many tests, and rules that no user can reach.
import { findCycle } from '../dependencies.ts';
import { unreachableRules } from '../reach/unreachable.ts';
import type { RuleSet } from '../rule-set.ts';
import { tooManyTests } from './amounts.ts';
import { ambiguousHosts, repeatedKeys } from './keys.ts';
import { wrongReferences } from './references.ts';

/** Every problem of a rule set whose shape is right, each with its path. */
export function inconsistencies(rules: RuleSet): string[] {
  const tooMany = tooManyTests(rules);
  if (tooMany.length > 0) return tooMany;
  const problems = [...repeatedKeys(rules), ...ambiguousHosts(rules), ...wrongReferences(rules)];
  return problems.length > 0 ? problems : [...cycles(rules), ...unreachable(rules)];
}

function cycles(rules: RuleSet): string[] {
  const cycle = findCycle(rules);
  if (!cycle) return [];
  return [`rules.dimensions: they read each other in a circle: ${cycle.join(' → ')}; expected no circle`];
}

function unreachable(rules: RuleSet): string[] {
  return unreachableRules(rules).map(({ dimension, segment, earlier }) => {
    const path = `rules.dimensions[${dimension}].segments[${segment}].when`;
    if (earlier.length === 0) return `${path}: contradicts itself, so that it holds for no user`;
    const segments = rules.dimensions[dimension]?.segments ?? [];
    const names = earlier.map((at) => `"${segments[at]?.key}" (segments[${at}])`).join(' or ');
    return `${path}: can never be reached, because everybody for whom it holds is already in ${names}; expected it before that rule, or not at all`;
  });
}
