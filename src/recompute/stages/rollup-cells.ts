// From the sums of whole combinations of segments to those of every set of dimensions that is rolled up. Sets are added
// up from blocks of several dimensions, of which there are far fewer rows than of whole combinations.
import { join, raw, type Sql, sql } from '../../db/sql.ts';
import { MOST_TOGETHER, rolledUpSets } from '../../rules/rolled-up-sets.ts';
import type { RuleSet } from '../../rules/rule-set.ts';

export const SUMS = ['users', 'revenue', 'score_sum', 'transactions'];
/** Whole numbers stay such: a sum of bigints would be a numeric, and its sum slow. */
export const SUMMED = raw(
  'sum(c.users)::bigint as users, sum(c.revenue) as revenue, sum(c.score_sum)::bigint as score_sum, sum(c.transactions)::bigint as transactions',
);

/** Any three dimensions are in some block of three groups. */
const LEAST_GROUPS = 5;
/** A block for fewer sets costs more than it saves. */
const LEAST_SETS = 3;

interface Block {
  readonly name: string;
  /** In the list of dimensions, from 0 on. */
  readonly places: readonly number[];
  readonly sets: (readonly number[])[];
}

/** Sets of dimensions that the rules have sums of, as rising places; without the empty one. */
export function setsOf({ dimensions }: RuleSet, scheme: number): number[][] {
  const sizes = dimensions.map(({ segments }) => segments.length + 1);
  return rolledUpSets(sizes, scheme).filter((set) => set.length > 0);
}

/** Steps from `combinations` (segment_ids and sums) to `cells` of the sets: rising numbers of segments, and sums. */
export function cellSteps({ dimensions }: RuleSet, sets: readonly (readonly number[])[]): Sql {
  const blocks = blocksOf(sets, dimensions.length).filter((block) => block.sets.length >= LEAST_SETS);
  const inBlocks = new Set(blocks.flatMap((block) => block.sets));
  const selects = [
    ...blocks.flatMap(({ name, sets: its }) => its.map((set) => cellSelect(name, set.map(columnOf)))),
    ...sets.filter((set) => !inBlocks.has(set)).map((set) => cellSelect('combinations', set.map(elementOf))),
  ];
  return join(
    [...blocks.map(blockStep), sql`cells as materialized (${join(selects, '\n   union all')})`],
    ',\n',
  );
}

const columnOf = (place: number): string => `c.place_${place}`;
const elementOf = (place: number): string => `c.segment_ids[${place + 1}]`;

function blockStep({ name, places }: Block): Sql {
  const columns = places.map((place) => `${elementOf(place)} as place_${place}`).join(', ');
  return sql`${raw(name)} as materialized (
  select ${raw(columns)}, ${SUMMED} from combinations c group by ${raw(places.map((_, at) => at + 1).join(', '))})`;
}

function cellSelect(source: string, places: readonly string[]): Sql {
  return sql`
  select ${raw(rising(places))} as segment_ids, ${SUMMED}
    from ${raw(source)} c
   group by ${raw(places.join(', '))}`;
}

/** An array of up to three numbers, from the lowest to the highest. */
function rising(numbers: readonly string[]): string {
  const list = numbers.join(', ');
  const [least, greatest] = [`least(${list})`, `greatest(${list})`];
  if (numbers.length < MOST_TOGETHER)
    return `array[${numbers.length === 1 ? list : `${least}, ${greatest}`}]`;
  return `array[${least}, ${numbers.join(' + ')} - ${least} - ${greatest}, ${greatest}]`;
}

/** Every set once, in the first block that holds all of it. */
function blocksOf(sets: readonly (readonly number[])[], dimensions: number): Block[] {
  const groups = Math.max(LEAST_GROUPS, Math.ceil(dimensions / 2));
  const blocks: Block[] = [];
  const left = new Set<readonly number[]>(sets);
  for (let a = 0; a < groups; a++)
    for (let b = a + 1; b < groups; b++)
      for (let c = b + 1; c < groups; c++) {
        const isIn = (place: number): boolean => [a, b, c].includes(place % groups);
        const its = [...left].filter((set) => set.every(isIn));
        for (const set of its) left.delete(set);
        const places = Array.from({ length: dimensions }, (_, place) => place).filter(isIn);
        blocks.push({ name: `block_${blocks.length}`, places, sets: its });
      }
  return blocks;
}
