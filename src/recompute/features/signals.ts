// What signals of every kind share: which step counts them, when their window starts, when an input leaves it.
import { raw, type Sql, sql } from '../../db/sql.ts';
import type { RuleSet, Signal, Window } from '../../rules/rule-set.ts';
import { windowExit, windowStart } from '../../rules/windows.ts';

export type SignalOf<Kind extends Signal['of']> = Extract<Signal, { of: Kind }>;

export function signalsOf<Kind extends Signal['of']>(rules: RuleSet, kind: Kind): SignalOf<Kind>[] {
  return rules.signals.filter((signal): signal is SignalOf<Kind> => signal.of === kind);
}

/** The instant at which a window starts; a subquery, so that it is worked out once. */
export function startOf({ timeZone }: RuleSet, window: Window, asOf: string): Sql {
  return sql`(select ${windowStart(window, timeZone, asOf)})`;
}

/** The alias of the step that counts signals of a kind. */
const COUNTED_IN = { events: 't', sessions: 's', orders: 'b', lines: 'l' } as const;

/** The value of a signal in the joined row of all steps; 0 for users without any. */
export function countOf({ key, of }: Signal): Sql {
  return raw(`coalesce(${COUNTED_IN[of]}.signal_${key}, 0)`);
}

/** For each window: when the oldest input in it drops out; null where there is none. */
export function exitsOf({ signals, timeZone }: RuleSet, asOf: string): Sql[] {
  return signals.flatMap(({ key, of, window }) =>
    window ? [windowExit(window, timeZone, raw(`${COUNTED_IN[of]}.oldest_${key}`), asOf)] : [],
  );
}
