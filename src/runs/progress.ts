// How far a run is, and when it is to end at the present pace.
import type { Run } from './service.ts';

/** The share of the users that is computed, from 0 to 1; null before they are counted. */
export function shareOf({ usersDone, usersTotal }: Run): number | null {
  return usersTotal === 0n ? null : Number(usersDone) / Number(usersTotal);
}

/** Null unless the run goes on and has computed some users since it began; a run taken up again counts from its start. */
export function estimatedEnd(run: Run, now: Date): Date | null {
  const share = shareOf(run);
  if (run.status !== 'running' || !run.startedAt || !share) return null;
  const elapsed = now.getTime() - run.startedAt.getTime();
  return new Date(run.startedAt.getTime() + elapsed / share);
}
