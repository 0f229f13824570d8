// The values of a feature that a test lets through, and those that there can be. Where the two differ from what users
// have, the set is the larger one: what seems reachable may not be, but never the other way round.
import { foldAscii } from '../ascii.ts';
import { type Threshold, thresholdsOf, wholeRange } from '../comparisons.ts';
import { type Feature, findFeature, isWholeNumber } from '../features.ts';
import type { FeatureTest, RuleSet, SegmentTest } from '../rule-set.ts';
import { type Cut, NumberSet } from './number-set.ts';
import { ChoiceSet, type ValueSet, WordSet } from './value-sets.ts';

const NOTHING: ReadonlySet<string> = new Set();
const ALL_WORDS = new WordSet(NOTHING, { allBut: true, unknown: true });

/** Every value that the feature can have. */
function domainOf(feature: Feature): ValueSet {
  if (feature.type === 'text') return ALL_WORDS;
  if (feature.type === 'set') return new ChoiceSet([], NOTHING);
  return numbersOf(feature);
}

function numbersOf(feature: Feature): NumberSet {
  const nullable = feature.type === 'days' || (feature.type === 'number' && feature.nullable === true);
  const least = feature.type === 'number' ? (feature.least ?? -Infinity) : 0;
  const most = feature.type === 'number' ? (feature.most ?? Infinity) : Infinity;
  // Just before the next whole number, as the sets of tests of whole numbers end.
  const end = isWholeNumber(feature) ? { at: most + 1, after: false } : { at: most, after: true };
  return new NumberSet([{ at: least, after: false }, end], nullable);
}

/** The values for which the test holds, or those for which it does not. */
export function literalOf(test: FeatureTest, rules: RuleSet, holds: boolean): ValueSet {
  const feature = findFeature(test.feature, rules);
  if (!feature) throw new Error(`There is no feature ${test.feature}.`);
  if (feature.type === 'text') return holds ? wordsOf(test) : wordsOf(test).complement();
  if (feature.type === 'set') {
    const words = new Set(test.hasAny?.map(foldAscii));
    return holds ? new ChoiceSet([words], NOTHING) : new ChoiceSet([], words);
  }
  const domain = numbersOf(feature);
  const passing = thresholdsOf(test)
    .map((threshold) => new NumberSet(cutsOf(threshold, isWholeNumber(feature))))
    .reduce((all, one) => all.intersect(one), domain);
  return holds ? passing : domain.without(passing);
}

function wordsOf({ in: listed, missing }: FeatureTest): WordSet {
  const words = listed ? new WordSet(new Set(listed.map(foldAscii))) : ALL_WORDS;
  if (missing === undefined) return words;
  const unknown = new WordSet(NOTHING, { unknown: true });
  return words.intersect(missing ? unknown : unknown.complement());
}

function cutsOf(test: Threshold, whole: boolean): Cut[] {
  if (whole) {
    const range = wholeRange(test);
    if (!range) return [];
    return [
      { at: range.from, after: false },
      { at: range.below, after: false },
    ];
  }
  const { comparison, threshold } = test;
  const lowest = { at: -Infinity, after: false };
  const highest = { at: Infinity, after: true };
  const cut = (after: boolean): Cut => ({ at: threshold, after });
  if (comparison === 'gte') return [cut(false), highest];
  if (comparison === 'gt') return [cut(true), highest];
  if (comparison === 'lt') return [lowest, cut(false)];
  if (comparison === 'lte') return [lowest, cut(true)];
  return [cut(false), cut(true)];
}

/** The segments for which the test holds, or those of the dimension for which it does not. */
export function segmentLiteralOf(test: SegmentTest, rules: RuleSet, holds: boolean): ValueSet {
  return new WordSet(segmentsOf(test.segment, rules, (key) => test.in.includes(key) === holds));
}

function segmentsOf(dimensionKey: string, rules: RuleSet, isWanted: (key: string) => boolean): Set<string> {
  const dimension = rules.dimensions.find(({ key }) => key === dimensionKey);
  const keys = dimension ? [...dimension.segments, dimension.otherwise].map(({ key }) => key) : [];
  return new Set(keys.filter(isWanted));
}

/** Every value of what a conjunct names: a feature, or `segment:` and the key of a dimension. */
export function domainOfName(name: string, rules: RuleSet): ValueSet {
  if (name.startsWith('segment:')) return new WordSet(segmentsOf(name.slice(8), rules, () => true));
  const feature = findFeature(name, rules);
  if (!feature) throw new Error(`There is no feature ${name}.`);
  return domainOf(feature);
}
