// Who plays what. Every block of users holds the whole cast and the same shares of the crowd in an order of its own,
// so shares hold at every size. Where users end inside the first block, the cast stays and the crowd is cut.

import { CAST } from './cast.ts';
import { CROWD } from './crowd.ts';
import { Random } from './random.ts';
import type { Role } from './roles.ts';

export const BLOCK = CAST.length + CROWD.length;

// Keeps the streams of blocks apart from those of users.
const BLOCK_STREAMS = 0x4000_0000;

/** The roles of `size` users of one block, in user order. */
export function castBlock(seed: number, block: number, size: number): Role[] {
  const random = new Random(seed, BLOCK_STREAMS + block);
  const everyone = [...CAST, ...random.shuffle([...CROWD])];
  const present = block === 0 ? everyone.slice(0, size) : everyone;
  return random.shuffle(present).slice(0, size);
}
