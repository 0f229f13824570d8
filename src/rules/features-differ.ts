// Whether two rule sets read something else from events and orders, so that features have to be made anew, or only
// make something else of the same features.
import { canonical } from './canonical.ts';
import type { RuleSet, Signal } from './rule-set.ts';

/** True where sessions, traffic or signals differ, in anything but labels, the order of signals and that of names. */
export function featuresDiffer(before: RuleSet, after: RuleSet): boolean {
  return canonical(readingOf(before)) !== canonical(readingOf(after));
}

function readingOf({ session, traffic, signals, timeZone }: RuleSet): object {
  const bySignal = signals.map((signal) => [signal.key, withoutLabel(signal, timeZone)]);
  return { session, traffic, signals: Object.fromEntries(bySignal) };
}

/** The rule set's zone is part of a signal only if its window names none. */
function withoutLabel({ label: _, ...signal }: Signal, defaultZone: string): object {
  const { window } = signal;
  return window ? { ...signal, window: { ...window, timeZone: window.timeZone ?? defaultZone } } : signal;
}
