// Filters given as JSON: what the API takes is taken, anything else is refused with the place and what would be legal.
import { describe, expect, it } from 'vitest';
import { parseFilter } from '../../src/filters/user-filter.ts';

const parse = (value: unknown, root?: string) => () => parseFilter(value, root);

describe('a filter given as JSON', () => {
  it('is the filter that it says', () => {
    const filter = {
      and: [{ segments: [{ dimension: 'customer', in: ['Loyal Customer'] }] }, { not: { or: [{}] } }],
      revenue: { gte: '12.50', between: { from: 1, to: '2' } },
      lastSeenAt: { withinDays: 30, isNull: null },
      signals: [{ signal: 'cart', gte: 1 }],
      email: { contains: '@' },
      sources: { hasAny: ['google'] },
      consent: { eq: true },
      city: null,
    };
    expect(parseFilter(filter)).toEqual(filter);
  });

  it.each([
    [[], 'filter: expected'],
    [null, 'filter: expected'],
    [
      { revenu: { gte: 1 } },
      'filter: unknown "revenu"; expected only and, or, not, segments, signals, revenue,',
    ],
    [
      { or: [{}, { revenue: { gte: '1,5' } }] },
      'filter.or[1].revenue.gte: expected a number, or decimal text',
    ],
    [{ revenue: { between: { from: 1 } } }, 'filter.revenue.between.to: expected a number'],
    [{ not: { city: { like: 'x' } } }, 'filter.not.city: unknown "like"; expected only eq, in, contains,'],
    [{ city: { eq: 'a\0b' } }, 'filter.city.eq: expected text without the character NUL'],
    [{ segments: [{ dimension: 'customer', in: 'x' }] }, 'filter.segments[0].in: expected array'],
    [{ lastSeenAt: { withinDays: 1.5 } }, 'filter.lastSeenAt.withinDays: expected int'],
    [{ revenue: { gte: Number.NaN } }, 'filter.revenue.gte: expected a number'],
  ])('%j is refused', (value, message) => {
    expect(parse(value)).toThrow(message);
  });

  it('is refused by the name that it has where it stands', () => {
    expect(parse({ and: {} }, 'input.filter')).toThrow('input.filter.and: expected array');
  });

  it('is refused before it is read, where it is too deep, too large or endless', () => {
    let deep: object = {};
    for (let at = 0; at < 100_000; at++) deep = { not: deep };
    expect(parse(deep)).toThrow('filter: nested deeper than 10 levels.');
    const endless: { not?: object } = {};
    endless.not = endless;
    expect(parse(endless)).toThrow('filter: nested deeper than 10 levels.');
    expect(parse({ or: Array.from({ length: 100_000 }, () => ({})) })).toThrow(
      'filter: more than 50000 values',
    );
  });
});
