import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { Snapshot as SnapshotSource } from '../snapshots/service.ts';
import type { Segment as SegmentSource, SegmentDimension, SegmentSummary as SegmentSummarySource } from '../segments/service.ts';
import type { DimensionInsight as DimensionInsightSource, Insights as InsightsSource } from '../insights/service.ts';
import type { User as UserSource } from '../users/service.ts';
import type { UserConnectionSource } from '../users/resolvers.ts';
import type { Run as RunSource } from '../runs/service.ts';
import type { Principal as PrincipalSource } from '../auth/principal.ts';
import type { Context } from './context.ts';
export type Maybe<T> = T | null;
export type InputMaybe<T> = Maybe<T>;
export type Omit<T, K extends keyof T> = Pick<T, Exclude<keyof T, K>>;
export type RequireFields<T, K extends keyof T> = Omit<T, K> & { [P in K]-?: NonNullable<T[P]> };
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string | number; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  /** An instant, ISO 8601: in UTC on the way out; as input an offset is taken as well. */
  DateTime: { input: string; output: Date | string; }
  /** An exact decimal number, as text such as "8902.03"; as input a number is taken as well. */
  Decimal: { input: string; output: string; }
};

/** A test of an exact decimal number. All operators given must hold; null is as if not given. */
export type DecimalFilter = {
  /** Equal. */
  eq?: InputMaybe<Scalars['Decimal']['input']>;
  /** Greater. */
  gt?: InputMaybe<Scalars['Decimal']['input']>;
  /** Greater or equal. */
  gte?: InputMaybe<Scalars['Decimal']['input']>;
  /** Less. */
  lt?: InputMaybe<Scalars['Decimal']['input']>;
  /** Less or equal. */
  lte?: InputMaybe<Scalars['Decimal']['input']>;
};

/** A way of dividing users: each user has exactly one segment in each dimension. */
export type Dimension = {
  __typename?: 'Dimension';
  /** The name by which filters and summaries take it, such as `customer`. */
  key: Scalars['String']['output'];
  /** For people. */
  label: Scalars['String']['output'];
  /** In the order in which the rules are tried; the default is last. */
  segments: Array<Segment>;
};

/** How the users of the snapshot divide in one dimension. */
export type DimensionInsight = {
  __typename?: 'DimensionInsight';
  /** The dimension. */
  dimension: Dimension;
  /** A summary of each segment, in the rule set's order; their users sum to all users. */
  distribution: Array<SegmentSummary>;
  /** The segment with the most users other than Unknown; null where no user's value is known. */
  dominant?: Maybe<Segment>;
  /** The same, but Unknown and Other only where nothing else has users; null without users. */
  top?: Maybe<Segment>;
};

/** The report of one snapshot. */
export type Insights = {
  __typename?: 'Insights';
  /** Revenue a user, two decimals. */
  averageRevenuePerUser: Scalars['Decimal']['output'];
  /** The countries with the most users, at most 20, the most first. */
  countries: Array<PlaceCount>;
  /** Every dimension, in the rule set's order. */
  dimensions: Array<DimensionInsight>;
  /** The snapshot that all of it is of. */
  snapshot: Snapshot;
  /** The country with the most users; null if none is known. */
  topCountry?: Maybe<Scalars['String']['output']>;
  /** The customer segment with the largest revenue; null without users. */
  topRevenueSegment?: Maybe<SegmentSummary>;
  /** Revenue of all users, two decimals. */
  totalRevenue: Scalars['Decimal']['output'];
  /** Number of users. */
  users: Scalars['Int']['output'];
};

/** A test of a whole number. All operators given must hold; null is as if not given. */
export type IntFilter = {
  /** Equal. */
  eq?: InputMaybe<Scalars['Int']['input']>;
  /** Greater. */
  gt?: InputMaybe<Scalars['Int']['input']>;
  /** Greater or equal. */
  gte?: InputMaybe<Scalars['Int']['input']>;
  /** Less. */
  lt?: InputMaybe<Scalars['Int']['input']>;
  /** Less or equal. */
  lte?: InputMaybe<Scalars['Int']['input']>;
};

/** What can be done. Problems with the input are answered as `errors` in the payload. */
export type Mutation = {
  __typename?: 'Mutation';
  /** Queues a full recompute, which the worker carries out; ask `run` how it goes. Admins only. */
  recompute: RecomputePayload;
};


/** What can be done. Problems with the input are answered as `errors` in the payload. */
export type MutationRecomputeArgs = {
  input: RecomputeInput;
};

/** Which way a list runs. */
export type OrderDirection =
  /** Smallest first. */
  | 'ASC'
  /** Largest first. */
  | 'DESC';

/** Relay's page information. */
export type PageInfo = {
  __typename?: 'PageInfo';
  /** Give it as `after`, with `first`, for the next page; null on an empty page. */
  endCursor?: Maybe<Scalars['String']['output']>;
  /** Whether something comes after this page. */
  hasNextPage: Scalars['Boolean']['output'];
  /** Whether something comes before this page. */
  hasPreviousPage: Scalars['Boolean']['output'];
  /** Give it as `before`, with `last`, for the page before; null on an empty page. */
  startCursor?: Maybe<Scalars['String']['output']>;
};

/** Users of one place. */
export type PlaceCount = {
  __typename?: 'PlaceCount';
  /** Null is unknown. */
  place?: Maybe<Scalars['String']['output']>;
  /** Share of all users, 0 to 1, rounded to 4 decimals. */
  share: Scalars['Float']['output'];
  /** Number of users. */
  users: Scalars['Int']['output'];
};

/** Who asks. */
export type Principal = {
  __typename?: 'Principal';
  /** Id of the API key. */
  id: Scalars['ID']['output'];
  /** What the key was made for. */
  role: Role;
};

/**
 * What can be asked. Every answer of one operation is of one snapshot, the newest when it began, but for what names
 * another snapshot or a cursor of one. Before the first recompute, what needs a snapshot fails with the code NO_SNAPSHOT.
 * Other codes: BAD_USER_INPUT, FORBIDDEN, UNAUTHENTICATED (with HTTP 401), SNAPSHOT_EXPIRED.
 */
export type Query = {
  __typename?: 'Query';
  /** All dimensions of the rule set that the snapshot was computed with, in its order. */
  dimensions: Array<Dimension>;
  /** The report of the newest snapshot. */
  insights: Insights;
  /** Who the server takes the caller for. */
  me: Principal;
  /** A run by its id; null if there is none. Admins only. */
  run?: Maybe<Run>;
  /** One segment; null if the dimension has none of that key. */
  segment?: Maybe<Segment>;
  /** The segments of a dimension, in the rule set's order. An unknown dimension is answered with the legal ones. */
  segments: Array<Segment>;
  /** The newest published snapshot, null before the first recompute; or the one of that id, else SNAPSHOT_EXPIRED. */
  snapshot?: Maybe<Snapshot>;
  /** A summary of each segment of a dimension, in the rule set's order. */
  summaries: Array<SegmentSummary>;
  /** One user by either id; null if there is none. Give exactly one of the two. */
  user?: Maybe<User>;
  /** Users of the newest snapshot, or of the one that the cursor or `snapshot` names. */
  users: UserConnection;
};


/**
 * What can be asked. Every answer of one operation is of one snapshot, the newest when it began, but for what names
 * another snapshot or a cursor of one. Before the first recompute, what needs a snapshot fails with the code NO_SNAPSHOT.
 * Other codes: BAD_USER_INPUT, FORBIDDEN, UNAUTHENTICATED (with HTTP 401), SNAPSHOT_EXPIRED.
 */
export type QueryRunArgs = {
  id: Scalars['ID']['input'];
};


/**
 * What can be asked. Every answer of one operation is of one snapshot, the newest when it began, but for what names
 * another snapshot or a cursor of one. Before the first recompute, what needs a snapshot fails with the code NO_SNAPSHOT.
 * Other codes: BAD_USER_INPUT, FORBIDDEN, UNAUTHENTICATED (with HTTP 401), SNAPSHOT_EXPIRED.
 */
export type QuerySegmentArgs = {
  dimension: Scalars['String']['input'];
  key: Scalars['String']['input'];
};


/**
 * What can be asked. Every answer of one operation is of one snapshot, the newest when it began, but for what names
 * another snapshot or a cursor of one. Before the first recompute, what needs a snapshot fails with the code NO_SNAPSHOT.
 * Other codes: BAD_USER_INPUT, FORBIDDEN, UNAUTHENTICATED (with HTTP 401), SNAPSHOT_EXPIRED.
 */
export type QuerySegmentsArgs = {
  dimension: Scalars['String']['input'];
};


/**
 * What can be asked. Every answer of one operation is of one snapshot, the newest when it began, but for what names
 * another snapshot or a cursor of one. Before the first recompute, what needs a snapshot fails with the code NO_SNAPSHOT.
 * Other codes: BAD_USER_INPUT, FORBIDDEN, UNAUTHENTICATED (with HTTP 401), SNAPSHOT_EXPIRED.
 */
export type QuerySnapshotArgs = {
  id?: InputMaybe<Scalars['ID']['input']>;
};


/**
 * What can be asked. Every answer of one operation is of one snapshot, the newest when it began, but for what names
 * another snapshot or a cursor of one. Before the first recompute, what needs a snapshot fails with the code NO_SNAPSHOT.
 * Other codes: BAD_USER_INPUT, FORBIDDEN, UNAUTHENTICATED (with HTTP 401), SNAPSHOT_EXPIRED.
 */
export type QuerySummariesArgs = {
  dimension: Scalars['String']['input'];
  filter?: InputMaybe<UserFilter>;
};


/**
 * What can be asked. Every answer of one operation is of one snapshot, the newest when it began, but for what names
 * another snapshot or a cursor of one. Before the first recompute, what needs a snapshot fails with the code NO_SNAPSHOT.
 * Other codes: BAD_USER_INPUT, FORBIDDEN, UNAUTHENTICATED (with HTTP 401), SNAPSHOT_EXPIRED.
 */
export type QueryUserArgs = {
  externalId?: InputMaybe<Scalars['String']['input']>;
  id?: InputMaybe<Scalars['ID']['input']>;
};


/**
 * What can be asked. Every answer of one operation is of one snapshot, the newest when it began, but for what names
 * another snapshot or a cursor of one. Before the first recompute, what needs a snapshot fails with the code NO_SNAPSHOT.
 * Other codes: BAD_USER_INPUT, FORBIDDEN, UNAUTHENTICATED (with HTTP 401), SNAPSHOT_EXPIRED.
 */
export type QueryUsersArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<UserFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  orderBy?: InputMaybe<UserOrder>;
  snapshot?: InputMaybe<Scalars['ID']['input']>;
};

/** What to recompute. */
export type RecomputeInput = {
  /** Inputs up to this instant count (ISO 8601); without it, now. It never goes back behind the published snapshot's. */
  asOf?: InputMaybe<Scalars['DateTime']['input']>;
};

/** What came of asking for a recompute. */
export type RecomputePayload = {
  __typename?: 'RecomputePayload';
  /** What is wrong with the input; empty when all went well. */
  errors: Array<UserError>;
  /** The run that was queued, or the one that was waiting already (of the same `asOf`, if that was given); null on errors. */
  run?: Maybe<Run>;
};

/** What a caller may do. */
export type Role =
  /** May recompute as well. */
  | 'ADMIN'
  /** Reads e-mail addresses and phone numbers too. */
  | 'MARKETER'
  /** Reads segments, summaries, insights and users, without personal data. */
  | 'VIEWER';

/** One recompute. It is published as the snapshot of the same id. */
export type Run = {
  __typename?: 'Run';
  /** Inputs up to this instant count; null before it starts. */
  asOf?: Maybe<Scalars['DateTime']['output']>;
  /** Why it failed; null otherwise. */
  error?: Maybe<Scalars['String']['output']>;
  /** Null before it ends. */
  finishedAt?: Maybe<Scalars['DateTime']['output']>;
  /** The id that the snapshot will have. */
  id: Scalars['ID']['output'];
  /** When it was asked for. */
  queuedAt: Scalars['DateTime']['output'];
  /** What it is at: queued, orders, users, rollups or publish. */
  stage: Scalars['String']['output'];
  /** Null before it starts. */
  startedAt?: Maybe<Scalars['DateTime']['output']>;
  /** How it stands. */
  status: RunStatus;
  /** Users computed so far. */
  usersDone: Scalars['Int']['output'];
  /** Users to compute; 0 before it starts. */
  usersTotal: Scalars['Int']['output'];
};

/** Whether a run waits, goes on or is done. */
export type RunStatus =
  /** Ended by an error; what was published before stands. */
  | 'FAILED'
  /** Waits for a worker. */
  | 'QUEUED'
  /** Goes on. */
  | 'RUNNING'
  /** Done and published. */
  | 'SUCCEEDED';

/** A part of a dimension. */
export type Segment = {
  __typename?: 'Segment';
  /** Key of its dimension. */
  dimension: Scalars['String']['output'];
  /** Unique across dimensions. */
  id: Scalars['ID']['output'];
  /** The name by which filters take it, and which files show, such as `High-Value Customer`. */
  key: Scalars['String']['output'];
  /** Marketing priority, 1 the most important; null where the rule set gives none. */
  priority?: Maybe<Scalars['Int']['output']>;
  /** Number of users in it, whatever the filter, in the snapshot by which it was reached. */
  users: Scalars['Int']['output'];
};

/** A test of a dimension's segment: `in`, `notIn` or both. An unknown key is answered with the legal ones. */
export type SegmentFilter = {
  /** Key of a dimension. */
  dimension: Scalars['String']['input'];
  /** One of these segments; of an empty list, nobody. */
  in?: InputMaybe<Array<Scalars['String']['input']>>;
  /** None of these segments; of an empty list, everybody. */
  notIn?: InputMaybe<Array<Scalars['String']['input']>>;
};

/** What the users of one segment amount to. */
export type SegmentSummary = {
  __typename?: 'SegmentSummary';
  /** Mean engagement score, 0 to 100, two decimals. */
  averageEngagementScore: Scalars['Float']['output'];
  /** Revenue a user, two decimals. */
  averageRevenue: Scalars['Decimal']['output'];
  /** The segment that it sums up. */
  segment: Segment;
  /** Share of all users that the filter lets through (of all users without one), 0 to 1, rounded to 4 decimals. */
  share: Scalars['Float']['output'];
  /** Sum of their revenue, two decimals. */
  totalRevenue: Scalars['Decimal']['output'];
  /** Number of their orders, returns left out. */
  transactions: Scalars['Int']['output'];
  /** Number of users. */
  users: Scalars['Int']['output'];
};

/** A published state of all users. Every list, count and summary of one operation is of one snapshot. */
export type Snapshot = {
  __typename?: 'Snapshot';
  /** Inputs up to this instant count. */
  asOf: Scalars['DateTime']['output'];
  /** When it was published. */
  computedAt: Scalars['DateTime']['output'];
  /** Rises with every publication. */
  id: Scalars['ID']['output'];
  /** The last import that it includes; null if nothing was imported. */
  lastImportId?: Maybe<Scalars['ID']['output']>;
  /** Version of the rule set that it was computed with. */
  ruleSetVersion: Scalars['Int']['output'];
  /** Number of users in it. */
  users: Scalars['Int']['output'];
};

/** A test of a text, compared byte for byte. All operators given must hold; null is as if not given. */
export type TextFilter = {
  /** Equal. */
  eq?: InputMaybe<Scalars['String']['input']>;
  /** One of these; of an empty list, nobody. */
  in?: InputMaybe<Array<Scalars['String']['input']>>;
  /** True: unknown. False: known. */
  isNull?: InputMaybe<Scalars['Boolean']['input']>;
};

/** One person, as the operation's snapshot has them. */
export type User = {
  __typename?: 'User';
  /** Mean number of events in a session, at most 6 decimals; 0 without sessions. */
  averageEventsPerSession: Scalars['Float']['output'];
  /** Mean session in minutes, at most 6 decimals; 0 without sessions. */
  averageSessionMinutes: Scalars['Float']['output'];
  /** City; null where unknown. */
  city?: Maybe<Scalars['String']['output']>;
  /** Consent to marketing; null where it was never given or refused. */
  consent?: Maybe<Scalars['Boolean']['output']>;
  /** Country; null where unknown. */
  country?: Maybe<Scalars['String']['output']>;
  /** Personal: null for viewers. */
  email?: Maybe<Scalars['String']['output']>;
  /** How engaged the user is, 0 to 100. */
  engagementScore: Scalars['Int']['output'];
  /** The shop's id. */
  externalId: Scalars['String']['output'];
  /** Time of the first event. */
  firstSeenAt?: Maybe<Scalars['DateTime']['output']>;
  /** Strata's own id. */
  id: Scalars['ID']['output'];
  /** Time of the last order, returns left out. */
  lastOrderAt?: Maybe<Scalars['DateTime']['output']>;
  /** Time of the last event. */
  lastSeenAt?: Maybe<Scalars['DateTime']['output']>;
  /** Personal: null for viewers. */
  phone?: Maybe<Scalars['String']['output']>;
  /** Sum of orders and returns, two decimals. */
  revenue: Scalars['Decimal']['output'];
  /** The segment in one dimension; an unknown one is answered with the legal ones. */
  segment: Segment;
  /** Every dimension's segment, in the rule set's order. */
  segments: Array<Segment>;
  /** Number of sessions. */
  sessionCount: Scalars['Int']['output'];
  /** State or region as given; null where unknown. */
  state?: Maybe<Scalars['String']['output']>;
  /** Number of events. */
  totalEvents: Scalars['Int']['output'];
  /** Time in sessions, in minutes, at most 6 decimals. */
  totalSessionMinutes: Scalars['Float']['output'];
  /** Distinct orders, returns left out. */
  transactions: Scalars['Int']['output'];
};


/** One person, as the operation's snapshot has them. */
export type UserSegmentArgs = {
  dimension: Scalars['String']['input'];
};

/** A page of users. All pages of one walk are of one snapshot. */
export type UserConnection = {
  __typename?: 'UserConnection';
  /** The users of this page with their cursors. */
  edges: Array<UserEdge>;
  /** The users of this page. */
  nodes: Array<User>;
  /** Where this page stands in the walk. */
  pageInfo: PageInfo;
  /** The snapshot that the page is of. */
  snapshot: Snapshot;
  /** Number of users that the filter lets through, exact. */
  totalCount: Scalars['Int']['output'];
};

/** A user with its place in the list. */
export type UserEdge = {
  __typename?: 'UserEdge';
  /** Opaque; give it as `after` or `before` with the same order. */
  cursor: Scalars['String']['output'];
  /** The user. */
  node: User;
};

/** What is wrong with the input of a mutation. */
export type UserError = {
  __typename?: 'UserError';
  /** What kind of problem. */
  code: UserErrorCode;
  /** What, where, and what would be legal. */
  message: Scalars['String']['output'];
  /** Where in the input. */
  path: Array<Scalars['String']['output']>;
};

/** Kinds of problems with an input. */
export type UserErrorCode =
  /** Outside what is legal. */
  | 'INVALID';

/**
 * Which users to take. All fields given must hold; null is as if not given, and an empty filter lets everybody through.
 * At most 10 levels deep, and of 200 tests and branches.
 */
export type UserFilter = {
  /** All of these; of an empty list, everybody. */
  and?: InputMaybe<Array<UserFilter>>;
  /** City as given. */
  city?: InputMaybe<TextFilter>;
  /** Country as given. */
  country?: InputMaybe<TextFilter>;
  /** 0 to 100. */
  engagementScore?: InputMaybe<IntFilter>;
  /** Not this. */
  not?: InputMaybe<UserFilter>;
  /** At least one of these; of an empty list, nobody. */
  or?: InputMaybe<Array<UserFilter>>;
  /** Sum of orders and returns: money, exact. */
  revenue?: InputMaybe<DecimalFilter>;
  /** By segment; all tests given must hold. */
  segments?: InputMaybe<Array<SegmentFilter>>;
  /** Number of sessions. */
  sessionCount?: InputMaybe<IntFilter>;
  /** State or region as given. */
  state?: InputMaybe<TextFilter>;
  /** Number of events. */
  totalEvents?: InputMaybe<IntFilter>;
  /** Distinct orders, returns left out. */
  transactions?: InputMaybe<IntFilter>;
};

/** An order of users. */
export type UserOrder = {
  /** Which way. */
  direction?: OrderDirection;
  /** By what. */
  field: UserOrderField;
};

/** What users may be ordered by; ties are broken by the user's id. */
export type UserOrderField =
  /** Engagement score. */
  | 'ENGAGEMENT_SCORE'
  /** Strata's own id. */
  | 'ID'
  /** Revenue, exact: not as rounded for showing. */
  | 'REVENUE';



export type ResolverTypeWrapper<T> = Promise<T> | T;


export type ResolverWithResolve<TResult, TParent, TContext, TArgs> = {
  resolve: ResolverFn<TResult, TParent, TContext, TArgs>;
};
export type Resolver<TResult, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = ResolverFn<TResult, TParent, TContext, TArgs> | ResolverWithResolve<TResult, TParent, TContext, TArgs>;

export type ResolverFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => Promise<TResult> | TResult;

export type SubscriptionSubscribeFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => AsyncIterable<TResult> | Promise<AsyncIterable<TResult>>;

export type SubscriptionResolveFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

export interface SubscriptionSubscriberObject<TResult, TKey extends string, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<{ [key in TKey]: TResult }, TParent, TContext, TArgs>;
  resolve?: SubscriptionResolveFn<TResult, { [key in TKey]: TResult }, TContext, TArgs>;
}

export interface SubscriptionResolverObject<TResult, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<any, TParent, TContext, TArgs>;
  resolve: SubscriptionResolveFn<TResult, any, TContext, TArgs>;
}

export type SubscriptionObject<TResult, TKey extends string, TParent, TContext, TArgs> =
  | SubscriptionSubscriberObject<TResult, TKey, TParent, TContext, TArgs>
  | SubscriptionResolverObject<TResult, TParent, TContext, TArgs>;

export type SubscriptionResolver<TResult, TKey extends string, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> =
  | ((...args: any[]) => SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>)
  | SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>;

export type TypeResolveFn<TTypes, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (
  parent: TParent,
  context: TContext,
  info: GraphQLResolveInfo
) => Maybe<TTypes> | Promise<Maybe<TTypes>>;

export type IsTypeOfResolverFn<T = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (obj: T, context: TContext, info: GraphQLResolveInfo) => boolean | Promise<boolean>;

export type NextResolverFn<T> = () => Promise<T>;

export type DirectiveResolverFn<TResult = Record<PropertyKey, never>, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = (
  next: NextResolverFn<TResult>,
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;





/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  Decimal: ResolverTypeWrapper<Scalars['Decimal']['output']>;
  DecimalFilter: DecimalFilter;
  Dimension: ResolverTypeWrapper<SegmentDimension>;
  DimensionInsight: ResolverTypeWrapper<DimensionInsightSource>;
  Float: ResolverTypeWrapper<Scalars['Float']['output']>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  Insights: ResolverTypeWrapper<InsightsSource>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  IntFilter: IntFilter;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  OrderDirection: OrderDirection;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  PlaceCount: ResolverTypeWrapper<PlaceCount>;
  Principal: ResolverTypeWrapper<PrincipalSource>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  RecomputeInput: RecomputeInput;
  RecomputePayload: ResolverTypeWrapper<Omit<RecomputePayload, 'run'> & { run?: Maybe<ResolversTypes['Run']> }>;
  Role: Role;
  Run: ResolverTypeWrapper<RunSource>;
  RunStatus: RunStatus;
  Segment: ResolverTypeWrapper<SegmentSource>;
  SegmentFilter: SegmentFilter;
  SegmentSummary: ResolverTypeWrapper<SegmentSummarySource>;
  Snapshot: ResolverTypeWrapper<SnapshotSource>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  TextFilter: TextFilter;
  User: ResolverTypeWrapper<UserSource>;
  UserConnection: ResolverTypeWrapper<UserConnectionSource>;
  UserEdge: ResolverTypeWrapper<Omit<UserEdge, 'node'> & { node: ResolversTypes['User'] }>;
  UserError: ResolverTypeWrapper<UserError>;
  UserErrorCode: UserErrorCode;
  UserFilter: UserFilter;
  UserOrder: UserOrder;
  UserOrderField: UserOrderField;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  Boolean: Scalars['Boolean']['output'];
  DateTime: Scalars['DateTime']['output'];
  Decimal: Scalars['Decimal']['output'];
  DecimalFilter: DecimalFilter;
  Dimension: SegmentDimension;
  DimensionInsight: DimensionInsightSource;
  Float: Scalars['Float']['output'];
  ID: Scalars['ID']['output'];
  Insights: InsightsSource;
  Int: Scalars['Int']['output'];
  IntFilter: IntFilter;
  Mutation: Record<PropertyKey, never>;
  PageInfo: PageInfo;
  PlaceCount: PlaceCount;
  Principal: PrincipalSource;
  Query: Record<PropertyKey, never>;
  RecomputeInput: RecomputeInput;
  RecomputePayload: Omit<RecomputePayload, 'run'> & { run?: Maybe<ResolversParentTypes['Run']> };
  Run: RunSource;
  Segment: SegmentSource;
  SegmentFilter: SegmentFilter;
  SegmentSummary: SegmentSummarySource;
  Snapshot: SnapshotSource;
  String: Scalars['String']['output'];
  TextFilter: TextFilter;
  User: UserSource;
  UserConnection: UserConnectionSource;
  UserEdge: Omit<UserEdge, 'node'> & { node: ResolversParentTypes['User'] };
  UserError: UserError;
  UserFilter: UserFilter;
  UserOrder: UserOrder;
};

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export interface DecimalScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Decimal'], any> {
  name: 'Decimal';
}

export type DimensionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Dimension'] = ResolversParentTypes['Dimension']> = {
  key?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  label?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  segments?: Resolver<Array<ResolversTypes['Segment']>, ParentType, ContextType>;
};

export type DimensionInsightResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DimensionInsight'] = ResolversParentTypes['DimensionInsight']> = {
  dimension?: Resolver<ResolversTypes['Dimension'], ParentType, ContextType>;
  distribution?: Resolver<Array<ResolversTypes['SegmentSummary']>, ParentType, ContextType>;
  dominant?: Resolver<Maybe<ResolversTypes['Segment']>, ParentType, ContextType>;
  top?: Resolver<Maybe<ResolversTypes['Segment']>, ParentType, ContextType>;
};

export type InsightsResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Insights'] = ResolversParentTypes['Insights']> = {
  averageRevenuePerUser?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  countries?: Resolver<Array<ResolversTypes['PlaceCount']>, ParentType, ContextType>;
  dimensions?: Resolver<Array<ResolversTypes['DimensionInsight']>, ParentType, ContextType>;
  snapshot?: Resolver<ResolversTypes['Snapshot'], ParentType, ContextType>;
  topCountry?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  topRevenueSegment?: Resolver<Maybe<ResolversTypes['SegmentSummary']>, ParentType, ContextType>;
  totalRevenue?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  users?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type MutationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  recompute?: Resolver<ResolversTypes['RecomputePayload'], ParentType, ContextType, RequireFields<MutationRecomputeArgs, 'input'>>;
};

export type PageInfoResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type PlaceCountResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PlaceCount'] = ResolversParentTypes['PlaceCount']> = {
  place?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  share?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  users?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type PrincipalResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Principal'] = ResolversParentTypes['Principal']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  role?: Resolver<ResolversTypes['Role'], ParentType, ContextType>;
};

export type QueryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  dimensions?: Resolver<Array<ResolversTypes['Dimension']>, ParentType, ContextType>;
  insights?: Resolver<ResolversTypes['Insights'], ParentType, ContextType>;
  me?: Resolver<ResolversTypes['Principal'], ParentType, ContextType>;
  run?: Resolver<Maybe<ResolversTypes['Run']>, ParentType, ContextType, RequireFields<QueryRunArgs, 'id'>>;
  segment?: Resolver<Maybe<ResolversTypes['Segment']>, ParentType, ContextType, RequireFields<QuerySegmentArgs, 'dimension' | 'key'>>;
  segments?: Resolver<Array<ResolversTypes['Segment']>, ParentType, ContextType, RequireFields<QuerySegmentsArgs, 'dimension'>>;
  snapshot?: Resolver<Maybe<ResolversTypes['Snapshot']>, ParentType, ContextType, Partial<QuerySnapshotArgs>>;
  summaries?: Resolver<Array<ResolversTypes['SegmentSummary']>, ParentType, ContextType, RequireFields<QuerySummariesArgs, 'dimension'>>;
  user?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType, Partial<QueryUserArgs>>;
  users?: Resolver<ResolversTypes['UserConnection'], ParentType, ContextType, Partial<QueryUsersArgs>>;
};

export type RecomputePayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RecomputePayload'] = ResolversParentTypes['RecomputePayload']> = {
  errors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
  run?: Resolver<Maybe<ResolversTypes['Run']>, ParentType, ContextType>;
};

export type RunResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Run'] = ResolversParentTypes['Run']> = {
  asOf?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  error?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  finishedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  queuedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  stage?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  startedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['RunStatus'], ParentType, ContextType>;
  usersDone?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  usersTotal?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type SegmentResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Segment'] = ResolversParentTypes['Segment']> = {
  dimension?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  key?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  priority?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  users?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type SegmentSummaryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SegmentSummary'] = ResolversParentTypes['SegmentSummary']> = {
  averageEngagementScore?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  averageRevenue?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  segment?: Resolver<ResolversTypes['Segment'], ParentType, ContextType>;
  share?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  totalRevenue?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  transactions?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  users?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type SnapshotResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Snapshot'] = ResolversParentTypes['Snapshot']> = {
  asOf?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  computedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  lastImportId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  ruleSetVersion?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  users?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type UserResolvers<ContextType = Context, ParentType extends ResolversParentTypes['User'] = ResolversParentTypes['User']> = {
  averageEventsPerSession?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  averageSessionMinutes?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  city?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  consent?: Resolver<Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
  country?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  email?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  engagementScore?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  externalId?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  firstSeenAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  lastOrderAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  lastSeenAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  phone?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  revenue?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  segment?: Resolver<ResolversTypes['Segment'], ParentType, ContextType, RequireFields<UserSegmentArgs, 'dimension'>>;
  segments?: Resolver<Array<ResolversTypes['Segment']>, ParentType, ContextType>;
  sessionCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  state?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  totalEvents?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  totalSessionMinutes?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  transactions?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type UserConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UserConnection'] = ResolversParentTypes['UserConnection']> = {
  edges?: Resolver<Array<ResolversTypes['UserEdge']>, ParentType, ContextType>;
  nodes?: Resolver<Array<ResolversTypes['User']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  snapshot?: Resolver<ResolversTypes['Snapshot'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type UserEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UserEdge'] = ResolversParentTypes['UserEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['User'], ParentType, ContextType>;
};

export type UserErrorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UserError'] = ResolversParentTypes['UserError']> = {
  code?: Resolver<ResolversTypes['UserErrorCode'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  path?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
};

export type Resolvers<ContextType = Context> = {
  DateTime?: GraphQLScalarType;
  Decimal?: GraphQLScalarType;
  Dimension?: DimensionResolvers<ContextType>;
  DimensionInsight?: DimensionInsightResolvers<ContextType>;
  Insights?: InsightsResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  PlaceCount?: PlaceCountResolvers<ContextType>;
  Principal?: PrincipalResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  RecomputePayload?: RecomputePayloadResolvers<ContextType>;
  Run?: RunResolvers<ContextType>;
  Segment?: SegmentResolvers<ContextType>;
  SegmentSummary?: SegmentSummaryResolvers<ContextType>;
  Snapshot?: SnapshotResolvers<ContextType>;
  User?: UserResolvers<ContextType>;
  UserConnection?: UserConnectionResolvers<ContextType>;
  UserEdge?: UserEdgeResolvers<ContextType>;
  UserError?: UserErrorResolvers<ContextType>;
};

