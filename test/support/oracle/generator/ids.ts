// Ids of users and orders that a careless comparison, trimming or file format would confuse or lose.

import { list } from './list.ts';

/** Ids in which byte order, UTF-16 order, case and the spellings of empty disagree; all differ once trimmed. */
export const userIds = list(
  'u1|U1|\u{10000}|\uff5e|null|(not set)|13085|13085.0|\u00a0|a,b|"|two\nlines|u\u0308|\u00fc|\u212a',
  'K|k|\u0130|i\u0307|\\N|\\.|=1+1|na|0012|\u{1F600}',
);

export const orderIds = list('T1|t1|1001|1001.0|\u{10000}|\uff5e|#7,8|"9"|C\n5|\u00a0|\\.|\u212a|00|0');
