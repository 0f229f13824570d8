// The measures of one user, as rules read them: exact, so that no comparison depends on how a number was carried here.

export interface UserFeatures {
  readonly transactions: number;
  /** Decimal text. */
  readonly revenue: string;
  readonly sessionCount: number;
  readonly totalEvents: number;
  readonly totalSessionUs: bigint;
  readonly longestSessionUs: bigint;
  readonly largestSessionEvents: number;
  /** Microseconds since 1970-01-01T00:00:00Z; null where there is none. */
  readonly firstSeenAt: bigint | null;
  readonly lastSeenAt: bigint | null;
  /** Returns are no orders; null too where no order is dated. */
  readonly lastOrderAt: bigint | null;
  /** Key of a signal → decimal text. */
  readonly signals: Readonly<Record<string, string>>;
  /** As the rule set names them. */
  readonly sources: readonly string[];
  readonly mediums: readonly string[];
  /** As given; null where unknown. */
  readonly gender: string | null;
  readonly age: string | null;
  /** YYYY-MM-DD. */
  readonly birthDate: string | null;
  readonly incomeGroup: string | null;
  readonly city: string | null;
  readonly state: string | null;
  readonly country: string | null;
}
