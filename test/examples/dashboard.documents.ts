/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
/** A test of yes or no. All operators given must hold; null is as if not given. */
export type BooleanFilter = {
  /** Equal; what is unknown equals neither. */
  eq?: boolean | null | undefined;
  /** True: unknown. False: known. */
  isNull?: boolean | null | undefined;
};

/** A test of a day. All operators given must hold; null is as if not given. What is unknown passes none but `isNull`. */
export type DayFilter = {
  /** From one to the other, both included. */
  between?: DayRange | null | undefined;
  /** Equal. */
  eq?: string | null | undefined;
  /** Later. */
  gt?: string | null | undefined;
  /** Later or equal. */
  gte?: string | null | undefined;
  /** True: unknown. False: known. */
  isNull?: boolean | null | undefined;
  /** Earlier. */
  lt?: string | null | undefined;
  /** Earlier or equal. */
  lte?: string | null | undefined;
};

/** A range of days, both ends included. */
export type DayRange = {
  /** The first that is taken. */
  from: string;
  /** The last that is taken. */
  to: string;
};

/** A test of an exact decimal number. All operators given must hold; null is as if not given. */
export type DecimalFilter = {
  /** From one to the other, both included. */
  between?: DecimalRange | null | undefined;
  /** Equal. */
  eq?: string | null | undefined;
  /** Greater. */
  gt?: string | null | undefined;
  /** Greater or equal. */
  gte?: string | null | undefined;
  /** Less. */
  lt?: string | null | undefined;
  /** Less or equal. */
  lte?: string | null | undefined;
};

/** A range of exact decimal numbers, both ends included. */
export type DecimalRange = {
  /** The first that is taken. */
  from: string;
  /** The last that is taken. */
  to: string;
};

/** A test of a whole number. All operators given must hold; null is as if not given. */
export type IntFilter = {
  /** From one to the other, both included. */
  between?: IntRange | null | undefined;
  /** Equal. */
  eq?: number | null | undefined;
  /** Greater. */
  gt?: number | null | undefined;
  /** Greater or equal. */
  gte?: number | null | undefined;
  /** Less. */
  lt?: number | null | undefined;
  /** Less or equal. */
  lte?: number | null | undefined;
};

/** A range of whole numbers, both ends included. */
export type IntRange = {
  /** The first that is taken. */
  from: number;
  /** The last that is taken. */
  to: number;
};

/** Whether a run waits, goes on or is done. */
export type RunStatus =
  /** Stopped when asked to; what was published before stands. */
  | 'CANCELLED'
  /** Ended by an error; what was published before stands. */
  | 'FAILED'
  /** Waits for a worker. */
  | 'QUEUED'
  /** Goes on. */
  | 'RUNNING'
  /** Done and published. */
  | 'SUCCEEDED';

/** A test of a dimension's segment: `in`, `notIn` or both. An unknown key is answered with the legal ones. */
export type SegmentFilter = {
  /** Key of a dimension. */
  dimension: string;
  /** One of these segments; of an empty list, nobody. */
  in?: Array<string> | null | undefined;
  /** None of these segments; of an empty list, everybody. */
  notIn?: Array<string> | null | undefined;
};

/**
 * A test of what a signal of the rule set comes to for a user: a count, a sum, or 1 where there is any. All operators given
 * must hold; null is as if not given. An unknown signal is answered with the legal ones.
 */
export type SignalFilter = {
  /** From one to the other, both included. */
  between?: DecimalRange | null | undefined;
  /** Equal. */
  eq?: string | null | undefined;
  /** Greater. */
  gt?: string | null | undefined;
  /** Greater or equal. */
  gte?: string | null | undefined;
  /** Less. */
  lt?: string | null | undefined;
  /** Less or equal. */
  lte?: string | null | undefined;
  /** Key of a signal. */
  signal: string;
};

/**
 * A test of a text, compared byte for byte. All operators given must hold; null is as if not given. What is unknown passes
 * none but `isNull`.
 */
export type TextFilter = {
  /** This is part of it. */
  contains?: string | null | undefined;
  /** Equal. */
  eq?: string | null | undefined;
  /** One of these, 1,000 at most; of an empty list, nobody. */
  in?: Array<string> | null | undefined;
  /** True: unknown. False: known. */
  isNull?: boolean | null | undefined;
  /** It starts with this. */
  startsWith?: string | null | undefined;
};

/**
 * A test of an instant: absolute, or in days before the snapshot's as-of time, so that it means the same of every snapshot.
 * A day alone is its first instant in UTC. All operators given must hold; null is as if not given. What is unknown passes
 * none but `isNull`.
 */
export type TimeFilter = {
  /** From one to the other, both included. */
  between?: TimeRange | null | undefined;
  /** Equal. */
  eq?: string | null | undefined;
  /** Later. */
  gt?: string | null | undefined;
  /** Later or equal. */
  gte?: string | null | undefined;
  /** True: unknown. False: known. */
  isNull?: boolean | null | undefined;
  /** Earlier. */
  lt?: string | null | undefined;
  /** Earlier or equal. */
  lte?: string | null | undefined;
  /** More than so many days of 24 hours before the snapshot's as-of time: 0 to 100,000. */
  olderThanDays?: number | null | undefined;
  /** At most so many days of 24 hours before the snapshot's as-of time: 0 to 100,000. */
  withinDays?: number | null | undefined;
};

/** A range of instants, both ends included. */
export type TimeRange = {
  /** The first that is taken. */
  from: string;
  /** The last that is taken. */
  to: string;
};

/**
 * Which users to take. All fields given must hold; null is as if not given, and an empty filter lets everybody through.
 * At most 10 levels deep, and of 200 tests and branches. Where it has tests of segments alone, and they name at most three
 * dimensions, counts and sums of it take the same time for any number of users.
 */
export type UserFilter = {
  /** Age as given: a number, or a group in the shop's words. */
  age?: TextFilter | null | undefined;
  /** Whole years at the snapshot's as-of time, where they or the birth date are known. */
  ageYears?: YearsFilter | null | undefined;
  /** All of these; of an empty list, everybody. */
  and?: Array<UserFilter> | null | undefined;
  /** Mean number of events in a session, exact: not as rounded for showing; 0 without sessions. */
  averageEventsPerSession?: DecimalFilter | null | undefined;
  /** Mean session in minutes, exact: not as rounded for showing; 0 without sessions. */
  averageSessionMinutes?: DecimalFilter | null | undefined;
  /** Personal: FORBIDDEN to viewers. */
  birthDate?: DayFilter | null | undefined;
  /** City as given. */
  city?: TextFilter | null | undefined;
  /** Consent to marketing. */
  consent?: BooleanFilter | null | undefined;
  /** Country as given. */
  country?: TextFilter | null | undefined;
  /** Personal: FORBIDDEN to viewers. */
  email?: TextFilter | null | undefined;
  /** 0 to 100. */
  engagementScore?: IntFilter | null | undefined;
  /** The shop's id. */
  externalId?: TextFilter | null | undefined;
  /** Time of the first event. */
  firstSeenAt?: TimeFilter | null | undefined;
  /** Gender as given. */
  gender?: TextFilter | null | undefined;
  /** Income group as given. */
  incomeGroup?: TextFilter | null | undefined;
  /** Number of events of the session that has the most. */
  largestSessionEvents?: IntFilter | null | undefined;
  /** Time of the last order, returns left out. */
  lastOrderAt?: TimeFilter | null | undefined;
  /** Time of the last event. */
  lastSeenAt?: TimeFilter | null | undefined;
  /** Time in the longest session, in minutes, exact. */
  longestSessionMinutes?: DecimalFilter | null | undefined;
  /** The mediums that led here, as the rule set names them. */
  mediums?: WordsFilter | null | undefined;
  /** Not this. */
  not?: UserFilter | null | undefined;
  /** At least one of these; of an empty list, nobody. */
  or?: Array<UserFilter> | null | undefined;
  /** Personal: FORBIDDEN to viewers. */
  phone?: TextFilter | null | undefined;
  /** Sum of orders and returns: money, exact. */
  revenue?: DecimalFilter | null | undefined;
  /** By segment; all tests given must hold. */
  segments?: Array<SegmentFilter> | null | undefined;
  /** Number of sessions. */
  sessionCount?: IntFilter | null | undefined;
  /** By what the rule set counts in events, sessions and orders; all tests given must hold. */
  signals?: Array<SignalFilter> | null | undefined;
  /** The sources that led here, as the rule set names them. */
  sources?: WordsFilter | null | undefined;
  /** State or region as given. */
  state?: TextFilter | null | undefined;
  /** Number of events. */
  totalEvents?: IntFilter | null | undefined;
  /** Time in sessions, in minutes, exact. */
  totalSessionMinutes?: DecimalFilter | null | undefined;
  /** Distinct orders, returns left out. */
  transactions?: IntFilter | null | undefined;
};

/** A test of a set of words, in any case. All operators given must hold; null is as if not given. */
export type WordsFilter = {
  /** All of these are in it; of an empty list, everybody. */
  hasAll?: Array<string> | null | undefined;
  /** At least one of these is in it; of an empty list, nobody. */
  hasAny?: Array<string> | null | undefined;
  /** True: there is none. False: there is one. */
  isEmpty?: boolean | null | undefined;
};

/** A test of whole years that may be unknown. All operators given must hold; null is as if not given. */
export type YearsFilter = {
  /** From one to the other, both included. */
  between?: IntRange | null | undefined;
  /** Equal. */
  eq?: number | null | undefined;
  /** Greater. */
  gt?: number | null | undefined;
  /** Greater or equal. */
  gte?: number | null | undefined;
  /** True: unknown. False: known. */
  isNull?: boolean | null | undefined;
  /** Less. */
  lt?: number | null | undefined;
  /** Less or equal. */
  lte?: number | null | undefined;
};

export type DashboardQueryVariables = Exact<{
  dimension: string;
  filter?: UserFilter | null | undefined;
}>;


export type DashboardQuery = { freshness: { ageSeconds: number | null }, summaries: Array<{ users: number, totalRevenue: string, segment: { key: string, priority: number | null } }> };

export type WatchRunSubscriptionVariables = Exact<{
  id: string;
}>;


export type WatchRunSubscription = { runProgress: { status: RunStatus, share: number | null, error: string | null } };


export const DashboardDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Dashboard"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"dimension"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"UserFilter"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"freshness"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"ageSeconds"}}]}},{"kind":"Field","name":{"kind":"Name","value":"summaries"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"dimension"},"value":{"kind":"Variable","name":{"kind":"Name","value":"dimension"}}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"segment"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"priority"}}]}},{"kind":"Field","name":{"kind":"Name","value":"users"}},{"kind":"Field","name":{"kind":"Name","value":"totalRevenue"}}]}}]}}]} as unknown as DocumentNode<DashboardQuery, DashboardQueryVariables>;
export const WatchRunDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"WatchRun"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"runProgress"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"share"}},{"kind":"Field","name":{"kind":"Name","value":"error"}}]}}]}}]} as unknown as DocumentNode<WatchRunSubscription, WatchRunSubscriptionVariables>;