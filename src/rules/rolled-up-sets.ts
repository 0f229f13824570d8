// Which combinations of segments have sums of their own, kept with every version: those of each dimension, and those of
// pairs and triples of dimensions as far as they are few. Of any others the states are added up: as exact, only slower.

/** Snapshots keep the number of the choice by which their sums were made; whoever changes the choice raises it. */
export const ROLLUP_SCHEME = 1;

export const MOST_TOGETHER = 3;
/** Every set is a pass over all combinations of segments that occur, and every cell may be a row. */
const MOST_SETS = 300;
const MOST_CELLS = 50_000;
/** A reader asks for each cell of a set. */
const MOST_CELLS_OF_A_SET = 10_000;

/**
 * Sets of dimensions, each as rising places in a list of dimensions of which `sizes` says how many segments they have.
 * The empty set and those of one are always among them; then those with the fewest cells, while sets and cells are not
 * too many. Scheme 0 has no pairs and triples.
 */
export function rolledUpSets(sizes: readonly number[], scheme: number): number[][] {
  const single = [[], ...sizes.map((_, place) => [place])];
  if (scheme === 0) return single;
  const cellsOf = (set: readonly number[]): number =>
    set.reduce((cells, place) => cells * (sizes[place] as number), 1);
  let cells = sizes.reduce((sum, size) => sum + size, 0);
  const chosen = largerSets(sizes.length)
    .map((set) => ({ set, cells: cellsOf(set) }))
    .filter((one) => one.cells <= MOST_CELLS_OF_A_SET)
    .sort((a, b) => a.cells - b.cells)
    .slice(0, MOST_SETS - sizes.length)
    .filter((one) => {
      cells += one.cells;
      return cells <= MOST_CELLS;
    });
  return [...single, ...chosen.map(({ set }) => set)];
}

/** Rising pairs and triples of places below `dimensions`. */
function largerSets(dimensions: number): number[][] {
  const sets: number[][] = [];
  const extend = (set: readonly number[]): void => {
    if (set.length > 1) sets.push([...set]);
    if (set.length === MOST_TOGETHER) return;
    for (let place = (set.at(-1) ?? -1) + 1; place < dimensions; place++) extend([...set, place]);
  };
  extend([]);
  return sets;
}
