// The shape of scores: sums of points, of steps on the way up or down a feature, or of the cut points below it.
import { z } from 'zod';
import { condition } from './conditions.ts';
import { closed, key, label, text, threshold } from './texts.ts';

const points = z.number().int().min(0).max(1000);
const ofStep = { points: points.describe('What the step gives.') };

const step = z
  .union(
    [
      closed({ gte: threshold.describe('Reached at this number and above it.'), ...ofStep }),
      closed({ gt: threshold.describe('Reached above this number.'), ...ofStep }),
      closed({ lte: threshold.describe('Reached at this number and below it.'), ...ofStep }),
      closed({ lt: threshold.describe('Reached below this number.'), ...ofStep }),
    ],
    { error: 'expected "points" beside exactly one of "gte", "gt", "lte", "lt"' },
  )
  .meta({ id: 'Step', description: 'A threshold and the points that it gives.' });
export type Step = z.infer<typeof step>;

const cuts = z
  .array(threshold)
  .min(1)
  .max(9)
  .refine(
    (list) => list.every((cut, at) => at === 0 || cut >= (list[at - 1] as number)),
    'expected numbers that never fall',
  );

const ofComponent = {
  feature: text.min(1).max(200).describe('A feature that is a number, or `signal.KEY` of this rule set.'),
  label: label.describe('What people read.'),
};

const component = z
  .union(
    [
      closed({
        ...ofComponent,
        steps: z.array(step).min(1).max(50).describe('The first one that is reached gives its points.'),
        otherwise: points.optional().describe('The points where none is reached; 0 if it is left out.'),
      }),
      closed({
        ...ofComponent,
        cuts: cuts.describe('Cut points, from the lowest to the highest.'),
        best: z
          .enum(['high', 'low'])
          .describe(
            'high: 1 point, and 1 for each cut below the value; low: one more than there are cuts, less those. Unknown: 1.',
          ),
        calibrate: closed({
          over: condition.describe('Whom the cut points are measured over; of features only.'),
        })
          .optional()
          .describe('How `calibrate` measures the cut points anew, as discrete percentiles of the feature.'),
      }),
    ],
    { error: 'expected "steps", or "cuts" and "best", beside "feature" and "label"' },
  )
  .meta({ id: 'Component', description: 'One part of a score: points by one feature.' });
export type Component = z.infer<typeof component>;

export const score = closed({
  key: key.describe('The score is read as the feature `score.KEY`.'),
  label: label.describe('What people read.'),
  components: z.array(component).min(1).max(20).describe('The score is the sum of their points.'),
}).meta({ id: 'Score', description: 'A whole number of a user, as a sum of points.' });
export type Score = z.infer<typeof score>;
