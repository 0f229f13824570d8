// The loader of each kind of file.
import { activityLoader } from './activity.ts';
import type { ImportKind, Loader } from './loader.ts';
import { profilesLoader } from './profiles.ts';
import { transactionsLoader } from './transactions.ts';

export const LOADERS: Readonly<Record<ImportKind, Loader>> = {
  activity: activityLoader as Loader,
  transactions: transactionsLoader as Loader,
  profiles: profilesLoader as Loader,
};

/** Every column name of every kind, for `--map`. */
export const KNOWN_COLUMNS: readonly string[] = [
  ...new Set(Object.values(LOADERS).flatMap(({ columns }) => [...columns.required, ...columns.optional])),
];
