// What an advertising or messaging platform takes, as data: the columns of its file by its own names, from which of
// ours they come, by which rule they are normalised, and whether they are hashed. No rule is shared by two platforms
// unless both publish it.
import type { Rule } from './rules.ts';

export interface PlatformColumn {
  /** As the platform spells it. */
  readonly name: string;
  /** Our column. */
  readonly from: 'external_id' | 'email' | 'phone' | 'gender' | 'birth_date' | 'city' | 'state' | 'country';
  readonly rule: Rule;
  /** SHA-256 in lower-case hexadecimal of the UTF-8 bytes. */
  readonly hashed?: true;
  /** Whether the platform can find somebody by it alone. */
  readonly identifies?: true;
}

export interface Platform {
  readonly key: string;
  readonly name: string;
  /** Where the platform publishes its rules. */
  readonly source: string;
  readonly columns: readonly PlatformColumn[];
}
