// Made-up histories of versions: published, failed and going-on runs, pins, users who come, change, go and come back.
// A history is written to the database as runs would leave it; what follows from it is worked out here, one by one.
import fc from 'fast-check';
import type { Database } from '../../src/db/database.ts';
import { OPEN_END } from '../../src/db/sql.ts';

/** Dimension → keys of its segments, which are numbered from 1 on in this order. */
export const DIMENSIONS = { shape: ['round', 'square'], colour: ['red', 'blue', 'green'] } as const;
export type DimensionKey = keyof typeof DIMENSIONS;

export const NOW = new Date('2026-05-05T12:00:00Z');
export const RETENTION = { wholeHours: 24, historyDays: 400 };

/** A user in one snapshot. */
export interface Presence {
  readonly shape: string;
  /** Null in snapshots whose rule set lacks the dimension. */
  readonly colour: string | null;
  /** Something that is no segment. */
  readonly revenue: number;
}

export interface MadeSnapshot {
  readonly id: number;
  readonly computedAt: Date;
  readonly pin: 'none' | 'lasting' | 'expired';
}

export interface MadeHistory {
  readonly snapshots: readonly MadeSnapshot[];
  /** By user, then by snapshot; null where the user is not there. */
  readonly users: readonly (readonly (Presence | null)[])[];
  /** What a run that goes on has written of each user: nothing, a change, or that they are gone. */
  readonly goingOn: readonly ('nothing' | 'change' | 'end')[];
}

/** Hours before NOW at which snapshots are published: on both sides of every limit. */
const HOURS_AGO = [10_000, 9700, 9601, 9599, 9000, 5000, 100, 49, 26, 24.1, 23.9, 10, 1];

const presence: fc.Arbitrary<Presence> = fc.record({
  shape: fc.constantFrom(...DIMENSIONS.shape),
  colour: fc.constantFrom(...DIMENSIONS.colour, null),
  revenue: fc.constantFrom(0, 1),
});

/** Mostly as before: histories in which everything changes at once are not what pruning is for. */
function lifeOf(snapshots: number): fc.Arbitrary<(Presence | null)[]> {
  const step = fc.oneof(
    { weight: 4, arbitrary: fc.constant('same' as const) },
    { weight: 2, arbitrary: presence },
    { weight: 1, arbitrary: fc.constant('revenue' as const) },
    { weight: 1, arbitrary: fc.constant(null) },
    { weight: 2, arbitrary: fc.constant('back' as const) },
  );
  return fc.array(step, { minLength: snapshots, maxLength: snapshots }).map((steps) => {
    let last: Presence | null = null;
    let known: Presence | null = null;
    return steps.map((one) => {
      if (one === 'revenue') last = last && { ...last, revenue: last.revenue + 1 };
      else if (one === 'back') last ??= known;
      else if (one !== 'same') last = one;
      known = last ?? known;
      return last;
    });
  });
}

export const histories: fc.Arbitrary<MadeHistory> = fc
  .subarray(HOURS_AGO, { minLength: 1 })
  .chain((hours) =>
    fc.record({
      gaps: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: hours.length, maxLength: hours.length }),
      pins: fc.array(fc.constantFrom('none', 'none', 'none', 'none', 'lasting', 'expired' as const), {
        minLength: hours.length,
        maxLength: hours.length,
      }),
      hours: fc.constant(hours),
      users: fc.array(lifeOf(hours.length), { minLength: 1, maxLength: 6 }),
      goingOn: fc.array(fc.constantFrom('nothing', 'change', 'end' as const), { minLength: 6, maxLength: 6 }),
    }),
  )
  .map(({ gaps, pins, hours, users, goingOn }) => {
    let id = 0;
    const snapshots = hours.map((ago, at): MadeSnapshot => {
      id += gaps[at] as number;
      const computedAt = new Date(NOW.getTime() - ago * 3_600_000);
      return { id, computedAt, pin: pins[at] as MadeSnapshot['pin'] };
    });
    return { snapshots, users, goingOn: goingOn as MadeHistory['goingOn'] };
  });

export function segmentId(dimension: string, key: string): number {
  const all = Object.entries(DIMENSIONS).flatMap(([of, keys]) => keys.map((one) => `${of}/${one}`));
  return all.indexOf(`${dimension}/${key}`) + 1;
}

interface Version {
  readonly from: number;
  to: number;
  readonly presence: Presence;
}

/** The rows of one user: one for each stretch of snapshots in which nothing changed. */
export function versionsOf({ snapshots, users, goingOn }: MadeHistory, user: number): Version[] {
  const versions: Version[] = [];
  let open: Version | undefined;
  for (const [at, { id }] of snapshots.entries()) {
    const now = users[user]?.[at] ?? null;
    if (open && JSON.stringify(open.presence) === JSON.stringify(now)) continue;
    if (open) open.to = id;
    open = now ? { from: id, to: OPEN_END, presence: now } : undefined;
    if (open) versions.push(open);
  }
  const next = newestId(snapshots) + 1;
  if (open && goingOn[user] !== 'nothing') open.to = next;
  if (open && goingOn[user] === 'change') {
    const changed = { ...open.presence, revenue: open.presence.revenue + 100 };
    versions.push({ from: next, to: OPEN_END, presence: changed });
  }
  return versions;
}

function newestId(snapshots: readonly MadeSnapshot[]): number {
  return snapshots.at(-1)?.id ?? 0;
}

/** Writes the history in place of whatever there was. */
export async function writeHistory({ pool }: Database, history: MadeHistory): Promise<void> {
  await pool.query(
    'truncate user_states, segment_rollups, place_rollups, snapshots, snapshot_pins, runs, segments, rule_sets',
  );
  for (const [dimension, keys] of Object.entries(DIMENSIONS))
    for (const key of keys)
      await pool.query('insert into segments (segment_id, dimension, key) values ($1, $2, $3)', [
        segmentId(dimension, key),
        dimension,
        key,
      ]);
  const document = { dimensions: Object.keys(DIMENSIONS).map((key) => ({ key })) };
  await pool.query(
    `insert into rule_sets (version, status, document, created_at) values (1, 'published', $1, $2)`,
    [document, NOW],
  );
  for (const { id, computedAt, pin } of history.snapshots) {
    await pool.query(
      `insert into snapshots (snapshot_id, as_of, computed_at, users, rule_set_version, revision)
       values ($1, $2, $2, 0, 1, 0)`,
      [id, computedAt],
    );
    await pool.query(
      `insert into runs (run_id, kind, status, requested_by, stage, users_done, users_total, queued_at)
       values ($1, 'incremental', 'succeeded', 'test', 'publish', 0, 0, $2)`,
      [id, computedAt],
    );
    if (pin !== 'none')
      await pool.query(
        `insert into snapshot_pins (snapshot_id, reason, pinned_at, expires_at) values ($1, 'test', $2, $3)`,
        [id, computedAt, pin === 'expired' ? NOW : null],
      );
  }
  for (const user of history.users.keys())
    for (const version of versionsOf(history, user)) await writeVersion(user + 1, version);

  async function writeVersion(userId: number, { from, to, presence: of }: Version): Promise<void> {
    const ids = [segmentId('shape', of.shape), ...(of.colour ? [segmentId('colour', of.colour)] : [])];
    await pool.query(
      `insert into user_states (user_id, valid_from, valid_to, external_id, segment_ids, engagement_score, transactions,
         revenue, session_count, total_events, total_session_us, longest_session_us, largest_session_events, signals,
         sources, mediums)
       values ($1, $2, $3, $4, $5, 0, 0, $6, 0, 0, 0, 0, 0, '{}', '{}', '{}')`,
      [userId, from, to, `u${userId}`, ids, of.revenue],
    );
    await pool.query(
      `insert into segment_rollups (segment_ids, valid_from, valid_to, users, revenue, score_sum, transactions)
       values (array[$1::integer], $2, $3, 1, $4, 0, 0)`,
      [1000 + userId, from, to, of.revenue],
    );
  }
}

/** What becomes of each snapshot, by the policy. */
export function fatesOf({ snapshots }: MadeHistory): Map<number, 'whole' | 'thin' | 'forgotten'> {
  return new Map(
    snapshots.map(({ id, pin }, at) => {
      const next = snapshots[at + 1];
      const hours = next ? (NOW.getTime() - next.computedAt.getTime()) / 3_600_000 : 0;
      if (pin === 'lasting' || hours < RETENTION.wholeHours) return [id, 'whole'];
      return [id, hours < RETENTION.historyDays * 24 ? 'thin' : 'forgotten'];
    }),
  );
}

function keyOf(of: Presence | null | undefined, dimension: string): string | null {
  return of?.[dimension as DimensionKey] ?? null;
}

/** Readers of a snapshot that has just expired have so long to finish. */
const GRACE_HOURS = 1 / 6;

/** The states that are left, as `user: from to`. */
export function leftOf(history: MadeHistory): string[] {
  const { snapshots, users } = history;
  const fates = fatesOf(history);
  const kept = snapshots.filter(({ id }) => fates.get(id) !== 'forgotten');
  const untouched = snapshots.filter(({ id }, at) => {
    const next = snapshots[at + 1];
    const hours = next ? (NOW.getTime() - next.computedAt.getTime()) / 3_600_000 : 0;
    return fates.get(id) === 'whole' || hours < RETENTION.wholeHours + GRACE_HOURS;
  });
  return [...users.keys()]
    .flatMap((user) => {
      const left: { from: number; to: number; segments: string | null }[] = [];
      for (const { from, to, presence } of versionsOf(history, user)) {
        const sees = ({ id }: MadeSnapshot) => from <= id && id < to;
        const isLoose = to <= newestId(snapshots) && !untouched.some(sees);
        if (isLoose && !kept.some(sees)) continue;
        const segments = isLoose ? JSON.stringify(segmentsOf(presence)) : null;
        const last = left.at(-1);
        if (last && segments !== null && last.segments === segments && last.to === from) last.to = to;
        else left.push({ from, to, segments });
      }
      return left.map(({ from, to }) => `${user + 1}: ${from} ${to}`);
    })
    .sort();
}

/** Changes as `dimension: from > to @ snapshot`, between kept snapshots that follow each other; newest first. */
export function changesOf(
  { snapshots, users }: MadeHistory,
  user: number,
  isKept: (id: number) => boolean,
): string[] {
  const changes = snapshots.flatMap(({ id }, at) =>
    Object.keys(DIMENSIONS).flatMap((dimension) => {
      const before = snapshots[at - 1];
      if (!isKept(id) || (before && !isKept(before.id))) return [];
      const [from, to] = [keyOf(users[user]?.[at - 1], dimension), keyOf(users[user]?.[at], dimension)];
      return from === to ? [] : [`${dimension}: ${from} > ${to} @ ${id}`];
    }),
  );
  return changes.sort();
}

/** Moves as `from > to: users`. */
export function movesOf({ users }: MadeHistory, dimension: string, from: number, to: number): string[] {
  const counts = new Map<string, number>();
  for (const life of users) {
    if (!life[from] && !life[to]) continue;
    const move = `${keyOf(life[from], dimension)} > ${keyOf(life[to], dimension)}`;
    counts.set(move, (counts.get(move) ?? 0) + 1);
  }
  return [...counts].map(([move, count]) => `${move}: ${count}`).sort();
}

export function segmentsOf(of: Presence | null): { dimension: string; key: string }[] | null {
  if (!of) return null;
  return Object.keys(DIMENSIONS).flatMap((dimension) => {
    const key = keyOf(of, dimension);
    return key === null ? [] : [{ dimension, key }];
  });
}
