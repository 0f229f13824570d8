// Section 3 by hand: gaps of 30 minutes and a microsecond more, and how averages are written.

import { describe, expect, test } from 'vitest';
import { event, minuteUs, userOf } from './example.ts';

const halfHourUs = 30 * minuteUs;

describe('section 3, sessions', () => {
  test.each([
    [
      [0, halfHourUs],
      ['1', '30', '30', '2', '2'],
    ],
    [
      [halfHourUs + 1, 0],
      ['2', '0', '0', '1', '2'],
    ],
    [
      [0, 1],
      ['1', '0', '0', '2', '2'],
    ],
    [
      [0, 30],
      ['1', '0.000001', '0.000001', '2', '2'],
    ],
    [
      [0, 0, 90 * 1e6, 4e9],
      ['2', '0.75', '1.5', '2', '4'],
    ],
    [
      [0, 1e6, 4e9, 8e9],
      ['3', '0.005556', '0.016667', '1.333333', '4'],
    ],
    [[], ['0', '0', '0', '0', '0']],
  ])('events at %j', (offsets, [count, average, total, events, all]) => {
    const activity = offsets.map((offset) => event({}, offset));
    expect(userOf({ activity, profiles: [{ user_pseudo_id: 'u' }] })).toMatchObject({
      session_count: count,
      avg_session_duration: average,
      total_session_duration: total,
      avg_events_per_session: events,
      total_events: all,
    });
  });
});
