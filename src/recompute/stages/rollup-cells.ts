// From the sums of whole combinations of segments to those of every set of dimensions that is rolled up. Sets are added
// up from blocks of several dimensions, and these from larger blocks: the fewer dimensions, the fewer rows.
import { join, raw, type Sql, sql } from '../../db/sql.ts';
import { MOST_TOGETHER, rolledUpSets } from '../../rules/rolled-up-sets.ts';
import type { RuleSet } from '../../rules/rule-set.ts';

export const SUMS = ['users', 'revenue', 'score_sum', 'transactions'];
/**
 * Whole numbers stay such: a sum of bigints would be a numeric, and its sum slow. Where nobody has bought anything the
 * revenue is null, for most rows are such, and those that no sum looks at cost it nothing.
 */
export const SUMMED = raw(
  'sum(c.users)::bigint as users, sum(c.revenue) filter (where c.revenue is not null) as revenue, sum(c.score_sum)::bigint as score_sum, sum(c.transactions)::bigint as transactions',
);

/** Any three dimensions are in some three of the groups. */
const LEAST_GROUPS = 4;
const MOST_OF_A_GROUP = 3;
/** A block for fewer sets costs more than it saves, and so do several blocks for not many. */
const LEAST_SETS = 3;
const LEAST_SETS_OF_BLOCKS = 12;

/** Where sums are read from, and how the segment of a dimension is named there. */
interface Source {
  readonly name: string;
  readonly segmentOf: (place: number) => string;
}

/** Sets of dimensions that the rules have sums of, as rising places; without the empty one. */
export function setsOf({ dimensions }: RuleSet, scheme: number): number[][] {
  const sizes = dimensions.map(({ segments }) => segments.length + 1);
  return rolledUpSets(sizes, scheme).filter((set) => set.length > 0);
}

/** Steps from `combinations` (segment_ids and sums) to `cells` of the sets: rising numbers of segments, and sums. */
export function cellSteps(sets: readonly (readonly number[])[]): Sql {
  const combinations: Source = { name: 'combinations', segmentOf: (place) => `c.segment_ids[${place + 1}]` };
  const steps: Sql[] = [];
  const selects: Sql[] = [];
  addUp(combinations, [...new Set(sets.flat())], sets);
  return join([...steps, sql`cells as materialized (${join(selects, '\n   union all')})`], ',\n');

  function addUp(source: Source, places: readonly number[], its: readonly (readonly number[])[]): void {
    for (const part of blocksOf(places, its)) {
      if (part.sets.length < LEAST_SETS || part.places === places) {
        selects.push(...part.sets.map((set) => cellSelect(source, set)));
        continue;
      }
      const block: Source = { name: `block_${steps.length}`, segmentOf: (place) => `c.place_${place}` };
      steps.push(blockStep(block, source, part.places));
      addUp(block, part.places, part.sets);
    }
  }
}

function blockStep(block: Source, source: Source, places: readonly number[]): Sql {
  const columns = places.map((place) => `${source.segmentOf(place)} as place_${place}`).join(', ');
  return sql`${raw(block.name)} as materialized (
  select ${raw(columns)}, ${SUMMED} from ${raw(source.name)} c group by ${raw(places.map((_, at) => at + 1).join(', '))})`;
}

function cellSelect(source: Source, set: readonly number[]): Sql {
  const places = set.map(source.segmentOf);
  return sql`
  select ${raw(rising(places))} as segment_ids, ${SUMMED}
    from ${raw(source.name)} c
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

interface Block {
  readonly places: readonly number[];
  readonly sets: readonly (readonly number[])[];
}

/** Every set once, in the first block that holds all of it; the block of all places where they are few. */
function blocksOf(places: readonly number[], sets: readonly (readonly number[])[]): Block[] {
  if (places.length <= LEAST_GROUPS || sets.length < LEAST_SETS_OF_BLOCKS) return [{ places, sets }];
  const groups = Math.max(LEAST_GROUPS, Math.ceil(places.length / MOST_OF_A_GROUP));
  const groupOf = new Map(places.map((place, at) => [place, at % groups]));
  const blocks: Block[] = [];
  const left = new Set(sets);
  for (let a = 0; a < groups; a++)
    for (let b = a + 1; b < groups; b++)
      for (let c = b + 1; c < groups; c++) {
        const isIn = (place: number): boolean => [a, b, c].includes(groupOf.get(place) as number);
        const its = [...left].filter((set) => set.every(isIn));
        for (const set of its) left.delete(set);
        blocks.push({ places: places.filter(isIn), sets: its });
      }
  return blocks;
}
