// The shape of dimensions: ordered rules of which the first that holds is the user's segment.
import { z } from 'zod';
import { condition } from './conditions.ts';
import { closed, key, label } from './texts.ts';

const ofSegment = {
  key: label.describe('The segment, as people and files name it.'),
  priority: z
    .number()
    .int()
    .min(1)
    .max(1000)
    .optional()
    .describe('Marketing priority, 1 the most important.'),
};

export const dimension = closed({
  key: key.describe('The dimension, as queries and other rules name it.'),
  label: label.describe('What people read.'),
  segments: z
    .array(closed({ ...ofSegment, when: condition.describe('Who is in it.') }))
    .max(200)
    .describe("Rules, tried in order: the first that holds is the user's segment."),
  otherwise: closed({
    ...ofSegment,
    residual: z
      .enum(['unknown', 'other'])
      .optional()
      .describe('Where the segment says nothing of its users, for want of a value or of a name for it.'),
  }).describe('The segment of everybody else.'),
}).meta({ id: 'Dimension', description: 'A way of dividing users: each is in exactly one of its segments.' });
export type Dimension = z.infer<typeof dimension>;
export type Residual = NonNullable<Dimension['otherwise']['residual']>;
