// The shape of signals: numbers counted or summed over a user's events, sessions, orders or order lines, perhaps
// within a window of local days.
import { z } from 'zod';
import { closed, key, label, timeZone, words } from './texts.ts';

const window = closed({
  last: z.number().int().min(1).max(3660).describe('How many units back the window starts.'),
  unit: z.enum(['day', 'week', 'month', 'year']).describe('The unit of calendar time.'),
  timeZone: timeZone
    .optional()
    .describe("The IANA time zone of the window's days; the rule set's if it is left out."),
}).meta({
  id: 'Window',
  description:
    'From the start of the local day that lies `last` units before that of the as-of time, up to it.',
});
export type Window = z.infer<typeof window>;

const lists = {
  in: words.optional().describe('The field is one of these words, trimmed and in any case.'),
  contains: words.optional().describe('The field contains one of these words, in any case.'),
};
const hasList = (test: { in?: string[] | undefined; contains?: string[] | undefined }): boolean =>
  test.in !== undefined || test.contains !== undefined;
const LIST_EXPECTED = 'expected "in" or "contains" beside "field"';

const eventTest = closed({
  field: z.enum(['event_name', 'page_type', 'category']).describe('The field of the event.'),
  ...lists,
})
  .refine(hasList, LIST_EXPECTED)
  .meta({ id: 'EventTest', description: 'A test of an event; either list may hold.', minProperties: 2 });
export type EventTest = z.infer<typeof eventTest>;

const lineTest = closed({
  field: z.enum(['sku', 'name', 'brand', 'category']).describe('The field of the item.'),
  ...lists,
})
  .refine(hasList, LIST_EXPECTED)
  .meta({
    id: 'LineTest',
    description: 'A test of what was bought; either list may hold.',
    minProperties: 2,
  });
export type LineTest = z.infer<typeof lineTest>;

const named = {
  key: key.describe('The signal is read as the feature `signal.KEY`.'),
  label: label.describe('What people read.'),
};
const windowed = {
  window: window.optional().describe('Only what is dated within it; everything without it.'),
};
const counted = z.enum(['count', 'any']).describe('How many there are, or 1 if there is any and 0 if not.');
const lineTests = z
  .array(lineTest)
  .min(1)
  .max(100)
  .optional()
  .describe('Only lines that pass one of these tests; all without it.');
const ofLines = z.literal('lines').describe("The lines of the user's orders.");

const lines = z.discriminatedUnion('measure', [
  closed({ ...named, of: ofLines, measure: counted, anyOf: lineTests, ...windowed }),
  closed({
    ...named,
    of: ofLines,
    measure: z.literal('sum').describe('The sum of a field, returned lines included.'),
    sum: z.enum(['revenue', 'quantity']).describe('The field that is summed.'),
    anyOf: lineTests,
    ...windowed,
  }),
]);

/** Lines with revenue below 0, and such orders, are returns: summed, but not counted. */
export const signal = z
  .discriminatedUnion(
    'of',
    [
      closed({
        ...named,
        of: z.literal('events').describe("The user's events."),
        measure: counted,
        anyOf: z.array(eventTest).min(1).max(100).describe('Only events that pass one of these tests.'),
        ...windowed,
      }),
      closed({
        ...named,
        of: z.literal('sessions').describe("The user's sessions, dated by their start."),
        measure: counted,
        ...windowed,
      }),
      closed({
        ...named,
        of: z.literal('orders').describe("The user's orders."),
        measure: z
          .enum(['count', 'any', 'sum'])
          .describe('Orders, 1 or 0 for any, or the sum of their revenue, returns included.'),
        ...windowed,
      }),
      lines,
    ],
    { error: 'expected "of" to be "events", "sessions", "orders" or "lines", with a "measure" that it has' },
  )
  .meta({ id: 'Signal', description: 'A number of a user that rules read as the feature `signal.KEY`.' });
export type Signal = z.infer<typeof signal>;
