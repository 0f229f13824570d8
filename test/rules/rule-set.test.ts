// Rule sets: wrong ones are refused, each problem with its path and with what would be legal there.
import { describe, expect, it } from 'vitest';
import { DEFAULT_RULE_SET } from '../../src/rules/default-rule-set.ts';
import { parseRuleSet } from '../../src/rules/rule-set.ts';
import { FIRST_RULE, problemOf, when, withValue } from './documents.ts';

describe('a rule set', () => {
  it('is read as it was written, with its defaults', () => {
    expect(parseRuleSet(JSON.parse(JSON.stringify(DEFAULT_RULE_SET)))).toEqual(DEFAULT_RULE_SET);
    expect(DEFAULT_RULE_SET.timeZone).toBe('UTC');
    expect(DEFAULT_RULE_SET.traffic.attribution).toBe('any');
    expect(problemOf(withValue('timeZone', 'Asia/Kolkata'))).toBe('accepted');
    expect(problemOf(withValue('timeZone', 'Europe/Berlin'))).toBe('accepted');
  });

  it('is refused where a value is of the wrong type or empty', () => {
    expect(problemOf(null)).toBe('rules: expected object, received null');
    expect(problemOf('')).toBe('rules: expected object, received string');
    expect(problemOf({})).toMatch(/^rules\.name: expected string, received undefined; rules\.session: /);
    expect(problemOf(withValue('name', ''))).toBe('rules.name: expected string to have >=1 characters');
    expect(problemOf(withValue('dimensions', []))).toBe('rules.dimensions: expected array to have >=1 items');
    expect(problemOf(withValue('session.timeoutMinutes', 0))).toBe(
      'rules.session.timeoutMinutes: expected number to be >=1',
    );
    expect(problemOf(withValue('session.timeoutMinutes', 5n))).toBe(
      'rules.session.timeoutMinutes: expected a JSON value, got bigint',
    );
    expect(problemOf(withValue('traffic.attribution', 'middle'))).toBe(
      'rules.traffic.attribution: expected one of "any"|"first"|"last"',
    );
  });

  it('is refused where a property is unknown', () => {
    expect(problemOf(withValue('colour', 'red'))).toBe(
      'rules: unknown "colour"; expected only name, timeZone, session, signals, traffic, scores, dimensions',
    );
    expect(problemOf(when({ feature: 'revenue', gte: 1, near: 5 }))).toBe(
      `${FIRST_RULE}: unknown "near"; expected only feature, eq, gt, gte, lt, lte, in, missing, hasAny`,
    );
  });

  it('is refused where a key is no key', () => {
    expect(problemOf(withValue('dimensions.0.key', 'a; drop table users'))).toBe(
      'rules.dimensions[0].key: expected a lower-case word of at most 40 letters, digits and underscores',
    );
  });

  it('is refused where a time zone is unknown', () => {
    for (const zone of ['Mars/Olympus', 'europe/berlin', 'UTC+2', "UTC'; drop table users; --"]) {
      expect(problemOf(withValue('timeZone', zone))).toBe(
        `rules.timeZone: unknown time zone "${zone}"; expected an IANA name such as "Europe/Berlin", or "UTC"`,
      );
    }
    expect(problemOf(withValue('signals.0.window', { last: 0, unit: 'hour', timeZone: 'x' }))).toBe(
      'rules.signals[0].window.last: expected number to be >=1; ' +
        'rules.signals[0].window.unit: expected one of "day"|"week"|"month"|"year"; ' +
        'rules.signals[0].window.timeZone: unknown time zone "x"; expected an IANA name such as "Europe/Berlin", or "UTC"',
    );
  });

  it('is refused where a key is given twice', () => {
    const [first] = DEFAULT_RULE_SET.dimensions;
    expect(problemOf(withValue('dimensions.1.key', first?.key))).toBe(
      'rules.dimensions: the key "customer" is given more than once; expected each once',
    );
    expect(problemOf(withValue('dimensions.0.otherwise.key', first?.segments[0]?.key))).toBe(
      'rules.dimensions[0].segments: the key "High-Value Customer" is given more than once; expected each once',
    );
    const cart = DEFAULT_RULE_SET.signals[0];
    expect(problemOf(withValue('signals', [cart, cart]))).toBe(
      'rules.signals: the key "cart" is given more than once; expected each once',
    );
    expect(problemOf(withValue('scores.1.key', 'monetary'))).toContain(
      'rules.scores: the key "monetary" is given more than once; expected each once',
    );
  });

  it('is refused where a host has two names', () => {
    expect(problemOf(withValue('traffic.source.names.twitter', ['x', ' IG']))).toBe(
      'rules.traffic.source.names: " IG" is given to both "instagram" and "twitter"; expected one name',
    );
  });

  it('is refused where the score that users are ordered by is missing', () => {
    const document = withValue('scores.0.key', 'other');
    document.dimensions = DEFAULT_RULE_SET.dimensions.slice(1);
    expect(problemOf(document)).toBe(
      'rules.scores: expected one with the key "engagement", by which users are ordered',
    );
  });

  it('is refused with all of its problems at once, of which a hundred are listed', () => {
    const document = { ...withValue('dimensions.0.label', 5), name: '' };
    expect(problemOf(document).split('; ')).toHaveLength(2);
    const names = Object.fromEntries(Array.from({ length: 150 }, (_, at) => [`n${at}`, 5]));
    const problems = problemOf(withValue('traffic.source.names', names)).split('; ');
    expect(problems).toHaveLength(101);
    expect(problems.at(-1)).toBe('and 50 more');
  });
});

describe('a condition', () => {
  it('is refused where an operand is of the wrong type, each of them', () => {
    expect(problemOf(when({ feature: 'revenue', gte: 'ten' }))).toBe(
      `${FIRST_RULE}.gte: expected number, received string`,
    );
    const all = [{ feature: 'revenue', gte: 'a' }, { any: [{ not: { feature: 'gender', in: [] } }] }];
    expect(problemOf(when({ all }))).toBe(
      `${FIRST_RULE}.all[0].gte: expected number, received string; ` +
        `${FIRST_RULE}.all[1].any[0].not.in: expected array to have >=1 items`,
    );
  });

  it('is refused where a threshold is not finite, or absurd', () => {
    for (const [threshold, problem] of [
      [Number.NaN, 'expected number, received NaN'],
      [Infinity, 'expected number, received Infinity'],
      [1.1e15, 'expected number to be <=1000000000000000'],
      [-1.1e15, 'expected number to be >=-1000000000000000'],
    ] as const)
      expect(problemOf(when({ feature: 'revenue', gte: threshold }))).toBe(`${FIRST_RULE}.gte: ${problem}`);
    expect(problemOf(when({ feature: 'days_since_last_order', gte: 100_001 }))).toBe(
      `${FIRST_RULE}.gte: expected a number from -100000 to 100000 of Days since the last order, got 100001`,
    );
    expect(problemOf(when({ feature: 'age_years', lt: -1_001 }))).toBe(
      `${FIRST_RULE}.lt: expected a number from -1000 to 1000 of Age in years, got -1001`,
    );
  });

  it('is refused where it is of no form, or of two', () => {
    const forms = `${FIRST_RULE}: expected an object with exactly one of "feature", "segment", "all", "any", "not"`;
    for (const condition of [
      'revenue > 5',
      {},
      [],
      null,
      { all: [{ feature: 'revenue', gte: 1 }], any: [{ feature: 'revenue', gte: 1 }] },
    ])
      expect(problemOf(when(condition))).toBe(forms);
    expect(problemOf(when({ any: [{ not: { feature: 'revenue' } }] }))).toBe(
      `${FIRST_RULE}.any[0].not: expected an operator beside "feature"`,
    );
    expect(problemOf(when({ all: [] }))).toBe(`${FIRST_RULE}.all: expected array to have >=1 items`);
  });

  it('is refused where it reads what is no feature, with the features that there are', () => {
    expect(problemOf(when({ not: { feature: 'mood', gte: 1 } }))).toBe(
      `${FIRST_RULE}.not.feature: unknown feature "mood"; expected one of transactions, revenue, session_count, ` +
        'total_events, total_session_minutes, longest_session_minutes, largest_session_events, ' +
        'average_session_minutes, average_events_per_session, days_since_first_seen, days_since_last_seen, ' +
        'days_since_last_order, age_years, age, gender, income_group, city, state, country, sources, mediums, ' +
        'signal.cart, score.engagement, score.recency, score.frequency, score.monetary',
    );
    for (const feature of ['constructor', 'signal.none', 'score.none', 'signal.cart; drop table users'])
      expect(problemOf(when({ feature, gte: 1 }))).toContain(`unknown feature "${feature}"`);
  });

  it('is refused where an operator does not apply to the feature', () => {
    expect(problemOf(when({ all: [{ feature: 'gender', gte: 1 }] }))).toBe(
      `${FIRST_RULE}.all[0].gte: does not apply to gender; expected in, missing`,
    );
    expect(problemOf(when({ feature: 'sources', in: ['a'] }))).toBe(
      `${FIRST_RULE}.in: does not apply to sources; expected hasAny`,
    );
    expect(problemOf(when({ feature: 'days_since_last_seen', missing: true }))).toBe(
      `${FIRST_RULE}.missing: does not apply to days_since_last_seen; expected eq, gt, gte, lt, lte`,
    );
  });

  it('is refused where it names a dimension or a segment that does not exist', () => {
    expect(problemOf(when({ segment: 'mood', in: ['a'] }))).toBe(
      `${FIRST_RULE}.segment: unknown dimension "mood"; expected one of customer, engagement, age, gender, income, traffic_source, primary_source, us_region, rfm`,
    );
    expect(problemOf(when({ segment: 'gender', in: ['Male', 'female'] }))).toBe(
      `${FIRST_RULE}.in[1]: unknown segment "female" of gender; expected one of "Male", "Female", "Unknown"`,
    );
    expect(problemOf(when({ segment: 'gender', in: ['Male', 'Unknown'] }))).toBe('accepted');
  });

  it('is refused where dimensions read each other in a circle, which is shown', () => {
    expect(problemOf(when({ segment: 'customer', in: ['Loyal Customer'] }))).toBe(
      'rules.dimensions: they read each other in a circle: customer → customer; expected no circle',
    );
    const document = withValue('dimensions.2.segments.0.when', { not: { segment: 'gender', in: ['Male'] } });
    const [, , , gender, ...rest] = document.dimensions as { segments: { when: unknown }[] }[];
    gender!.segments[0]!.when = { segment: 'rfm', in: ['Lost'] };
    rest.at(-1)!.segments[0]!.when = {
      any: [
        { feature: 'revenue', lt: 0 },
        { segment: 'age', in: ['65+'] },
      ],
    };
    expect(problemOf(document)).toBe(
      'rules.dimensions: they read each other in a circle: age → gender → rfm → age; expected no circle',
    );
  });
});

describe('a signal', () => {
  const signal = (value: object): string =>
    problemOf(withValue('signals.0', { key: 'cart', label: 'Cart', ...value }));

  it('is of events, sessions, orders or lines', () => {
    expect(signal({ anyOf: [{ field: 'page_type', in: ['a'] }] })).toBe(
      'rules.signals[0].of: expected "of" to be "events", "sessions", "orders" or "lines", with a "measure" that it has',
    );
    const window = { last: 3660, unit: 'month', timeZone: 'America/Havana' };
    for (const legal of [
      { of: 'events', measure: 'any', anyOf: [{ field: 'category', contains: ['a'] }], window },
      { of: 'sessions', measure: 'count', window },
      { of: 'orders', measure: 'sum', window },
      { of: 'lines', measure: 'count', window },
      { of: 'lines', measure: 'sum', sum: 'quantity', anyOf: [{ field: 'sku', in: ['a'] }], window },
    ])
      expect(signal(legal)).toBe('accepted');
  });

  it('is refused where its measure is not one that it can have', () => {
    expect(signal({ of: 'lines', measure: 'sum' })).toBe(
      'rules.signals[0].sum: expected one of "revenue"|"quantity"',
    );
    expect(signal({ of: 'lines', measure: 'count', sum: 'revenue' })).toBe(
      'rules.signals[0]: unknown "sum"; expected only key, label, of, measure, anyOf, window',
    );
    expect(signal({ of: 'sessions', measure: 'sum' })).toBe(
      'rules.signals[0].measure: expected one of "count"|"any"',
    );
  });

  it('is refused where a test tests nothing, or what every text has', () => {
    const tests = (test: object) => signal({ of: 'events', measure: 'any', anyOf: [test] });
    expect(tests({ field: 'page_type' })).toBe(
      'rules.signals[0].anyOf[0]: expected "in" or "contains" beside "field"',
    );
    expect(tests({ field: 'page_type', contains: ['a', ' '] })).toBe(
      'rules.signals[0].anyOf[0].contains[1]: expected a word, not white space',
    );
  });
});

describe('a score', () => {
  const component = (value: object): string =>
    problemOf(withValue('scores.0.components.0', { label: 'x', ...value }));
  const path = 'rules.scores[0].components[0]';
  const feature = 'transactions';

  it('is refused where it reads what is no number, another score, or no feature', () => {
    const steps = [{ gte: 1, points: 40 }];
    expect(component({ feature: 'gender', steps })).toBe(
      `${path}.feature: gender is no number; expected one of transactions, revenue, session_count, total_events, ` +
        'total_session_minutes, longest_session_minutes, largest_session_events, average_session_minutes, ' +
        'average_events_per_session, days_since_first_seen, days_since_last_seen, days_since_last_order, age_years, signal.cart',
    );
    expect(component({ feature: 'score.recency', steps })).toContain(
      `${path}.feature: unknown feature "score.recency"`,
    );
    expect(component({ feature: 'signal.x as y; drop table users', steps })).toContain(
      `${path}.feature: unknown feature`,
    );
    expect(component({ feature: 'signal.cart', steps })).toBe('accepted');
    expect(component({ feature: 'days_since_last_order', cuts: [1, 1e6], best: 'low' })).toBe(
      `${path}.cuts: expected a number from -100000 to 100000 of Days since the last order, got 1000000`,
    );
  });

  it('is refused where a step is not one threshold with its points', () => {
    const step = (value: object) => component({ feature, steps: [value] });
    const expected = `${path}.steps[0]: expected "points" beside exactly one of "gte", "gt", "lte", "lt"`;
    expect(step({ gte: 1, lt: 5, points: 3 })).toBe(expected);
    expect(step({ points: 3 })).toBe(expected);
    expect(step({ gte: 3 })).toBe(`${path}.steps[0].points: expected number, received undefined`);
    expect(step({ gte: 3, points: 1.5 })).toBe(`${path}.steps[0].points: expected int, received number`);
  });

  it('is refused where cut points fall, are too many, or stand beside steps', () => {
    expect(component({ feature, cuts: [1, 3, 2], best: 'high' })).toBe(
      `${path}.cuts: expected numbers that never fall`,
    );
    expect(component({ feature, cuts: Array(10).fill(1), best: 'high' })).toBe(
      `${path}.cuts: expected array to have <=9 items`,
    );
    expect(component({ feature, cuts: [1], best: 'high', steps: [{ gte: 1, points: 1 }] })).toBe(
      `${path}: unknown "steps"; expected only feature, label, cuts, best, calibrate`,
    );
    expect(problemOf(withValue('scores.1.components.0.cuts', [7, 7, 60, 120]))).toBe('accepted');
  });

  it('is refused where it is to be calibrated over what is not measured yet', () => {
    const over = (condition: object) =>
      component({ feature, cuts: [1], best: 'high', calibrate: { over: condition } });
    expect(over({ segment: 'gender', in: ['Male'] })).toBe(
      `${path}.calibrate.over.segment: does not apply here; expected tests of features`,
    );
    expect(over({ feature: 'score.recency', gte: 1 })).toContain(
      `${path}.calibrate.over.feature: unknown feature "score.recency"; expected one of transactions,`,
    );
  });
});
