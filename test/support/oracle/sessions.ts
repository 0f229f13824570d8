// Section 3: the sessions of one user. A gap of exactly 30 minutes stays in the session, one microsecond more ends it.

import { minute } from './time.ts';

export type Session = { readonly events: number; readonly duration: bigint };

const longestGap = 30n * minute;

/** The sessions of one user's event times (microseconds, in any order), in time order. */
export function cutSessions(times: readonly bigint[]): Session[] {
  const ordered = times.toSorted((left, right) => (left < right ? -1 : left > right ? 1 : 0));
  const starts = ordered.flatMap((time, at) =>
    at === 0 || time - ordered[at - 1]! > longestGap ? [at] : [],
  );
  return starts.map((start, index) => {
    const end = starts[index + 1] ?? ordered.length;
    return { events: end - start, duration: ordered[end - 1]! - ordered[start]! };
  });
}

export function totalDuration(sessions: readonly Session[]): bigint {
  return sessions.reduce((total, session) => total + session.duration, 0n);
}

export function totalEvents(sessions: readonly Session[]): number {
  return sessions.reduce((total, session) => total + session.events, 0);
}

/** Average duration at least so many minutes, without dividing; never for a user without sessions. */
export function averagesMinutes(sessions: readonly Session[], minutes: number): boolean {
  return sessions.length > 0 && totalDuration(sessions) >= BigInt(minutes * sessions.length) * minute;
}

/** Average events a session at least so many, without dividing; never for a user without sessions. */
export function averagesEvents(sessions: readonly Session[], events: number): boolean {
  return sessions.length > 0 && totalEvents(sessions) >= events * sessions.length;
}
