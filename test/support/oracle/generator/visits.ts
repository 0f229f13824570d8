// When one user's events happen: plans that land exactly on, one microsecond below or one above each threshold
// of sessions, averages and gaps. Gives ascending offsets in microseconds from the first event.

import fc from 'fast-check';

const minuteUs = 60_000_000n;
const halfHourUs = 30n * minuteUs;
const nudges = fc.constantFrom(0n, -1n, 1n);
const extras = fc.constantFrom(0, -1, 1);

/** Gaps that end a session; the second last is one that does not. */
const breaks = fc.constantFrom(
  halfHourUs + 1n,
  halfHourUs + 1n,
  31n * minuteUs,
  1440n * minuteUs,
  halfHourUs,
  60n * minuteUs,
);
const gaps = fc.constantFrom(0n, 1n, minuteUs, halfHourUs - 1n, halfHourUs, halfHourUs + 1n, 60n * minuteUs);
const tilts = fc.constantFrom(0n, 0n, 5n * minuteUs, 5n * minuteUs - 1n);
const layouts = fc.constantFrom('even', 'ends', 'start') satisfies fc.Arbitrary<Layout>;

type Layout = 'even' | 'ends' | 'start';
type Session = { readonly durationUs: bigint; readonly events: number };

/** Sessions whose averages are the given ones, off by one microsecond or one event in the total. */
function averaging(
  counts: fc.Arbitrary<number>,
  minutes: number[],
  events: number[],
): fc.Arbitrary<bigint[]> {
  const plan = fc.record({
    sessions: counts,
    minutes: fc.constantFrom(...minutes),
    nudge: nudges,
    events: fc.constantFrom(...events),
    extra: extras,
    tilt: tilts,
    gap: breaks,
    layout: layouts,
  });
  return plan.map((chosen) => {
    const wanted = BigInt(chosen.minutes * chosen.sessions) * minuteUs + chosen.nudge;
    const durations = share(wanted < 0n ? 0n : wanted, chosen.sessions);
    if (durations.length > 1 && durations[1]! >= chosen.tilt) {
      durations[0]! += chosen.tilt;
      durations[1]! -= chosen.tilt;
    }
    const total = BigInt(Math.max(chosen.events * chosen.sessions + chosen.extra, chosen.sessions));
    const counts = share(total, chosen.sessions).map(Number);
    const sessions = durations.map((durationUs, at) => ({ durationUs, events: counts[at]! }));
    return layOut(sessions, chosen.gap, chosen.layout);
  });
}

/** Sessions of one event, but one of about 15 minutes or about 10 events. */
const spikes = fc
  .record({
    before: fc.nat({ max: 3 }),
    after: fc.nat({ max: 3 }),
    spike: fc.oneof(
      fc.record({ durationUs: nudges.map((nudge) => 15n * minuteUs + nudge), events: fc.constantFrom(2, 3) }),
      fc.record({ durationUs: fc.constantFrom(0n, minuteUs), events: extras.map((extra) => 10 + extra) }),
    ),
    gap: breaks,
    layout: layouts,
  })
  .map(({ before, after, spike, gap, layout }) => {
    const single = { durationUs: 0n, events: 1 };
    return layOut([...Array(before).fill(single), spike, ...Array(after).fill(single)], gap, layout);
  });

const chains = fc.array(gaps, { maxLength: 14, size: 'max' }).map((steps) => {
  let time = 0n;
  return [time, ...steps.map((step) => (time += step))];
});

export const visits: fc.Arbitrary<bigint[]> = fc.oneof(
  { weight: 1, arbitrary: fc.constant<bigint[]>([]) },
  { weight: 2, arbitrary: chains },
  { weight: 2, arbitrary: averaging(fc.integer({ min: 1, max: 5 }), [0], [1]) },
  { weight: 3, arbitrary: spikes },
  { weight: 6, arbitrary: averaging(fc.integer({ min: 1, max: 6 }), [0, 2, 5, 10, 15], [1, 3, 5, 8, 10]) },
  { weight: 3, arbitrary: averaging(fc.constantFrom(5, 5, 6, 4), [15, 15, 10], [10, 10, 8]) },
);

function layOut(sessions: readonly Session[], gapUs: bigint, layout: Layout): bigint[] {
  let start = 0n;
  return sessions.flatMap(({ durationUs, events }) => {
    const last = durationUs > 0n ? Math.max(events, 2) - 1 : events - 1;
    const first = start;
    start += durationUs + gapUs;
    return Array.from({ length: last + 1 }, (_, at) => {
      if (at === 0 || last === 0) return first;
      if (layout === 'even') return first + (durationUs * BigInt(at)) / BigInt(last);
      return layout === 'ends' || at === last ? first + durationUs : first;
    });
  });
}

/** Equal parts, the remainder in the first. */
function share(total: bigint, parts: number): bigint[] {
  const each = total / BigInt(parts);
  return Array.from({ length: parts }, (_, at) => (at === 0 ? total - each * BigInt(parts - 1) : each));
}
