import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { Snapshot as SnapshotSource, Freshness as FreshnessSource } from '../snapshots/service.ts';
import type { Segment as SegmentSource, SegmentDimension, SegmentSummary as SegmentSummarySource } from '../segments/service.ts';
import type { DimensionInsight as DimensionInsightSource, Insights as InsightsSource } from '../insights/service.ts';
import type { User as UserSource, Explanation as ExplanationSource, ExplainedDimension, SegmentChange as SegmentChangeSource } from '../users/service.ts';
import type { UserConnectionSource } from '../users/resolvers.ts';
import type { RuleTrace, ConditionLine as ConditionLineSource, ScoreTrace, ComponentTrace } from '../rules/trace.ts';
import type { Audience as AudienceSource, AudienceVersion as AudienceVersionSource, AudienceFigures as AudienceFiguresSource, TrendPoint, AudienceOverlap as AudienceOverlapSource } from '../audiences/service.ts';
import type { Suppression as SuppressionSource } from '../suppressions/service.ts';
import type { Export as ExportSource } from '../exports/service.ts';
import type { ExportFileSource } from '../exports/resolvers.ts';
import type { Run as RunSource } from '../runs/service.ts';
import type { ImportRecord } from '../imports/service.ts';
import type { RuleSetEntry as RuleSetSource, Difference as RuleSetDifferenceSource, Preview as RuleSetPreviewSource, DimensionPreview as DimensionPreviewSource, SegmentPreview as SegmentPreviewSource, Calibration as CalibrationSource } from '../rulesets/service.ts';
import type { Delivery as DeliverySource } from '../deliveries/service.ts';
import type { Schedule as ScheduleSource } from '../schedules/service.ts';
import type { AudienceChangeSource } from '../changes/service.ts';
import type { Destination as DestinationSource } from '../destinations/service.ts';
import type { Principal as PrincipalSource } from '../auth/principal.ts';
import type { KeyInfo } from '../auth/keys.ts';
import type { AuditEntry as AuditEntrySource, AuditPage } from '../auth/audit.ts';
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
  /** Any JSON value. */
  JSON: { input: unknown; output: unknown; }
};

/** An API key, without its secret. */
export type ApiKey = {
  __typename?: 'ApiKey';
  /** When it was made. */
  createdAt: Scalars['DateTime']['output'];
  /** The part of the key that is no secret; the audit log names the key by it. */
  id: Scalars['ID']['output'];
  /** What it is for. */
  name: Scalars['String']['output'];
  /** When it was revoked; null while it is good. */
  revokedAt?: Maybe<Scalars['DateTime']['output']>;
  /** What its holder may do. */
  role: Role;
};

/** People picked for a campaign. Its numbers are of the operation's snapshot, exact, and the same that an export has. */
export type Audience = {
  __typename?: 'Audience';
  /** When it was made. */
  createdAt: Scalars['DateTime']['output'];
  /** What people should know of it; may be empty. */
  description: Scalars['String']['output'];
  /** How its users divide, and how many would be left out of an export and why. */
  figures: AudienceFigures;
  /** Of the kind FILTER: its filter, as UserFilter takes it; null for other kinds. */
  filter?: Maybe<Scalars['JSON']['output']>;
  /** Strata's own id. */
  id: Scalars['ID']['output'];
  /** What it is made of. */
  kind: AudienceKind;
  /** What people call it; no two audiences have the same. */
  name: Scalars['String']['output'];
  /** The audiences that it is composed of, each as it is now; empty for filters and lists. */
  operands: Array<Audience>;
  /** What it shares with other audiences, in the order given. */
  overlap: Array<AudienceOverlap>;
  /** Who made it: `command line` or `key ID`. */
  owner: Scalars['String']['output'];
  /**
   * Why its users can't be told in the operation's snapshot: a filter names a segment that its rules do not have (any
   * more), for instance. Then its numbers fail with the same words, and so do exports. Null if all is well.
   */
  problem?: Maybe<Scalars['String']['output']>;
  /** Some of its users, always the same ones of the same audience and snapshot. */
  sample: Array<User>;
  /** Number of its users, exact. */
  size: Scalars['Int']['output'];
  /**
   * Its size in snapshots up to the operation's, the newest first. The worker counts it every ten minutes at most; of the
   * snapshots that it did not count, up to ten that are still whole are counted when this is asked for.
   */
  trend: Array<AudienceSize>;
  /** When it was last changed. */
  updatedAt: Scalars['DateTime']['output'];
  /** Counted from 1; every change makes the next. Give it as `expectedVersion` of a change. */
  version: Scalars['Int']['output'];
  /** What it was made of in each version, the newest first. */
  versions: Array<AudienceVersion>;
};


/** People picked for a campaign. Its numbers are of the operation's snapshot, exact, and the same that an export has. */
export type AudienceFiguresArgs = {
  dimension?: Scalars['String']['input'];
};


/** People picked for a campaign. Its numbers are of the operation's snapshot, exact, and the same that an export has. */
export type AudienceOverlapArgs = {
  with: Array<Scalars['ID']['input']>;
};


/** People picked for a campaign. Its numbers are of the operation's snapshot, exact, and the same that an export has. */
export type AudienceSampleArgs = {
  first?: Scalars['Int']['input'];
};


/** People picked for a campaign. Its numbers are of the operation's snapshot, exact, and the same that an export has. */
export type AudienceTrendArgs = {
  first?: Scalars['Int']['input'];
};


/** People picked for a campaign. Its numbers are of the operation's snapshot, exact, and the same that an export has. */
export type AudienceVersionsArgs = {
  first?: Scalars['Int']['input'];
};

/** A user who joined or left an audience. */
export type AudienceChange = {
  __typename?: 'AudienceChange';
  /** The audience. */
  audienceId: Scalars['ID']['output'];
  /** What happened. */
  change: AudienceChangeKind;
  /** When it was seen. */
  changedAt: Scalars['DateTime']['output'];
  /** Give it as `after` for what comes next. */
  cursor: Scalars['String']['output'];
  /** The shop's id of the user; null for who is no user any more. */
  externalId?: Maybe<Scalars['String']['output']>;
  /** The snapshot in which it was seen. */
  snapshotId: Scalars['ID']['output'];
  /** Strata's id of the user. */
  userId: Scalars['ID']['output'];
};

/** Whether a user came or went. */
export type AudienceChangeKind =
  /** Is in the audience now, and was not before. */
  | 'JOINED'
  /** Was in the audience, and is not now. */
  | 'LEFT';

/** Changes of an audience, in their order: of one user, the earlier first. */
export type AudienceChangePage = {
  __typename?: 'AudienceChangePage';
  /** The changes after the cursor. */
  changes: Array<AudienceChange>;
  /** Give it as `after` for what comes next, now or later. */
  cursor: Scalars['String']['output'];
  /** Whether there are more already. */
  hasMore: Scalars['Boolean']['output'];
};

/**
 * What an audience is to be made of: `filter` for FILTER, `externalIds` for LIST, `operands` for the kinds that are composed
 * of other audiences. Anything else has to be left out.
 */
export type AudienceContentInput = {
  /** Of LIST: the shop's ids of users, 10,000 at most; more are added by changeAudienceMembers, or by strata audiences from a file. */
  externalIds?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Of FILTER: whoever passes it. */
  filter?: InputMaybe<UserFilter>;
  /** What kind. */
  kind: AudienceKind;
  /** Of UNION, INTERSECTION, DIFFERENCE: ids of 2 to 20 audiences, over 5 levels at most. */
  operands?: InputMaybe<Array<Scalars['ID']['input']>>;
};

/** How an audience's users divide. */
export type AudienceFigures = {
  __typename?: 'AudienceFigures';
  /** Number of them who may be contacted: an export has so many rows if nothing changes before, but for a holdout and frequency caps. */
  contactable: Scalars['Int']['output'];
  /** Every reason with the number of users whom it leaves out; who has several is counted for the first. */
  leftOut: Array<LeftOut>;
  /** Every segment of the dimension, in the rule set's order. */
  segments: Array<AudienceSegment>;
  /** Number of its users. */
  users: Scalars['Int']['output'];
};

/** What an audience is made of. */
export type AudienceKind =
  /** Whoever is in the first of other audiences and in none of the rest. */
  | 'DIFFERENCE'
  /** Whoever passes a filter, in whichever snapshot is looked at. */
  | 'FILTER'
  /** Whoever is in each of other audiences. */
  | 'INTERSECTION'
  /** Users who were named one by one. */
  | 'LIST'
  /** Whoever is in any of other audiences. */
  | 'UNION';

/** What an audience shares with another. */
export type AudienceOverlap = {
  __typename?: 'AudienceOverlap';
  /** The other one. */
  audience: Audience;
  /** Number of users who are in both. */
  both: Scalars['Int']['output'];
  /** Of the users of the audience that is asked, 0 to 1, at most 4 decimals. */
  share: Scalars['Float']['output'];
  /** Number of the other one's users. */
  users: Scalars['Int']['output'];
};

/** The part of an audience that is in one segment. */
export type AudienceSegment = {
  __typename?: 'AudienceSegment';
  /** Number of them who may be contacted. */
  contactable: Scalars['Int']['output'];
  /** The segment. */
  segment: Segment;
  /** Of the audience's users, 0 to 1, at most 4 decimals. */
  share: Scalars['Float']['output'];
  /** Number of the audience's users in it. */
  users: Scalars['Int']['output'];
};

/** The size of an audience in one snapshot. */
export type AudienceSize = {
  __typename?: 'AudienceSize';
  /** The instant up to which its inputs count. */
  asOf: Scalars['DateTime']['output'];
  /** Id of the snapshot. */
  snapshot: Scalars['ID']['output'];
  /** Number of users. */
  users: Scalars['Int']['output'];
  /** The version of the audience that was counted. */
  version: Scalars['Int']['output'];
};

/** What an audience was made of in one version. */
export type AudienceVersion = {
  __typename?: 'AudienceVersion';
  /** When. */
  createdAt: Scalars['DateTime']['output'];
  /** Who saved it: `command line` or `key ID`. */
  createdBy: Scalars['String']['output'];
  /** Its filter; null for other kinds. */
  filter?: Maybe<Scalars['JSON']['output']>;
  /** What it was made of. */
  kind: AudienceKind;
  /** Ids of the audiences that it was composed of; empty for filters and lists. */
  operands: Array<Scalars['ID']['output']>;
  /** Counted from 1. */
  version: Scalars['Int']['output'];
};

/** Something that somebody did. */
export type AuditEntry = Node & {
  __typename?: 'AuditEntry';
  /** What, such as `recompute` or `key.create`. */
  action: Scalars['String']['output'];
  /** Who: `key ID`, `token SUBJECT`, or `command line`. */
  actor: Scalars['String']['output'];
  /** When. */
  at: Scalars['DateTime']['output'];
  /** What it was done to. It names keys, never secrets, and never external ids. */
  details: Scalars['JSON']['output'];
  /** Rises with every entry. */
  id: Scalars['ID']['output'];
};

/** A page of the audit log. */
export type AuditEntryConnection = {
  __typename?: 'AuditEntryConnection';
  /** The entries of this page with their cursors. */
  edges: Array<AuditEntryEdge>;
  /** The entries of this page. */
  nodes: Array<AuditEntry>;
  /** Where this page stands in the list. */
  pageInfo: PageInfo;
};

/** An entry with its place in the list. */
export type AuditEntryEdge = {
  __typename?: 'AuditEntryEdge';
  /** Opaque; give it as `after`. */
  cursor: Scalars['String']['output'];
  /** The entry. */
  node: AuditEntry;
};

/** A test of yes or no. All operators given must hold; null is as if not given. */
export type BooleanFilter = {
  /** Equal; what is unknown equals neither. */
  eq?: InputMaybe<Scalars['Boolean']['input']>;
  /** True: unknown. False: known. */
  isNull?: InputMaybe<Scalars['Boolean']['input']>;
};

/** What the users of one combination of segments amount to. */
export type BreakdownRow = {
  __typename?: 'BreakdownRow';
  /** Mean engagement score, 0 to 100, two decimals. */
  averageEngagementScore: Scalars['Float']['output'];
  /** Revenue a user, two decimals. */
  averageRevenue: Scalars['Decimal']['output'];
  /** One segment of each dimension asked for, in the order asked for. */
  segments: Array<Segment>;
  /** Share of all users that the filter lets through (of all users without one), 0 to 1, rounded to 4 decimals. */
  share: Scalars['Float']['output'];
  /** Sum of their revenue, two decimals. */
  totalRevenue: Scalars['Decimal']['output'];
  /** Number of their orders, returns left out. */
  transactions: Scalars['Int']['output'];
  /** Number of users; never 0. */
  users: Scalars['Int']['output'];
};

/** What came of a calibration. */
export type CalibrateRuleSetPayload = {
  __typename?: 'CalibrateRuleSetPayload';
  /** What was measured, score by score. */
  calibrations: Array<Calibration>;
  /** Why it can't be; empty when all went well. */
  errors: Array<UserError>;
  /** The draft with the cut points that were measured; null on errors. */
  ruleSet?: Maybe<RuleSet>;
};

/** Cut points of a score that were measured anew. */
export type Calibration = {
  __typename?: 'Calibration';
  /** Cut points of the draft: the discrete percentiles that divide those users evenly. */
  after: Array<Scalars['Float']['output']>;
  /** Cut points of the published rule set. */
  before: Array<Scalars['Float']['output']>;
  /** What is measured. */
  feature: Scalars['String']['output'];
  /** The component of the score. */
  label: Scalars['String']['output'];
  /** The key of the score. */
  score: Scalars['String']['output'];
  /** Users with a value, among those whom it is measured over. */
  users: Scalars['Int']['output'];
};

/** What one group of a campaign's users bought. */
export type CampaignGroup = {
  __typename?: 'CampaignGroup';
  /** Share of the users who converted, 0 to 1; null of nobody. */
  conversionRate?: Maybe<Scalars['Float']['output']>;
  /** Users with at least one order within the days. */
  converted: Scalars['Int']['output'];
  /** Orders within the days, returns left out. */
  orders: Scalars['Int']['output'];
  /** Sum of orders and returns within the days, two decimals. */
  revenue: Scalars['Decimal']['output'];
  /** Users in it. */
  users: Scalars['Int']['output'];
};

/** What a campaign brought, by the orders that the newest snapshot knows. */
export type CampaignLift = {
  __typename?: 'CampaignLift';
  /** The campaign. */
  campaign: Scalars['String']['output'];
  /** When the days of the last user are over: until then the figures may still grow. Null where there is nobody. */
  completeAt?: Maybe<Scalars['DateTime']['output']>;
  /** Days within which orders count, from when each user was first exported, delivered by a delta that its destination confirmed, or held out. */
  days: Scalars['Int']['output'];
  /** Whom its exports and deltas reached. */
  exported: CampaignGroup;
  /** Who was held out of it by chance. */
  heldOut: CampaignGroup;
  /** By how much more of those exported converted, as a share of the rate of those held out: 0.1 is a tenth more. Null where nobody held out did. */
  lift?: Maybe<Scalars['Float']['output']>;
};

/** What came of asking to cancel an export. */
export type CancelExportPayload = {
  __typename?: 'CancelExportPayload';
  /** What is wrong with the input; empty when all went well. */
  errors: Array<UserError>;
  /** The export; it stops within seconds, and one that had ended stays as it is. Null on errors. */
  export?: Maybe<Export>;
};

/** What came of asking to cancel a run. */
export type CancelRunPayload = {
  __typename?: 'CancelRunPayload';
  /** What is wrong with the input; empty when all went well. */
  errors: Array<UserError>;
  /** The run; it stops between two of its steps, and one that had ended stays as it is. Null on errors. */
  run?: Maybe<Run>;
};

/** A change of a static list. */
export type ChangeAudienceMembersInput = {
  /** The shop's ids of users to put on it, 10,000 at most. */
  add?: InputMaybe<Array<Scalars['String']['input']>>;
  /** The version that you have read: where there is a newer one, the change is refused. */
  expectedVersion: Scalars['Int']['input'];
  /** Which; it has to be of the kind LIST. */
  id: Scalars['ID']['input'];
  /** The shop's ids of users to take off it, 10,000 at most; whoever is in both is taken off. */
  remove?: InputMaybe<Array<Scalars['String']['input']>>;
};

/** What came of changing a list. */
export type ChangeAudienceMembersPayload = {
  __typename?: 'ChangeAudienceMembersPayload';
  /** Users who are new to it. */
  added: Scalars['Int']['output'];
  /** The audience; null on errors. */
  audience?: Maybe<Audience>;
  /** What is wrong with the input; empty when all went well. */
  errors: Array<UserError>;
  /** Users who were on it and are no more. */
  removed: Scalars['Int']['output'];
  /** Ids that no user has; they are not looked for again. */
  unknownIds: Scalars['Int']['output'];
};

/** How a line of a condition's tree comes to its answer. */
export type ConditionKind =
  /** All lines one level below hold. */
  | 'ALL'
  /** At least one line one level below holds. */
  | 'ANY'
  /** The line one level below does not hold. */
  | 'NOT'
  /** A test of one value. */
  | 'TEST';

/** One line of a condition's tree: a branch or a test. */
export type ConditionLine = {
  __typename?: 'ConditionLine';
  /** 0 for the whole condition; what a branch is made of stands below it, one deeper. */
  depth: Scalars['Int']['output'];
  /** Whether it holds. */
  holds: Scalars['Boolean']['output'];
  /** How it comes to its answer. */
  kind: ConditionKind;
  /** The test; null of a branch. */
  test?: Maybe<ValueTest>;
};

/** A key to make. */
export type CreateApiKeyInput = {
  /** What it is for, 200 characters at most. */
  name?: Scalars['String']['input'];
  /** What its holder may do. */
  role: Role;
};

/** What came of making a key. */
export type CreateApiKeyPayload = {
  __typename?: 'CreateApiKeyPayload';
  /** The key; null on errors. */
  apiKey?: Maybe<ApiKey>;
  /** What is wrong with the input; empty when all went well. */
  errors: Array<UserError>;
  /** The secret to send as `Authorization: Bearer KEY`. It is shown now and never again; null on errors. */
  secret?: Maybe<Scalars['String']['output']>;
};

/** A new audience. */
export type CreateAudienceInput = {
  /** What it is made of. */
  content: AudienceContentInput;
  /** At most 2,000 characters. */
  description?: InputMaybe<Scalars['String']['input']>;
  /** One line of 1 to 200 characters that no other audience has. */
  name: Scalars['String']['input'];
};

/** What came of making an audience. */
export type CreateAudiencePayload = {
  __typename?: 'CreateAudiencePayload';
  /** The audience; null on errors. */
  audience?: Maybe<Audience>;
  /** What is wrong with the input; empty when all went well. */
  errors: Array<UserError>;
  /** Of a list: how many of the ids no user has. They are not on it, and are not looked for again. */
  unknownIds: Scalars['Int']['output'];
};

/** A destination to make: exactly one of `webhook` and `s3`. */
export type CreateDestinationInput = {
  /** For people: 1 to 100 characters, no other has them. */
  name: Scalars['String']['input'];
  /** With a platform: where national phone numbers of users without a known country are from, a two-letter code or an English name. */
  phoneCountry?: InputMaybe<Scalars['String']['input']>;
  /** Key of a platform, whose columns and rules deltas follow; `exportPlatforms` lists them. Without it, rows have `externalId`, `emailSha256` and `phoneSha256`. */
  platform?: InputMaybe<Scalars['String']['input']>;
  /** For files. */
  s3?: InputMaybe<S3DestinationInput>;
  /** For messages. */
  webhook?: InputMaybe<WebhookDestinationInput>;
};

/** What came of making a destination. */
export type CreateDestinationPayload = {
  __typename?: 'CreateDestinationPayload';
  /** The destination; null on errors. */
  destination?: Maybe<Destination>;
  /** What is wrong with the input; empty when all went well. */
  errors: Array<UserError>;
  /** Of a webhook: the secret by which its messages are signed. It is shown this once. */
  signingSecret?: Maybe<Scalars['String']['output']>;
};

/** A schedule to make: exactly one of `delta` and `full`. */
export type CreateScheduleInput = {
  /** The audience, in its current version at each time. */
  audience: Scalars['ID']['input'];
  /** Five fields, such as 30 6 * * 1-5. */
  cron: Scalars['String']['input'];
  /** Delivers deltas. */
  delta?: InputMaybe<DeltaOptionsInput>;
  /** As `destinations` lists it. */
  destination: Scalars['ID']['input'];
  /** Delivers exports. */
  full?: InputMaybe<ScheduledExportInput>;
  /** Such as Europe/Berlin. */
  timeZone?: Scalars['String']['input'];
};

/** A test of a day. All operators given must hold; null is as if not given. What is unknown passes none but `isNull`. */
export type DayFilter = {
  /** From one to the other, both included. */
  between?: InputMaybe<DayRange>;
  /** Equal. */
  eq?: InputMaybe<Scalars['DateTime']['input']>;
  /** Later. */
  gt?: InputMaybe<Scalars['DateTime']['input']>;
  /** Later or equal. */
  gte?: InputMaybe<Scalars['DateTime']['input']>;
  /** True: unknown. False: known. */
  isNull?: InputMaybe<Scalars['Boolean']['input']>;
  /** Earlier. */
  lt?: InputMaybe<Scalars['DateTime']['input']>;
  /** Earlier or equal. */
  lte?: InputMaybe<Scalars['DateTime']['input']>;
};

/** A range of days, both ends included. */
export type DayRange = {
  /** The first that is taken. */
  from: Scalars['DateTime']['input'];
  /** The last that is taken. */
  to: Scalars['DateTime']['input'];
};

/** A test of an exact decimal number. All operators given must hold; null is as if not given. */
export type DecimalFilter = {
  /** From one to the other, both included. */
  between?: InputMaybe<DecimalRange>;
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

/** A range of exact decimal numbers, both ends included. */
export type DecimalRange = {
  /** The first that is taken. */
  from: Scalars['Decimal']['input'];
  /** The last that is taken. */
  to: Scalars['Decimal']['input'];
};

/** What came of deleting an audience. */
export type DeleteAudiencePayload = {
  __typename?: 'DeleteAudiencePayload';
  /** What is wrong with the input; empty when all went well. */
  errors: Array<UserError>;
  /** The id of the audience that is gone; null on errors. */
  id?: Maybe<Scalars['ID']['output']>;
  /** The deliveries by which everybody is removed at destinations: one for each that held somebody. */
  removals: Array<Delivery>;
};

/** What came of deleting a destination. */
export type DeleteDestinationPayload = {
  __typename?: 'DeleteDestinationPayload';
  /** What is wrong with the input; empty when all went well. */
  errors: Array<UserError>;
  /** The id of the destination that is gone; null on errors. */
  id?: Maybe<Scalars['ID']['output']>;
};

/** What came of deleting a draft. */
export type DeleteRuleSetDraftPayload = {
  __typename?: 'DeleteRuleSetDraftPayload';
  /** What is wrong with the input; empty when all went well. */
  errors: Array<UserError>;
  /** The version that is gone; null on errors. */
  version?: Maybe<Scalars['Int']['output']>;
};

/** A delta to ask for. */
export type DeliverDeltaInput = {
  /** The audience, in its current version at the time of sending. */
  audience: Scalars['ID']['input'];
  /** As `destinations` lists it. */
  destination: Scalars['ID']['input'];
  /** Who is left out beside those who must not be contacted. */
  options?: DeltaOptionsInput;
};

/** One thing to send to one destination, tried until it is confirmed or given up. */
export type Delivery = {
  __typename?: 'Delivery';
  /** Users whom a delta adds; null for other kinds, and before it is prepared. */
  added?: Maybe<Scalars['Int']['output']>;
  /** How often it was begun. */
  attempts: Scalars['Int']['output'];
  /** The audience that it is of; null for a test. */
  audienceId?: Maybe<Scalars['ID']['output']>;
  /** When it was asked for. */
  createdAt: Scalars['DateTime']['output'];
  /** Whereto; deleted destinations too. */
  destination: Destination;
  /** When it was confirmed, given up or superseded; null before. */
  endedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Why the last attempt failed; null otherwise. */
  error?: Maybe<Scalars['String']['output']>;
  /** The export that it is of; null for other kinds. */
  exportId?: Maybe<Scalars['ID']['output']>;
  /** By which it is asked for. */
  id: Scalars['ID']['output'];
  /** What it delivers. */
  kind: DeliveryKind;
  /** When it is tried again, if it is pending or failed. */
  nextAttemptAt: Scalars['DateTime']['output'];
  /** Rows by which a delta takes users out; null for other kinds, and before it is prepared. */
  removed?: Maybe<Scalars['Int']['output']>;
  /** Who asked for it. */
  requestedBy: Scalars['String']['output'];
  /** When some of it was first sent; null before. */
  sentAt?: Maybe<Scalars['DateTime']['output']>;
  /** How it stands. */
  state: DeliveryState;
  /** Users whom a delta leaves out because the destination's platform could find them by nothing; null where it has none, and before it is prepared. */
  unidentified?: Maybe<Scalars['Int']['output']>;
};

/** What is delivered. */
export type DeliveryKind =
  /** Who joined and left an audience. */
  | 'CHANGES'
  /** The difference between what the destination holds of an audience and who is to be in it. */
  | 'DELTA'
  /** The files of an export, or addresses under which they can be downloaded. */
  | 'EXPORT'
  /** A message or an object that says nothing, to see whether the destination is reached. */
  | 'TEST';

/** What came of asking for a delivery. */
export type DeliveryPayload = {
  __typename?: 'DeliveryPayload';
  /** The delivery; null on errors. */
  delivery?: Maybe<Delivery>;
  /** What is wrong with the input; empty when all went well. */
  errors: Array<UserError>;
};

/** How a delivery stands. */
export type DeliveryState =
  /** The destination has said that it has all of it. */
  | 'CONFIRMED'
  /** Given up; `redeliver` tries it anew. */
  | 'DEAD'
  /** The last attempt failed; another comes. */
  | 'FAILED'
  /** Waits for its first attempt, or for what it is to deliver. */
  | 'PENDING'
  /** Is being sent. */
  | 'SENDING'
  /** Covered by a later delta. */
  | 'SUPERSEDED';

/** Who of an audience is to be at a destination, beside being in it and not suppressed. */
export type DeltaOptionsInput = {
  /** The campaign by which users are held out, and of which `campaignLift` counts whom the delta reaches. */
  campaign?: InputMaybe<Scalars['String']['input']>;
  /** The share of users that is held out of the campaign, above 0 and below 1, such as 0.1. */
  holdoutShare?: InputMaybe<Scalars['Decimal']['input']>;
  /** Users without marketing consent too. */
  withoutConsent?: Scalars['Boolean']['input'];
};

/** Whereto audiences are delivered. Its secrets are never shown. */
export type Destination = {
  __typename?: 'Destination';
  /** When it was made. */
  createdAt: Scalars['DateTime']['output'];
  /** Who made it. */
  createdBy: Scalars['String']['output'];
  /** By which it is asked for. */
  id: Scalars['ID']['output'];
  /** What it is. */
  kind: DestinationKind;
  /** For people; no two have the same. */
  name: Scalars['String']['output'];
  /** Where national phone numbers of users without a known country are from (ISO 3166); null where that is not known. */
  phoneCountry?: Maybe<Scalars['String']['output']>;
  /** Key of the platform whose columns and rules deltas follow; null where they have Strata's own. */
  platform?: Maybe<Scalars['String']['output']>;
  /** Where files are put; null for other kinds. */
  s3?: Maybe<S3Destination>;
  /** Where messages are posted to; null for other kinds. */
  webhook?: Maybe<WebhookDestination>;
};

/** What a destination is. */
export type DestinationKind =
  /** A bucket that speaks S3. */
  | 'S3'
  /** A URL that signed messages are posted to. */
  | 'WEBHOOK';

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

/** How a user came to their segment in one dimension. */
export type DimensionExplanation = {
  __typename?: 'DimensionExplanation';
  /** The changes of the segment, newest first. */
  history: Array<SegmentChange>;
  /** Key of the dimension. */
  key: Scalars['String']['output'];
  /** For people. */
  label: Scalars['String']['output'];
  /** In the order in which they are tried; if none matches, the segment is the dimension's default. */
  rules: Array<RuleExplanation>;
  /** The user's segment. */
  segment: Segment;
};


/** How a user came to their segment in one dimension. */
export type DimensionExplanationHistoryArgs = {
  first?: Scalars['Int']['input'];
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

/** What a publication would change in one dimension. */
export type DimensionPreview = {
  __typename?: 'DimensionPreview';
  /** Kept, added or removed. */
  change: RuleSetChange;
  /** From where to where users go, where any do, those who stay included. Empty of a dimension that is added or removed. */
  flows: Array<SegmentFlow>;
  /** The key of the dimension. */
  key: Scalars['String']['output'];
  /** What people read. */
  label: Scalars['String']['output'];
  /** Users who would be in another segment; 0 of a dimension that is added or removed. */
  movers: Scalars['Int']['output'];
  /** Some of those who move: the same ones at each preview of the same data. */
  sample: Array<Mover>;
  /** Users by segment, before and after. */
  segments: Array<SegmentPreview>;
};

/** Whom to erase. */
export type EraseUserInput = {
  /** The user; whoever was merged into them goes with them. */
  user: UserReference;
};

/** What came of asking to erase a user. */
export type EraseUserPayload = {
  __typename?: 'EraseUserPayload';
  /** What was removed; null on errors. */
  erasure?: Maybe<Erasure>;
  /** What is wrong with the input; empty when all went well. */
  errors: Array<UserError>;
};

/** What an erasure has removed. */
export type Erasure = {
  __typename?: 'Erasure';
  /** When the user was erased. */
  erasedAt: Scalars['DateTime']['output'];
  /** Events removed. */
  events: Scalars['Int']['output'];
  /** Orders removed whole. */
  orders: Scalars['Int']['output'];
  /** Snapshots out of which the user was taken; the revision of each has risen. */
  snapshots: Scalars['Int']['output'];
  /** True where that was before, and nothing was left to do. */
  wasErased: Scalars['Boolean']['output'];
};

/**
 * Why a user is in their segments: every rule that was tried, with what was observed. If the rules do not come to what is
 * published, that is a bug on our side, and the answer is an error instead.
 */
export type Explanation = {
  __typename?: 'Explanation';
  /** Every dimension, in the rule set's order. */
  dimensions: Array<DimensionExplanation>;
  /** When time alone will next change something of the user; null for never. What arrives may change it before. */
  nextChangeAt?: Maybe<Scalars['DateTime']['output']>;
  /** Every score, in the rule set's order. */
  scores: Array<ScoreExplanation>;
  /** The snapshot that is explained; observed values are of its as-of time. */
  snapshot: Snapshot;
};

/** An export of an audience: files of its members in one snapshot, but for those who were left out. */
export type Export = {
  __typename?: 'Export';
  /** The as-of time of that snapshot. */
  asOf: Scalars['DateTime']['output'];
  /** Id of the audience. */
  audienceId: Scalars['ID']['output'];
  /** The audience's name when the export was asked for. */
  audienceName: Scalars['String']['output'];
  /** The version of the audience that is exported. */
  audienceVersion: Scalars['Int']['output'];
  /** The campaign that it is for. */
  campaign?: Maybe<Scalars['String']['output']>;
  /** Its columns; empty where a platform has its own. */
  columns: Array<ExportColumn>;
  /** How its files are compressed. */
  compression: ExportCompression;
  /** Users in its files for whom a value was left empty, because it can't be made what the platform takes. */
  emptied: Array<ExportCount>;
  /** Why it failed or was cancelled; null otherwise. */
  error?: Maybe<Scalars['String']['output']>;
  /** Its whole files: all of them when it has succeeded. Empty once they are removed. */
  files: Array<ExportFile>;
  /** When its files were removed; null while they are there. */
  filesRemovedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Null before it ends. */
  finishedAt?: Maybe<Scalars['DateTime']['output']>;
  /** How its files are written. */
  format: ExportFormat;
  /** Its id. */
  id: Scalars['ID']['output'];
  /** Members who are not in its files so far, by reason. */
  leftOut: Array<ExportCount>;
  /** Where its manifest is downloaded, as `files` are; null before it has succeeded, and where its files are elsewhere. */
  manifestUrl?: Maybe<Scalars['String']['output']>;
  /** Members of the audience in the snapshot when it was asked for. */
  members: Scalars['Int']['output'];
  /** Members that its whole parts have dealt with so far: in the end, `rows` and all of `leftOut` together. */
  membersDone: Scalars['Int']['output'];
  /** Key of the platform that it is written for. */
  platform?: Maybe<Scalars['String']['output']>;
  /** When it was asked for. */
  requestedAt: Scalars['DateTime']['output'];
  /** By whom it was asked for. */
  requestedBy: Scalars['String']['output'];
  /** Users in its files so far. */
  rows: Scalars['Int']['output'];
  /** The version of the rule set that the snapshot was computed by. */
  ruleSetVersion: Scalars['Int']['output'];
  /** The share of the members that is dealt with, from 0 to 1; null of nobody. */
  share?: Maybe<Scalars['Float']['output']>;
  /** Id of the snapshot that it is of. */
  snapshotId: Scalars['ID']['output'];
  /** Null before it starts. */
  startedAt?: Maybe<Scalars['DateTime']['output']>;
  /** How it stands. */
  status: ExportStatus;
};

/** What to export, and how. */
export type ExportAudienceInput = {
  /** Id of the audience. */
  audience: Scalars['ID']['input'];
  /** A version of the audience; without it, the newest. */
  audienceVersion?: InputMaybe<Scalars['Int']['input']>;
  /** Whether CSV files begin with a byte order mark, which some spreadsheets need to read UTF-8. */
  byteOrderMark?: Scalars['Boolean']['input'];
  /** The campaign that the export is for: who is exported to it, and held out of it, is remembered. */
  campaign?: InputMaybe<Scalars['String']['input']>;
  /** The columns, in their order, 100 at most; without them `external_id`, `email` and `phone`. Not with `platform`. */
  columns?: InputMaybe<Array<ExportColumnInput>>;
  /** How the files are compressed. */
  compression?: ExportCompression;
  /** Whether only users with marketing consent are exported. Consent and suppressions are read as each part is written. */
  consentRequired?: Scalars['Boolean']['input'];
  /** How the files are written. */
  format?: ExportFormat;
  /** Leave out who was exported to the campaign within so many days, 1 to 3650. What deltas delivered is no export. */
  frequencyDays?: InputMaybe<Scalars['Int']['input']>;
  /** Share of the users to hold out of the campaign, between 0 and 1 with at most 6 decimals. The same users each time. */
  holdoutShare?: InputMaybe<Scalars['Decimal']['input']>;
  /** Chosen by you, 200 characters at most. The same key with the same input gives the same export again, never a second file; with another input it is refused. */
  idempotencyKey: Scalars['String']['input'];
  /** Whether the parts are joined to one file in the end. */
  oneFile?: Scalars['Boolean']['input'];
  /** Where national phone numbers of users without a known country are from: a two-letter code or an English name. */
  phoneCountry?: InputMaybe<Scalars['String']['input']>;
  /** Key of a platform, whose columns and rules are followed; `exportPlatforms` lists them. */
  platform?: InputMaybe<Scalars['String']['input']>;
  /** Members in a part at most, 1 to 100,000,000. */
  rowsPerPart?: Scalars['Int']['input'];
  /** A whole snapshot; without it, the newest. */
  snapshot?: InputMaybe<Scalars['ID']['input']>;
};

/** What came of asking for an export. */
export type ExportAudiencePayload = {
  __typename?: 'ExportAudiencePayload';
  /** What is wrong with the input; empty when all went well. */
  errors: Array<UserError>;
  /** The export, which a worker carries out; ask `export` how it goes. Null on errors. */
  export?: Maybe<Export>;
};

/** A column of an export. */
export type ExportColumn = {
  __typename?: 'ExportColumn';
  /** Which column, as `exportColumns` names them. */
  from: Scalars['String']['output'];
  /** What the file calls it. */
  name: Scalars['String']['output'];
};

/** A column to export. */
export type ExportColumnInput = {
  /** Which column; `exportColumns` lists them. */
  from: Scalars['String']['input'];
  /** What the file is to call it, 63 bytes at most; without it, as we do. */
  name?: InputMaybe<Scalars['String']['input']>;
};

/** How the files of an export are compressed. */
export type ExportCompression =
  /** By gzip; Parquet inside the file. */
  | 'GZIP'
  /** Not at all. */
  | 'NONE'
  /** By Zstandard; Parquet inside the file. */
  | 'ZSTD';

/** How many users, and why. */
export type ExportCount = {
  __typename?: 'ExportCount';
  /** Why: `no_consent`, `suppressed_user`, `suppressed_email`, `suppressed_phone`, `gone` (no user any more), `frequency_cap`, `no_identifier`, `holdout`; of values left empty `unusable_email` and the like. */
  reason: Scalars['String']['output'];
  /** How many users. */
  users: Scalars['Int']['output'];
};

/** A file of an export. It is whole. */
export type ExportFile = {
  __typename?: 'ExportFile';
  /** Size in bytes, a whole number. */
  bytes: Scalars['Float']['output'];
  /** Name of the file. */
  name: Scalars['String']['output'];
  /** Counted from 1. */
  part: Scalars['Int']['output'];
  /** Users in it. */
  rows: Scalars['Int']['output'];
  /** SHA-256 of its bytes, lower-case hexadecimal. */
  sha256: Scalars['String']['output'];
  /** Where it is downloaded, from this server, by whoever has the address, until `expiresAt`; null while the export goes on, and where its files are elsewhere. */
  url?: Maybe<Scalars['String']['output']>;
  /** When `url` expires: 15 minutes after it was asked for. */
  urlExpiresAt?: Maybe<Scalars['DateTime']['output']>;
};

/** How the files of an export are written. */
export type ExportFormat =
  /** CSV by RFC 4180 in UTF-8, with a header, lines ending in LF; free text that a spreadsheet would run as a formula begins with an apostrophe. */
  | 'CSV'
  /** One JSON object a line. */
  | 'NDJSON'
  /** Apache Parquet. */
  | 'PARQUET';

/** A platform that exports can be written for. */
export type ExportPlatform = {
  __typename?: 'ExportPlatform';
  /** The columns of its file, in their order. */
  columns: Array<ExportPlatformColumn>;
  /** Its key. */
  key: Scalars['String']['output'];
  /** Its name. */
  name: Scalars['String']['output'];
  /** Where it publishes the rules that are followed. */
  source: Scalars['String']['output'];
};

/** A column of a platform's file. */
export type ExportPlatformColumn = {
  __typename?: 'ExportPlatformColumn';
  /** Our column that it comes from. */
  from: Scalars['String']['output'];
  /** Whether the normalised value is given as its SHA-256, in lower-case hexadecimal. */
  hashed: Scalars['Boolean']['output'];
  /** Whether the platform can find a user by it; whoever has no such value is left out. */
  identifies: Scalars['Boolean']['output'];
  /** Its name, as the platform spells it. */
  name: Scalars['String']['output'];
  /** Key of the rule by which values are normalised. */
  rule: Scalars['String']['output'];
};

/** How an export stands. */
export type ExportStatus =
  /** Stopped when asked to; it has no files, and nobody counts as exported. */
  | 'CANCELLED'
  /** Its files held a user who was erased since, and are removed. */
  | 'ERASED'
  /** Ended by an error; it has no files, and nobody counts as exported. */
  | 'FAILED'
  /** Waits for a worker. */
  | 'QUEUED'
  /** Its parts are being written. */
  | 'RUNNING'
  /** Done; its files are whole. */
  | 'SUCCEEDED';

/** A column that an export may have. */
export type ExportableColumn = {
  __typename?: 'ExportableColumn';
  /** What it holds. */
  description: Scalars['String']['output'];
  /** Its key. */
  key: Scalars['String']['output'];
};

/** What came of having a destination follow an audience, or follow it no longer. */
export type FollowAudiencePayload = {
  __typename?: 'FollowAudiencePayload';
  /** The audience; null on errors. */
  audienceId?: Maybe<Scalars['ID']['output']>;
  /** What is wrong with the input; empty when all went well. */
  errors: Array<UserError>;
};

/** How far the newest snapshot is behind the clock, and behind what was imported. Never cached. */
export type Freshness = {
  __typename?: 'Freshness';
  /** Seconds since it was published; null before the first recompute. */
  ageSeconds?: Maybe<Scalars['Float']['output']>;
  /** Whether the next recompute has anything to do: imports, merges, undone imports, or what time alone has changed. */
  changesWait: Scalars['Boolean']['output'];
  /** Number of imports that the snapshot does not include. */
  importsWaiting: Scalars['Int']['output'];
  /** Seconds since its as-of time, up to which inputs count in it; null before the first recompute. */
  lagSeconds?: Maybe<Scalars['Float']['output']>;
  /** The last import, whether the snapshot includes it or not; null if nothing was imported. */
  lastImportId?: Maybe<Scalars['ID']['output']>;
  /** The newest snapshot; null before the first recompute. */
  snapshot?: Maybe<Snapshot>;
};

/** One imported file: counts of what became of its rows, which are kept even when it is undone. */
export type Import = {
  __typename?: 'Import';
  /** Rows that would have brought an erased user back. */
  dropped: Scalars['Int']['output'];
  /** Events that were stored already, by their event id, and rows of one user's profile that a later one replaced. */
  duplicates: Scalars['Int']['output'];
  /** The file's name, without its folder. */
  fileName: Scalars['String']['output'];
  /** Rises with every import. */
  id: Scalars['ID']['output'];
  /** When it was imported. */
  importedAt: Scalars['DateTime']['output'];
  /** What the file holds. */
  kind: ImportKind;
  /** Rows stored. */
  loaded: Scalars['Int']['output'];
  /** Rows that could not be read or were incomplete. */
  rejected: Scalars['Int']['output'];
  /** Rows read. */
  rowsRead: Scalars['Int']['output'];
  /** When its rows were taken back; null while they are in. */
  undoneAt?: Maybe<Scalars['DateTime']['output']>;
  /** Columns that were left out, for nobody knows them. */
  unknownColumns: Array<Scalars['String']['output']>;
};

/** What a file holds. */
export type ImportKind =
  /** Events. */
  | 'ACTIVITY'
  /** What is given of users. */
  | 'PROFILES'
  /** Order lines. */
  | 'TRANSACTIONS';

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
  /** From one to the other, both included. */
  between?: InputMaybe<IntRange>;
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

/** A range of whole numbers, both ends included. */
export type IntRange = {
  /** The first that is taken. */
  from: Scalars['Int']['input'];
  /** The last that is taken. */
  to: Scalars['Int']['input'];
};

/** A reason for which users are left out, and how many. */
export type LeftOut = {
  __typename?: 'LeftOut';
  /** Why. */
  reason: LeftOutReason;
  /** Number of users. */
  users: Scalars['Int']['output'];
};

/** Why users are left out of exports. Consent and suppressions count as they are now, not as the snapshot has them. */
export type LeftOutReason =
  /** Since the snapshot they were merged into another user, or the import that brought them was undone. */
  | 'GONE'
  /** No consent to marketing: never given, or withdrawn. */
  | 'NO_CONSENT'
  /** Their e-mail address is suppressed. */
  | 'SUPPRESSED_EMAIL'
  /** Their phone number is suppressed. */
  | 'SUPPRESSED_PHONE'
  /** Suppressed by an id. */
  | 'SUPPRESSED_USER';

/** What a merge has moved. */
export type Merge = {
  __typename?: 'Merge';
  /** Events that are the survivor's now. */
  events: Scalars['Int']['output'];
  /** Strata's id of the user who went. */
  loserId: Scalars['ID']['output'];
  /** Events of the loser's that the survivor had too, by their event id: the survivor's stay. */
  repeatedEvents: Scalars['Int']['output'];
  /** Strata's id of the user who stays. */
  survivorId: Scalars['ID']['output'];
};

/** Which two users to make one. */
export type MergeUsersInput = {
  /** The user who goes: everything of theirs becomes the survivor's. */
  loser: UserReference;
  /** The user who stays. */
  survivor: UserReference;
};

/** What came of asking to merge two users. */
export type MergeUsersPayload = {
  __typename?: 'MergeUsersPayload';
  /** What is wrong with the input; empty when all went well. */
  errors: Array<UserError>;
  /** What was moved; null on errors. */
  merge?: Maybe<Merge>;
};

/** Somebody who would be in another segment. */
export type Mover = {
  __typename?: 'Mover';
  /** The user's external id. */
  externalId: Scalars['String']['output'];
  /** The key of the segment that they are in. */
  from: Scalars['String']['output'];
  /** The key of the segment that they would be in. */
  to: Scalars['String']['output'];
};

/** What can be done. Problems with the input are answered as `errors` in the payload. */
export type Mutation = {
  __typename?: 'Mutation';
  /** Measures the cut points of scores over the published snapshot and saves them as a draft. Admins only. */
  calibrateRuleSet: CalibrateRuleSetPayload;
  /** Asks an export to stop; what it has written is removed. Marketers and admins only. */
  cancelExport: CancelExportPayload;
  /** Asks a run to stop; what it has written is undone. Admins only. */
  cancelRun: CancelRunPayload;
  /** Saves the next version of a static list. Marketers and admins. */
  changeAudienceMembers: ChangeAudienceMembersPayload;
  /** Makes an API key. Admins only. */
  createApiKey: CreateApiKeyPayload;
  /** Saves an audience. Marketers and admins. */
  createAudience: CreateAudiencePayload;
  /** Makes a destination. Marketers and admins. */
  createDestination: CreateDestinationPayload;
  /** Makes a schedule. Marketers and admins. */
  createSchedule: SchedulePayload;
  /**
   * Deletes an audience; refused while another is composed of it, and while destinations hold or follow it, unless
   * everybody is to be removed there. Marketers and admins.
   */
  deleteAudience: DeleteAudiencePayload;
  /**
   * Deletes a destination with its schedules, what it was yet to get, and what is known of whom it holds. Marketers and
   * admins.
   */
  deleteDestination: DeleteDestinationPayload;
  /** Deletes a draft. Admins only. */
  deleteRuleSetDraft: DeleteRuleSetDraftPayload;
  /** Deletes a schedule; what it has asked for is delivered all the same. Marketers and admins. */
  deleteSchedule: SchedulePayload;
  /**
   * Brings what a destination holds of an audience up to date: who is new to it and who is to be removed. A delta that
   * waits with the same options is joined. Marketers and admins.
   */
  deliverDelta: DeliveryPayload;
  /** Delivers an export, when it is finished. Marketers and admins. */
  deliverExport: DeliveryPayload;
  /**
   * Erases a user for good: out of every snapshot at once, out of all that is stored, and out of what is imported later.
   * Their orders go whole, and their part in the orders of others. Exports of audiences that may hold them lose their
   * files; the files of `strata export --out` and of rejected rows are yours to delete. Waits for a run or an import that goes on. Admins only.
   */
  eraseUser: EraseUserPayload;
  /** Asks for files of an audience's members. Marketers and admins only. */
  exportAudience: ExportAudiencePayload;
  /** Sends a webhook who joins and leaves an audience, its present members first. Marketers and admins. */
  followAudience: FollowAudiencePayload;
  /**
   * Makes two users one: events, orders and profiles of both are the survivor's, and every external id of the loser leads
   * to the survivor. Where one import gave profiles of both, each column is the survivor's if their row had it. Lists and
   * counts follow with the next run; until then they show both. Can't be undone. Waits for a run or an import that goes on.
   * Admins only.
   */
  mergeUsers: MergeUsersPayload;
  /**
   * Pauses a schedule, or has it go on with its next time; what was missed while it was paused is not made up. Marketers
   * and admins.
   */
  pauseSchedule: SchedulePayload;
  /** What an audience would amount to, before it is saved; saves nothing. Marketers and admins. */
  previewAudience: PreviewAudiencePayload;
  /**
   * Compares what users are with what a version would make of them, within 60 seconds, after which it fails with the
   * code TIMEOUT. It writes nothing, and is a mutation for what it costs. Admins only.
   */
  previewRuleSet: PreviewRuleSetPayload;
  /** Queues the run that publishes a draft, or again a version that was published before. Admins only. */
  publishRuleSet: PublishRuleSetPayload;
  /** Queues a recompute, which the worker carries out; ask `run` how it goes. Admins only. */
  recompute: RecomputePayload;
  /** Tries anew what was given up or failed, or, of an export or a test, was confirmed. Marketers and admins. */
  redeliver: DeliveryPayload;
  /** Revokes an API key: at once in the server that is asked, within 5 seconds in others. Admins only. */
  revokeApiKey: RevokeApiKeyPayload;
  /** Queues the run that publishes the version that was published before the present one. Admins only. */
  rollbackRuleSet: RollbackRuleSetPayload;
  /** Saves a rule set as a draft of a version of its own; the published one goes on. Admins only. */
  saveRuleSetDraft: SaveRuleSetDraftPayload;
  /** Suppresses users, addresses and phone numbers: no export that is written from then on has them. Marketers and admins. */
  suppressUsers: SuppressUsersPayload;
  /** Sends a test to a destination. Marketers and admins. */
  testDestination: DeliveryPayload;
  /**
   * Takes an import's rows back: its events, order lines or profiles, and the users whom nothing else names. The next run
   * publishes it. Events that a later file repeated by their event id do not come back by themselves: undo that file too,
   * and import it again. Waits for a run or an import that goes on. Admins only.
   */
  undoImport: UndoImportPayload;
  /** Sends it no more changes of the audience. Marketers and admins. */
  unfollowAudience: FollowAudiencePayload;
  /** Takes suppressions back; who was not suppressed is none the worse. Marketers and admins. */
  unsuppressUsers: UnsuppressUsersPayload;
  /** Records it no longer, forgets what was recorded, and sends nobody any more of it. Marketers and admins. */
  unwatchAudience: WatchAudiencePayload;
  /** Saves the next version of an audience; of two changes of one version the second is refused with CONFLICT. Marketers and admins. */
  updateAudience: UpdateAudiencePayload;
  /** Begins to record who joins and leaves an audience; its present members are recorded as joined. Marketers and admins. */
  watchAudience: WatchAudiencePayload;
};


/** What can be done. Problems with the input are answered as `errors` in the payload. */
export type MutationCalibrateRuleSetArgs = {
  note?: InputMaybe<Scalars['String']['input']>;
};


/** What can be done. Problems with the input are answered as `errors` in the payload. */
export type MutationCancelExportArgs = {
  id: Scalars['ID']['input'];
};


/** What can be done. Problems with the input are answered as `errors` in the payload. */
export type MutationCancelRunArgs = {
  id: Scalars['ID']['input'];
};


/** What can be done. Problems with the input are answered as `errors` in the payload. */
export type MutationChangeAudienceMembersArgs = {
  input: ChangeAudienceMembersInput;
};


/** What can be done. Problems with the input are answered as `errors` in the payload. */
export type MutationCreateApiKeyArgs = {
  input: CreateApiKeyInput;
};


/** What can be done. Problems with the input are answered as `errors` in the payload. */
export type MutationCreateAudienceArgs = {
  input: CreateAudienceInput;
};


/** What can be done. Problems with the input are answered as `errors` in the payload. */
export type MutationCreateDestinationArgs = {
  input: CreateDestinationInput;
};


/** What can be done. Problems with the input are answered as `errors` in the payload. */
export type MutationCreateScheduleArgs = {
  input: CreateScheduleInput;
};


/** What can be done. Problems with the input are answered as `errors` in the payload. */
export type MutationDeleteAudienceArgs = {
  id: Scalars['ID']['input'];
  removeFromDestinations?: Scalars['Boolean']['input'];
};


/** What can be done. Problems with the input are answered as `errors` in the payload. */
export type MutationDeleteDestinationArgs = {
  id: Scalars['ID']['input'];
};


/** What can be done. Problems with the input are answered as `errors` in the payload. */
export type MutationDeleteRuleSetDraftArgs = {
  version: Scalars['Int']['input'];
};


/** What can be done. Problems with the input are answered as `errors` in the payload. */
export type MutationDeleteScheduleArgs = {
  id: Scalars['ID']['input'];
};


/** What can be done. Problems with the input are answered as `errors` in the payload. */
export type MutationDeliverDeltaArgs = {
  input: DeliverDeltaInput;
};


/** What can be done. Problems with the input are answered as `errors` in the payload. */
export type MutationDeliverExportArgs = {
  destination: Scalars['ID']['input'];
  export: Scalars['ID']['input'];
};


/** What can be done. Problems with the input are answered as `errors` in the payload. */
export type MutationEraseUserArgs = {
  input: EraseUserInput;
};


/** What can be done. Problems with the input are answered as `errors` in the payload. */
export type MutationExportAudienceArgs = {
  input: ExportAudienceInput;
};


/** What can be done. Problems with the input are answered as `errors` in the payload. */
export type MutationFollowAudienceArgs = {
  audience: Scalars['ID']['input'];
  destination: Scalars['ID']['input'];
};


/** What can be done. Problems with the input are answered as `errors` in the payload. */
export type MutationMergeUsersArgs = {
  input: MergeUsersInput;
};


/** What can be done. Problems with the input are answered as `errors` in the payload. */
export type MutationPauseScheduleArgs = {
  id: Scalars['ID']['input'];
  paused?: Scalars['Boolean']['input'];
};


/** What can be done. Problems with the input are answered as `errors` in the payload. */
export type MutationPreviewAudienceArgs = {
  input: PreviewAudienceInput;
};


/** What can be done. Problems with the input are answered as `errors` in the payload. */
export type MutationPreviewRuleSetArgs = {
  input: PreviewRuleSetInput;
};


/** What can be done. Problems with the input are answered as `errors` in the payload. */
export type MutationPublishRuleSetArgs = {
  version: Scalars['Int']['input'];
};


/** What can be done. Problems with the input are answered as `errors` in the payload. */
export type MutationRecomputeArgs = {
  input: RecomputeInput;
};


/** What can be done. Problems with the input are answered as `errors` in the payload. */
export type MutationRedeliverArgs = {
  id: Scalars['ID']['input'];
};


/** What can be done. Problems with the input are answered as `errors` in the payload. */
export type MutationRevokeApiKeyArgs = {
  id: Scalars['ID']['input'];
};


/** What can be done. Problems with the input are answered as `errors` in the payload. */
export type MutationSaveRuleSetDraftArgs = {
  input: SaveRuleSetDraftInput;
};


/** What can be done. Problems with the input are answered as `errors` in the payload. */
export type MutationSuppressUsersArgs = {
  input: SuppressUsersInput;
};


/** What can be done. Problems with the input are answered as `errors` in the payload. */
export type MutationTestDestinationArgs = {
  id: Scalars['ID']['input'];
};


/** What can be done. Problems with the input are answered as `errors` in the payload. */
export type MutationUndoImportArgs = {
  id: Scalars['ID']['input'];
};


/** What can be done. Problems with the input are answered as `errors` in the payload. */
export type MutationUnfollowAudienceArgs = {
  audience: Scalars['ID']['input'];
  destination: Scalars['ID']['input'];
};


/** What can be done. Problems with the input are answered as `errors` in the payload. */
export type MutationUnsuppressUsersArgs = {
  input: UnsuppressUsersInput;
};


/** What can be done. Problems with the input are answered as `errors` in the payload. */
export type MutationUnwatchAudienceArgs = {
  audience: Scalars['ID']['input'];
};


/** What can be done. Problems with the input are answered as `errors` in the payload. */
export type MutationUpdateAudienceArgs = {
  input: UpdateAudienceInput;
};


/** What can be done. Problems with the input are answered as `errors` in the payload. */
export type MutationWatchAudienceArgs = {
  audience: Scalars['ID']['input'];
};

/** What connections page through. */
export type Node = {
  /** Its own, among all of its type. */
  id: Scalars['ID']['output'];
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

/** The segment in one dimension in a past snapshot. */
export type PastSegment = {
  __typename?: 'PastSegment';
  /** Key of the dimension, which the rule set may have no more. */
  dimension: Scalars['String']['output'];
  /** Key of the segment. */
  key: Scalars['String']['output'];
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

/** An audience to look at before it is saved. */
export type PreviewAudienceInput = {
  /** What it would be made of. */
  content: AudienceContentInput;
  /** Key of the dimension to divide its users by. */
  dimension?: Scalars['String']['input'];
};

/** What came of a preview. */
export type PreviewAudiencePayload = {
  __typename?: 'PreviewAudiencePayload';
  /** What is wrong with the input; empty when all went well. */
  errors: Array<UserError>;
  /** What it would amount to; null on errors. */
  figures?: Maybe<AudienceFigures>;
};

/** What a publication would cost. */
export type PreviewCost = {
  __typename?: 'PreviewCost';
  /** What the preview took, in milliseconds. */
  elapsedMs: Scalars['Int']['output'];
  /** Whether it would read everybody's events, because the rule set measures something else of them. */
  readsEvents: Scalars['Boolean']['output'];
  /** Users of whom it would write a new state; it writes no other. */
  usersRewritten: Scalars['Int']['output'];
};

/** What to preview. */
export type PreviewRuleSetInput = {
  /** How many of those who move are named, of each dimension: 100 at most. */
  examples?: Scalars['Int']['input'];
  /** Compare at most so many users, chosen by their external ids; without it everybody. */
  sample?: InputMaybe<Scalars['Int']['input']>;
  /** The version; any that is not published makes sense. */
  version: Scalars['Int']['input'];
};

/** What came of a preview. */
export type PreviewRuleSetPayload = {
  __typename?: 'PreviewRuleSetPayload';
  /** What is wrong with the input; empty when all went well. */
  errors: Array<UserError>;
  /** What a publication would change; null on errors. */
  preview?: Maybe<RuleSetPreview>;
};

/** Who asks. */
export type Principal = {
  __typename?: 'Principal';
  /** Id of the API key, or subject of the token. */
  id: Scalars['ID']['output'];
  /** What they showed. */
  kind: PrincipalKind;
  /** What the key was made for, or what the token says. */
  role: Role;
};

/** What a caller showed to be let in. */
export type PrincipalKind =
  /** An API key of Strata's. */
  | 'KEY'
  /** A token (JWT) of the identity provider. */
  | 'TOKEN';

/** What came of asking for a publication. */
export type PublishRuleSetPayload = {
  __typename?: 'PublishRuleSetPayload';
  /** What is wrong with the input; empty when all went well. */
  errors: Array<UserError>;
  /** The run that publishes the version with its snapshot; what was published stands until then. Null on errors. */
  run?: Maybe<Run>;
};

/**
 * What can be asked. Every answer of one operation is of one snapshot, the newest when it began, but for what names
 * another snapshot or a cursor of one. Before the first recompute, what needs a snapshot fails with the code NO_SNAPSHOT.
 * Other codes are BAD_USER_INPUT, INVALID_CURSOR, FORBIDDEN, UNAUTHENTICATED (with HTTP 401), SNAPSHOT_EXPIRED, RATE_LIMITED
 * (with HTTP 429), and those of operations that are too large; docs/errors.md has them all.
 */
export type Query = {
  __typename?: 'Query';
  /** All API keys, the oldest first. Admins only. */
  apiKeys: Array<ApiKey>;
  /** One audience; null where there is none, or none any more. Marketers and admins. */
  audience?: Maybe<Audience>;
  /**
   * Who joined and left a watched audience, as far as it is compared: after a publication, a change of the audience or an
   * erasure that takes some seconds. Marketers and admins.
   */
  audienceChanges: AudienceChangePage;
  /** The audiences by name, in byte order. Marketers and admins. */
  audiences: Array<Audience>;
  /** Who did what, the newest first. Admins only. */
  auditLog: AuditEntryConnection;
  /**
   * A cross table: a row for each combination of segments that has users, in the rule set's order. Where it and the filter
   * name at most three dimensions, and the filter tests nothing else, it takes the same time for any number of users.
   */
  breakdown: Array<BreakdownRow>;
  /** What a campaign brought: conversions of the users whom its exports and deltas reached beside those of users held out. Marketers and admins only. */
  campaignLift: CampaignLift;
  /** The newest deliveries first. Marketers and admins. */
  deliveries: Array<Delivery>;
  /** A delivery; null if there is none. Marketers and admins. */
  delivery?: Maybe<Delivery>;
  /** A destination; null if there is none. Marketers and admins. */
  destination?: Maybe<Destination>;
  /** All destinations by name. Marketers and admins. */
  destinations: Array<Destination>;
  /** All dimensions of the rule set that the snapshot was computed with, in its order. */
  dimensions: Array<Dimension>;
  /** An export by its id; null if there is none. Marketers and admins only. */
  export?: Maybe<Export>;
  /** The columns that an export may have, segments of the newest snapshot's dimensions among them. Marketers and admins only. */
  exportColumns: Array<ExportableColumn>;
  /** The platforms that exports can be written for. Marketers and admins only. */
  exportPlatforms: Array<ExportPlatform>;
  /** The newest exports first. Marketers and admins only. */
  exports: Array<Export>;
  /** How old the newest snapshot is, and whether anything waits to be in the next one. */
  freshness: Freshness;
  /** The newest imports first, undone ones too. Admins only. */
  imports: Array<Import>;
  /** The report of a snapshot. */
  insights: Insights;
  /** Who the server takes the caller for. */
  me: Principal;
  /** A version of the rule set; null if there is none. Admins only. */
  ruleSet?: Maybe<RuleSet>;
  /** The newest versions first. Admins only. */
  ruleSets: Array<RuleSet>;
  /** A run by its id; null if there is none. Admins only. */
  run?: Maybe<Run>;
  /** The newest runs first. Admins only. */
  runs: Array<Run>;
  /** All schedules. Marketers and admins. */
  schedules: Array<Schedule>;
  /** One segment; null if the dimension has none of that key. */
  segment?: Maybe<Segment>;
  /** The segments of a dimension, in the rule set's order. An unknown dimension is answered with the legal ones. */
  segments: Array<Segment>;
  /** The newest published snapshot, null before the first recompute; or the one of that id, else SNAPSHOT_EXPIRED. */
  snapshot?: Maybe<Snapshot>;
  /** The newest snapshot whose as-of time is not after `time`; null if none is kept. */
  snapshotAt?: Maybe<Snapshot>;
  /** A summary of each segment of a dimension, in the rule set's order. */
  summaries: Array<SegmentSummary>;
  /** How many suppressions count now. Marketers and admins. */
  suppressionCounts: SuppressionCounts;
  /** Suppressions of one kind, those that have expired too. Marketers and admins. */
  suppressions: Array<Suppression>;
  /** Who moved from where to where between two snapshots, those who stayed included. Either may be whole or not. */
  transitions: Array<Transition>;
  /** One user by either id; null if there is none. Give exactly one of the two. */
  user?: Maybe<User>;
  /** Users of the newest snapshot, or of the one that the cursor or `snapshot` names. */
  users: UserConnection;
  /** Whether a document is a rule set, and everything that is wrong with it. Saves nothing. Admins only. */
  validateRuleSet: RuleSetValidation;
};


/**
 * What can be asked. Every answer of one operation is of one snapshot, the newest when it began, but for what names
 * another snapshot or a cursor of one. Before the first recompute, what needs a snapshot fails with the code NO_SNAPSHOT.
 * Other codes are BAD_USER_INPUT, INVALID_CURSOR, FORBIDDEN, UNAUTHENTICATED (with HTTP 401), SNAPSHOT_EXPIRED, RATE_LIMITED
 * (with HTTP 429), and those of operations that are too large; docs/errors.md has them all.
 */
export type QueryAudienceArgs = {
  id: Scalars['ID']['input'];
};


/**
 * What can be asked. Every answer of one operation is of one snapshot, the newest when it began, but for what names
 * another snapshot or a cursor of one. Before the first recompute, what needs a snapshot fails with the code NO_SNAPSHOT.
 * Other codes are BAD_USER_INPUT, INVALID_CURSOR, FORBIDDEN, UNAUTHENTICATED (with HTTP 401), SNAPSHOT_EXPIRED, RATE_LIMITED
 * (with HTTP 429), and those of operations that are too large; docs/errors.md has them all.
 */
export type QueryAudienceChangesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  audience: Scalars['ID']['input'];
  first?: Scalars['Int']['input'];
};


/**
 * What can be asked. Every answer of one operation is of one snapshot, the newest when it began, but for what names
 * another snapshot or a cursor of one. Before the first recompute, what needs a snapshot fails with the code NO_SNAPSHOT.
 * Other codes are BAD_USER_INPUT, INVALID_CURSOR, FORBIDDEN, UNAUTHENTICATED (with HTTP 401), SNAPSHOT_EXPIRED, RATE_LIMITED
 * (with HTTP 429), and those of operations that are too large; docs/errors.md has them all.
 */
export type QueryAudiencesArgs = {
  afterName?: InputMaybe<Scalars['String']['input']>;
  first?: Scalars['Int']['input'];
};


/**
 * What can be asked. Every answer of one operation is of one snapshot, the newest when it began, but for what names
 * another snapshot or a cursor of one. Before the first recompute, what needs a snapshot fails with the code NO_SNAPSHOT.
 * Other codes are BAD_USER_INPUT, INVALID_CURSOR, FORBIDDEN, UNAUTHENTICATED (with HTTP 401), SNAPSHOT_EXPIRED, RATE_LIMITED
 * (with HTTP 429), and those of operations that are too large; docs/errors.md has them all.
 */
export type QueryAuditLogArgs = {
  action?: InputMaybe<Scalars['String']['input']>;
  actor?: InputMaybe<Scalars['String']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


/**
 * What can be asked. Every answer of one operation is of one snapshot, the newest when it began, but for what names
 * another snapshot or a cursor of one. Before the first recompute, what needs a snapshot fails with the code NO_SNAPSHOT.
 * Other codes are BAD_USER_INPUT, INVALID_CURSOR, FORBIDDEN, UNAUTHENTICATED (with HTTP 401), SNAPSHOT_EXPIRED, RATE_LIMITED
 * (with HTTP 429), and those of operations that are too large; docs/errors.md has them all.
 */
export type QueryBreakdownArgs = {
  by: Array<Scalars['String']['input']>;
  filter?: InputMaybe<UserFilter>;
  snapshot?: InputMaybe<Scalars['ID']['input']>;
};


/**
 * What can be asked. Every answer of one operation is of one snapshot, the newest when it began, but for what names
 * another snapshot or a cursor of one. Before the first recompute, what needs a snapshot fails with the code NO_SNAPSHOT.
 * Other codes are BAD_USER_INPUT, INVALID_CURSOR, FORBIDDEN, UNAUTHENTICATED (with HTTP 401), SNAPSHOT_EXPIRED, RATE_LIMITED
 * (with HTTP 429), and those of operations that are too large; docs/errors.md has them all.
 */
export type QueryCampaignLiftArgs = {
  campaign: Scalars['String']['input'];
  days?: Scalars['Int']['input'];
  export?: InputMaybe<Scalars['ID']['input']>;
};


/**
 * What can be asked. Every answer of one operation is of one snapshot, the newest when it began, but for what names
 * another snapshot or a cursor of one. Before the first recompute, what needs a snapshot fails with the code NO_SNAPSHOT.
 * Other codes are BAD_USER_INPUT, INVALID_CURSOR, FORBIDDEN, UNAUTHENTICATED (with HTTP 401), SNAPSHOT_EXPIRED, RATE_LIMITED
 * (with HTTP 429), and those of operations that are too large; docs/errors.md has them all.
 */
export type QueryDeliveriesArgs = {
  destination?: InputMaybe<Scalars['ID']['input']>;
  first?: Scalars['Int']['input'];
  state?: InputMaybe<DeliveryState>;
};


/**
 * What can be asked. Every answer of one operation is of one snapshot, the newest when it began, but for what names
 * another snapshot or a cursor of one. Before the first recompute, what needs a snapshot fails with the code NO_SNAPSHOT.
 * Other codes are BAD_USER_INPUT, INVALID_CURSOR, FORBIDDEN, UNAUTHENTICATED (with HTTP 401), SNAPSHOT_EXPIRED, RATE_LIMITED
 * (with HTTP 429), and those of operations that are too large; docs/errors.md has them all.
 */
export type QueryDeliveryArgs = {
  id: Scalars['ID']['input'];
};


/**
 * What can be asked. Every answer of one operation is of one snapshot, the newest when it began, but for what names
 * another snapshot or a cursor of one. Before the first recompute, what needs a snapshot fails with the code NO_SNAPSHOT.
 * Other codes are BAD_USER_INPUT, INVALID_CURSOR, FORBIDDEN, UNAUTHENTICATED (with HTTP 401), SNAPSHOT_EXPIRED, RATE_LIMITED
 * (with HTTP 429), and those of operations that are too large; docs/errors.md has them all.
 */
export type QueryDestinationArgs = {
  id: Scalars['ID']['input'];
};


/**
 * What can be asked. Every answer of one operation is of one snapshot, the newest when it began, but for what names
 * another snapshot or a cursor of one. Before the first recompute, what needs a snapshot fails with the code NO_SNAPSHOT.
 * Other codes are BAD_USER_INPUT, INVALID_CURSOR, FORBIDDEN, UNAUTHENTICATED (with HTTP 401), SNAPSHOT_EXPIRED, RATE_LIMITED
 * (with HTTP 429), and those of operations that are too large; docs/errors.md has them all.
 */
export type QueryDimensionsArgs = {
  snapshot?: InputMaybe<Scalars['ID']['input']>;
};


/**
 * What can be asked. Every answer of one operation is of one snapshot, the newest when it began, but for what names
 * another snapshot or a cursor of one. Before the first recompute, what needs a snapshot fails with the code NO_SNAPSHOT.
 * Other codes are BAD_USER_INPUT, INVALID_CURSOR, FORBIDDEN, UNAUTHENTICATED (with HTTP 401), SNAPSHOT_EXPIRED, RATE_LIMITED
 * (with HTTP 429), and those of operations that are too large; docs/errors.md has them all.
 */
export type QueryExportArgs = {
  id: Scalars['ID']['input'];
};


/**
 * What can be asked. Every answer of one operation is of one snapshot, the newest when it began, but for what names
 * another snapshot or a cursor of one. Before the first recompute, what needs a snapshot fails with the code NO_SNAPSHOT.
 * Other codes are BAD_USER_INPUT, INVALID_CURSOR, FORBIDDEN, UNAUTHENTICATED (with HTTP 401), SNAPSHOT_EXPIRED, RATE_LIMITED
 * (with HTTP 429), and those of operations that are too large; docs/errors.md has them all.
 */
export type QueryExportsArgs = {
  first?: Scalars['Int']['input'];
};


/**
 * What can be asked. Every answer of one operation is of one snapshot, the newest when it began, but for what names
 * another snapshot or a cursor of one. Before the first recompute, what needs a snapshot fails with the code NO_SNAPSHOT.
 * Other codes are BAD_USER_INPUT, INVALID_CURSOR, FORBIDDEN, UNAUTHENTICATED (with HTTP 401), SNAPSHOT_EXPIRED, RATE_LIMITED
 * (with HTTP 429), and those of operations that are too large; docs/errors.md has them all.
 */
export type QueryImportsArgs = {
  first?: Scalars['Int']['input'];
};


/**
 * What can be asked. Every answer of one operation is of one snapshot, the newest when it began, but for what names
 * another snapshot or a cursor of one. Before the first recompute, what needs a snapshot fails with the code NO_SNAPSHOT.
 * Other codes are BAD_USER_INPUT, INVALID_CURSOR, FORBIDDEN, UNAUTHENTICATED (with HTTP 401), SNAPSHOT_EXPIRED, RATE_LIMITED
 * (with HTTP 429), and those of operations that are too large; docs/errors.md has them all.
 */
export type QueryInsightsArgs = {
  snapshot?: InputMaybe<Scalars['ID']['input']>;
};


/**
 * What can be asked. Every answer of one operation is of one snapshot, the newest when it began, but for what names
 * another snapshot or a cursor of one. Before the first recompute, what needs a snapshot fails with the code NO_SNAPSHOT.
 * Other codes are BAD_USER_INPUT, INVALID_CURSOR, FORBIDDEN, UNAUTHENTICATED (with HTTP 401), SNAPSHOT_EXPIRED, RATE_LIMITED
 * (with HTTP 429), and those of operations that are too large; docs/errors.md has them all.
 */
export type QueryRuleSetArgs = {
  version?: InputMaybe<Scalars['Int']['input']>;
};


/**
 * What can be asked. Every answer of one operation is of one snapshot, the newest when it began, but for what names
 * another snapshot or a cursor of one. Before the first recompute, what needs a snapshot fails with the code NO_SNAPSHOT.
 * Other codes are BAD_USER_INPUT, INVALID_CURSOR, FORBIDDEN, UNAUTHENTICATED (with HTTP 401), SNAPSHOT_EXPIRED, RATE_LIMITED
 * (with HTTP 429), and those of operations that are too large; docs/errors.md has them all.
 */
export type QueryRuleSetsArgs = {
  first?: Scalars['Int']['input'];
};


/**
 * What can be asked. Every answer of one operation is of one snapshot, the newest when it began, but for what names
 * another snapshot or a cursor of one. Before the first recompute, what needs a snapshot fails with the code NO_SNAPSHOT.
 * Other codes are BAD_USER_INPUT, INVALID_CURSOR, FORBIDDEN, UNAUTHENTICATED (with HTTP 401), SNAPSHOT_EXPIRED, RATE_LIMITED
 * (with HTTP 429), and those of operations that are too large; docs/errors.md has them all.
 */
export type QueryRunArgs = {
  id: Scalars['ID']['input'];
};


/**
 * What can be asked. Every answer of one operation is of one snapshot, the newest when it began, but for what names
 * another snapshot or a cursor of one. Before the first recompute, what needs a snapshot fails with the code NO_SNAPSHOT.
 * Other codes are BAD_USER_INPUT, INVALID_CURSOR, FORBIDDEN, UNAUTHENTICATED (with HTTP 401), SNAPSHOT_EXPIRED, RATE_LIMITED
 * (with HTTP 429), and those of operations that are too large; docs/errors.md has them all.
 */
export type QueryRunsArgs = {
  first?: Scalars['Int']['input'];
};


/**
 * What can be asked. Every answer of one operation is of one snapshot, the newest when it began, but for what names
 * another snapshot or a cursor of one. Before the first recompute, what needs a snapshot fails with the code NO_SNAPSHOT.
 * Other codes are BAD_USER_INPUT, INVALID_CURSOR, FORBIDDEN, UNAUTHENTICATED (with HTTP 401), SNAPSHOT_EXPIRED, RATE_LIMITED
 * (with HTTP 429), and those of operations that are too large; docs/errors.md has them all.
 */
export type QuerySegmentArgs = {
  dimension: Scalars['String']['input'];
  key: Scalars['String']['input'];
  snapshot?: InputMaybe<Scalars['ID']['input']>;
};


/**
 * What can be asked. Every answer of one operation is of one snapshot, the newest when it began, but for what names
 * another snapshot or a cursor of one. Before the first recompute, what needs a snapshot fails with the code NO_SNAPSHOT.
 * Other codes are BAD_USER_INPUT, INVALID_CURSOR, FORBIDDEN, UNAUTHENTICATED (with HTTP 401), SNAPSHOT_EXPIRED, RATE_LIMITED
 * (with HTTP 429), and those of operations that are too large; docs/errors.md has them all.
 */
export type QuerySegmentsArgs = {
  dimension: Scalars['String']['input'];
  snapshot?: InputMaybe<Scalars['ID']['input']>;
};


/**
 * What can be asked. Every answer of one operation is of one snapshot, the newest when it began, but for what names
 * another snapshot or a cursor of one. Before the first recompute, what needs a snapshot fails with the code NO_SNAPSHOT.
 * Other codes are BAD_USER_INPUT, INVALID_CURSOR, FORBIDDEN, UNAUTHENTICATED (with HTTP 401), SNAPSHOT_EXPIRED, RATE_LIMITED
 * (with HTTP 429), and those of operations that are too large; docs/errors.md has them all.
 */
export type QuerySnapshotArgs = {
  id?: InputMaybe<Scalars['ID']['input']>;
};


/**
 * What can be asked. Every answer of one operation is of one snapshot, the newest when it began, but for what names
 * another snapshot or a cursor of one. Before the first recompute, what needs a snapshot fails with the code NO_SNAPSHOT.
 * Other codes are BAD_USER_INPUT, INVALID_CURSOR, FORBIDDEN, UNAUTHENTICATED (with HTTP 401), SNAPSHOT_EXPIRED, RATE_LIMITED
 * (with HTTP 429), and those of operations that are too large; docs/errors.md has them all.
 */
export type QuerySnapshotAtArgs = {
  time: Scalars['DateTime']['input'];
};


/**
 * What can be asked. Every answer of one operation is of one snapshot, the newest when it began, but for what names
 * another snapshot or a cursor of one. Before the first recompute, what needs a snapshot fails with the code NO_SNAPSHOT.
 * Other codes are BAD_USER_INPUT, INVALID_CURSOR, FORBIDDEN, UNAUTHENTICATED (with HTTP 401), SNAPSHOT_EXPIRED, RATE_LIMITED
 * (with HTTP 429), and those of operations that are too large; docs/errors.md has them all.
 */
export type QuerySummariesArgs = {
  dimension: Scalars['String']['input'];
  filter?: InputMaybe<UserFilter>;
  snapshot?: InputMaybe<Scalars['ID']['input']>;
};


/**
 * What can be asked. Every answer of one operation is of one snapshot, the newest when it began, but for what names
 * another snapshot or a cursor of one. Before the first recompute, what needs a snapshot fails with the code NO_SNAPSHOT.
 * Other codes are BAD_USER_INPUT, INVALID_CURSOR, FORBIDDEN, UNAUTHENTICATED (with HTTP 401), SNAPSHOT_EXPIRED, RATE_LIMITED
 * (with HTTP 429), and those of operations that are too large; docs/errors.md has them all.
 */
export type QuerySuppressionsArgs = {
  after?: InputMaybe<Scalars['ID']['input']>;
  first?: Scalars['Int']['input'];
  kind: SuppressionKind;
};


/**
 * What can be asked. Every answer of one operation is of one snapshot, the newest when it began, but for what names
 * another snapshot or a cursor of one. Before the first recompute, what needs a snapshot fails with the code NO_SNAPSHOT.
 * Other codes are BAD_USER_INPUT, INVALID_CURSOR, FORBIDDEN, UNAUTHENTICATED (with HTTP 401), SNAPSHOT_EXPIRED, RATE_LIMITED
 * (with HTTP 429), and those of operations that are too large; docs/errors.md has them all.
 */
export type QueryTransitionsArgs = {
  dimension: Scalars['String']['input'];
  from: Scalars['ID']['input'];
  to?: InputMaybe<Scalars['ID']['input']>;
};


/**
 * What can be asked. Every answer of one operation is of one snapshot, the newest when it began, but for what names
 * another snapshot or a cursor of one. Before the first recompute, what needs a snapshot fails with the code NO_SNAPSHOT.
 * Other codes are BAD_USER_INPUT, INVALID_CURSOR, FORBIDDEN, UNAUTHENTICATED (with HTTP 401), SNAPSHOT_EXPIRED, RATE_LIMITED
 * (with HTTP 429), and those of operations that are too large; docs/errors.md has them all.
 */
export type QueryUserArgs = {
  externalId?: InputMaybe<Scalars['String']['input']>;
  id?: InputMaybe<Scalars['ID']['input']>;
};


/**
 * What can be asked. Every answer of one operation is of one snapshot, the newest when it began, but for what names
 * another snapshot or a cursor of one. Before the first recompute, what needs a snapshot fails with the code NO_SNAPSHOT.
 * Other codes are BAD_USER_INPUT, INVALID_CURSOR, FORBIDDEN, UNAUTHENTICATED (with HTTP 401), SNAPSHOT_EXPIRED, RATE_LIMITED
 * (with HTTP 429), and those of operations that are too large; docs/errors.md has them all.
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


/**
 * What can be asked. Every answer of one operation is of one snapshot, the newest when it began, but for what names
 * another snapshot or a cursor of one. Before the first recompute, what needs a snapshot fails with the code NO_SNAPSHOT.
 * Other codes are BAD_USER_INPUT, INVALID_CURSOR, FORBIDDEN, UNAUTHENTICATED (with HTTP 401), SNAPSHOT_EXPIRED, RATE_LIMITED
 * (with HTTP 429), and those of operations that are too large; docs/errors.md has them all.
 */
export type QueryValidateRuleSetArgs = {
  document: Scalars['JSON']['input'];
};

/** What to recompute. */
export type RecomputeInput = {
  /** Inputs up to this instant count (ISO 8601); without it, now. It never goes back behind the published snapshot's. */
  asOf?: InputMaybe<Scalars['DateTime']['input']>;
  /** Compute everybody from the stored inputs, not only those whose inputs or time have changed. */
  full?: Scalars['Boolean']['input'];
};

/** What came of asking for a recompute. */
export type RecomputePayload = {
  __typename?: 'RecomputePayload';
  /** What is wrong with the input; empty when all went well. */
  errors: Array<UserError>;
  /** The run that was queued, or the one that was waiting already (of the same `asOf`, if that was given); null on errors. */
  run?: Maybe<Run>;
};

/** What came of revoking a key. */
export type RevokeApiKeyPayload = {
  __typename?: 'RevokeApiKeyPayload';
  /** The key; null on errors. */
  apiKey?: Maybe<ApiKey>;
  /** What is wrong with the input; empty when all went well. */
  errors: Array<UserError>;
};

/** What a caller may do. */
export type Role =
  /** May do everything: recompute, rule sets, imports, erasures, keys, the audit log. */
  | 'ADMIN'
  /** Reads e-mail addresses and phone numbers too, and works with audiences, exports and deliveries. */
  | 'MARKETER'
  /** Reads segments, summaries, insights and users, without personal data. */
  | 'VIEWER';

/** What came of asking for the version before. */
export type RollbackRuleSetPayload = {
  __typename?: 'RollbackRuleSetPayload';
  /** Why it can't be; empty when all went well. */
  errors: Array<UserError>;
  /** The version that it publishes; null on errors. */
  ruleSet?: Maybe<RuleSet>;
  /** The run that publishes the version before; what was published stands until then. Null on errors. */
  run?: Maybe<Run>;
};

/** One rule of a dimension. */
export type RuleExplanation = {
  __typename?: 'RuleExplanation';
  /** The condition in words. */
  condition: Scalars['String']['output'];
  /** The condition's tree, each branch before what it is made of; empty where the rule was not tried. */
  lines: Array<ConditionLine>;
  /** What became of it. */
  outcome: RuleOutcome;
  /** Marketing priority of that segment; null where the rule set gives none. */
  priority?: Maybe<Scalars['Int']['output']>;
  /** Key of the segment of those for whom it holds. */
  segment: Scalars['String']['output'];
};

/** What became of a rule. */
export type RuleOutcome =
  /** Its condition does not hold. */
  | 'FAILED'
  /** Its condition holds, and no rule before it did. */
  | 'MATCHED'
  /** A rule before it matched. */
  | 'UNTRIED';

/** A version of the definition of signals, scores and dimensions. It never changes once it is saved. */
export type RuleSet = {
  __typename?: 'RuleSet';
  /** When it was saved. */
  createdAt: Scalars['DateTime']['output'];
  /** By whom it was saved. */
  createdBy: Scalars['String']['output'];
  /** What differs from another version, in words; empty where both mean the same. */
  differences: Array<RuleSetDifference>;
  /** The rule set itself, as `strata rules schema` describes it, with what has a default filled in. */
  document: Scalars['JSON']['output'];
  /** What people call it. */
  name: Scalars['String']['output'];
  /** What was noted when it was saved. */
  note: Scalars['String']['output'];
  /** When it was last published; null of a draft. */
  publishedAt?: Maybe<Scalars['DateTime']['output']>;
  /** How it stands. */
  status: RuleSetStatus;
  /** Rises with every version that is saved; no number is given twice. */
  version: Scalars['Int']['output'];
};


/** A version of the definition of signals, scores and dimensions. It never changes once it is saved. */
export type RuleSetDifferencesArgs = {
  from?: InputMaybe<Scalars['Int']['input']>;
};

/** What is the case with a part of a rule set, beside another one. */
export type RuleSetChange =
  /** Only the new one has it. */
  | 'ADDED'
  /** Both have it, and it means something else. */
  | 'CHANGED'
  /** Both have it. */
  | 'KEPT'
  /** Only the old one has it. */
  | 'REMOVED';

/** One thing in which two rule sets differ. */
export type RuleSetDifference = {
  __typename?: 'RuleSetDifference';
  /** Added, removed or changed. */
  change: RuleSetChange;
  /** What it says; of a change what it said and, after an arrow, what it says. */
  description: Scalars['String']['output'];
  /** What it is, such as `dimension customer: Loyal Customer`. */
  what: Scalars['String']['output'];
};

/** What a publication would change, measured on the published snapshot at its as-of time. Nothing is written. */
export type RuleSetPreview = {
  __typename?: 'RuleSetPreview';
  /** What a publication would cost. */
  cost: PreviewCost;
  /** In the order of the previewed rule set, then the dimensions that it no longer has. */
  dimensions: Array<DimensionPreview>;
  /** Users who would be in another segment of any dimension that both rule sets have. */
  movers: Scalars['Int']['output'];
  /** The snapshot whose users were compared. */
  snapshot: Snapshot;
  /** Users who were compared; all numbers are of these. */
  users: Scalars['Int']['output'];
  /** Users of the snapshot who were not: outside of the sample, or their inputs have changed since. */
  usersLeftOut: Scalars['Int']['output'];
};

/** One thing that is wrong with a rule set document. */
export type RuleSetProblem = {
  __typename?: 'RuleSetProblem';
  /** What is wrong, and what would be legal. */
  message: Scalars['String']['output'];
  /** Where, such as `rules.dimensions[2].label`. */
  path: Scalars['String']['output'];
};

/** How a version of the rule set stands. */
export type RuleSetStatus =
  /** Saved, and never published. */
  | 'DRAFT'
  /** The one that users are divided by. There is exactly one. */
  | 'PUBLISHED'
  /** Published once, and not any more. */
  | 'RETIRED';

/** Whether a document is a rule set. */
export type RuleSetValidation = {
  __typename?: 'RuleSetValidation';
  /** Everything that is wrong with it; empty when it is valid. */
  problems: Array<RuleSetProblem>;
  /** Whether it could be saved. */
  valid: Scalars['Boolean']['output'];
};

/** One recompute. It is published as the snapshot of the same id. */
export type Run = {
  __typename?: 'Run';
  /** Inputs up to this instant count; null before it starts. */
  asOf?: Maybe<Scalars['DateTime']['output']>;
  /** How often it was begun: more than once if its process or database died. */
  attempts: Scalars['Int']['output'];
  /** Why it failed; null otherwise. */
  error?: Maybe<Scalars['String']['output']>;
  /** When it is to end at the present pace; null when that can't be told. */
  estimatedEnd?: Maybe<Scalars['DateTime']['output']>;
  /** Null before it ends. */
  finishedAt?: Maybe<Scalars['DateTime']['output']>;
  /** When it last showed that it was alive; null before it starts. */
  heartbeatAt?: Maybe<Scalars['DateTime']['output']>;
  /** The id that the snapshot will have. */
  id: Scalars['ID']['output'];
  /** What it computes; an incremental one that finds nothing published becomes a full one. */
  kind: RunKind;
  /** When it was asked for. */
  queuedAt: Scalars['DateTime']['output'];
  /** By whom it was asked for. */
  requestedBy: Scalars['String']['output'];
  /** The version of the rule set that it computes by; null before it starts. */
  ruleSetVersion?: Maybe<Scalars['Int']['output']>;
  /** The share of its users that is computed, from 0 to 1; null before they are counted. */
  share?: Maybe<Scalars['Float']['output']>;
  /** What it is at, or was last: queued, orders, users, rollups or publish. */
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

/** What a run computes. */
export type RunKind =
  /** Everybody, from the stored inputs. */
  | 'FULL'
  /** Users whose inputs or time have changed since the published snapshot. */
  | 'INCREMENTAL'
  /** Everybody by another rule set: whose inputs changed from the inputs, all others from what is known of them. */
  | 'RULES';

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

/** A bucket that speaks S3. */
export type S3Destination = {
  __typename?: 'S3Destination';
  /** The bucket's name. */
  bucket: Scalars['String']['output'];
  /** The server's origin. */
  endpoint: Scalars['String']['output'];
  /** What every key begins with. */
  prefix: Scalars['String']['output'];
  /** As the server names it. */
  region: Scalars['String']['output'];
};

/** A bucket that speaks S3, and who may write to it. */
export type S3DestinationInput = {
  /** Stored encrypted, never shown. */
  accessKeyId: Scalars['String']['input'];
  /** The bucket's name. */
  bucket: Scalars['String']['input'];
  /** The server's origin, such as https://s3.example.com; without it, that of Amazon in the region. */
  endpoint?: InputMaybe<Scalars['String']['input']>;
  /** What every key is to begin with; nothing by default. */
  prefix?: Scalars['String']['input'];
  /** As the server names it, such as eu-central-1. */
  region: Scalars['String']['input'];
  /** Stored encrypted, never shown. */
  secretAccessKey: Scalars['String']['input'];
};

/** A rule set to save. */
export type SaveRuleSetDraftInput = {
  /** The rule set, as `strata rules schema` describes it. */
  document: Scalars['JSON']['input'];
  /** What people should know of it, 1,000 characters at most. */
  note?: Scalars['String']['input'];
};

/** What came of saving a draft. */
export type SaveRuleSetDraftPayload = {
  __typename?: 'SaveRuleSetDraftPayload';
  /** Everything that is wrong with the input, 100 things at most; empty when all went well. */
  errors: Array<UserError>;
  /** The draft; null on errors. */
  ruleSet?: Maybe<RuleSet>;
};

/** When an audience goes to a destination without being asked for. */
export type Schedule = {
  __typename?: 'Schedule';
  /** The audience that it delivers. */
  audienceId: Scalars['ID']['output'];
  /** When it was made. */
  createdAt: Scalars['DateTime']['output'];
  /** Who made it. */
  createdBy: Scalars['String']['output'];
  /** Five fields: minute, hour, day of the month, month, day of the week. */
  cron: Scalars['String']['output'];
  /** Whereto. */
  destination: Destination;
  /** By which it is asked for. */
  id: Scalars['ID']['output'];
  /** Why the last time came to nothing; null where a delivery was asked for. */
  lastError?: Maybe<Scalars['String']['output']>;
  /** When it came last; null before. */
  lastRunAt?: Maybe<Scalars['DateTime']['output']>;
  /** What it delivers. */
  mode: ScheduleMode;
  /** When it comes next; times that are missed are made up by one. */
  nextRunAt: Scalars['DateTime']['output'];
  /** Since when it is paused; null while it is not. */
  pausedAt?: Maybe<Scalars['DateTime']['output']>;
  /** The time zone that the fields are of. */
  timeZone: Scalars['String']['output'];
};

/** What a schedule delivers. */
export type ScheduleMode =
  /** The difference to what the destination holds. */
  | 'DELTA'
  /** All of the audience, as the files of an export. */
  | 'FULL';

/** What came of making, pausing or deleting a schedule. */
export type SchedulePayload = {
  __typename?: 'SchedulePayload';
  /** What is wrong with the input; empty when all went well. */
  errors: Array<UserError>;
  /** The schedule as it is now, or was; null on errors. */
  schedule?: Maybe<Schedule>;
};

/** How the exports of a full schedule are written. */
export type ScheduledExportInput = {
  /** The campaign that users are exported to. */
  campaign?: InputMaybe<Scalars['String']['input']>;
  /** none, gzip or zstd. */
  compression?: Scalars['String']['input'];
  /** Only users with marketing consent. */
  consentRequired?: Scalars['Boolean']['input'];
  /** csv, ndjson or parquet. */
  format?: Scalars['String']['input'];
  /** Days within which nobody is exported to the campaign again, from 1 to 3650. */
  frequencyDays?: InputMaybe<Scalars['Int']['input']>;
  /** The share of users that is held out of the campaign, above 0 and below 1. */
  holdoutShare?: InputMaybe<Scalars['Decimal']['input']>;
  /** Where national phone numbers of users without a country are from: a code or name. */
  phoneCountry?: InputMaybe<Scalars['String']['input']>;
  /** Columns and form of an advertising platform, such as google_customer_match. */
  platform?: InputMaybe<Scalars['String']['input']>;
};

/** One part of a score. */
export type ScoreComponent = {
  __typename?: 'ScoreComponent';
  /** The feature as rules name it. */
  feature: Scalars['String']['output'];
  /** For people. */
  label: Scalars['String']['output'];
  /** What was observed, numbers with at most 6 decimals; null where it is unknown. */
  observed?: Maybe<Scalars['String']['output']>;
  /** The points that it gives. */
  points: Scalars['Int']['output'];
  /** The step that was reached, or the cut points that the value lies between, such as `>= 2` or `> 7 and <= 30`. */
  step: Scalars['String']['output'];
};

/** How a user came to a score. */
export type ScoreExplanation = {
  __typename?: 'ScoreExplanation';
  /** In the rule set's order. */
  components: Array<ScoreComponent>;
  /** Key of the score; rules name it `score.KEY`. */
  key: Scalars['String']['output'];
  /** For people. */
  label: Scalars['String']['output'];
  /** The sum of the points of its components. */
  points: Scalars['Int']['output'];
};

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

/** A change of a user's segment in one dimension. */
export type SegmentChange = {
  __typename?: 'SegmentChange';
  /** That snapshot's as-of time. */
  asOf: Scalars['DateTime']['output'];
  /** Key of the dimension. */
  dimension: Scalars['String']['output'];
  /** Key of the segment before; null where the user or the dimension was not there. */
  from?: Maybe<Scalars['String']['output']>;
  /** Version of the rule set by which it was computed. */
  ruleSetVersion: Scalars['Int']['output'];
  /** The run that computed it. */
  run: Scalars['ID']['output'];
  /** What that run computed: RULES says that the rules changed, not the user. */
  runKind: RunKind;
  /** The snapshot that shows it first. */
  snapshot: Scalars['ID']['output'];
  /** Key of the segment after; null where the user or the dimension is there no more. */
  to?: Maybe<Scalars['String']['output']>;
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

/** How many users go from one segment to another, or stay. */
export type SegmentFlow = {
  __typename?: 'SegmentFlow';
  /** The key of the segment that they are in. */
  from: Scalars['String']['output'];
  /** The key of the segment that they would be in. */
  to: Scalars['String']['output'];
  /** Number of users. */
  users: Scalars['Int']['output'];
};

/** The users of one segment, before and after. */
export type SegmentPreview = {
  __typename?: 'SegmentPreview';
  /** Users after a publication; null of a segment that is removed. */
  after?: Maybe<Scalars['Int']['output']>;
  /** Users now; null of a segment that is added. */
  before?: Maybe<Scalars['Int']['output']>;
  /** Kept, added or removed. */
  change: RuleSetChange;
  /** The key of the segment. */
  key: Scalars['String']['output'];
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

/**
 * A test of what a signal of the rule set comes to for a user: a count, a sum, or 1 where there is any. All operators given
 * must hold; null is as if not given. An unknown signal is answered with the legal ones.
 */
export type SignalFilter = {
  /** From one to the other, both included. */
  between?: InputMaybe<DecimalRange>;
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
  /** Key of a signal. */
  signal: Scalars['String']['input'];
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
  /** Whether its lists and sums can be asked for; later only its users' segments are kept: history, segmentsAt, transitions. */
  whole: Scalars['Boolean']['output'];
};

/**
 * What can be watched, over WebSocket at the same address by the protocol `graphql-transport-ws`, with a key as
 * `authorization` in the connection's parameters. Each event is an operation of its own, on the snapshot that is then the
 * newest.
 */
export type Subscription = {
  __typename?: 'Subscription';
  /**
   * Who joins and leaves a watched audience: the changes after a cursor, then each that comes. Whoever begins with the
   * cursor of the last page that they had misses none. Marketers and admins.
   */
  audienceChanged: AudienceChangePage;
  /** An export as it is, then whenever it has come further, until it has ended. Who reads slowly gets the newest. Marketers and admins only. */
  exportProgress: Export;
  /** A run as it is, then whenever it has come further, until it has ended. Who reads slowly gets the newest. Admins only. */
  runProgress: Run;
  /** Each snapshot that is published from now on; of several at once the newest. */
  snapshotPublished: Snapshot;
};


/**
 * What can be watched, over WebSocket at the same address by the protocol `graphql-transport-ws`, with a key as
 * `authorization` in the connection's parameters. Each event is an operation of its own, on the snapshot that is then the
 * newest.
 */
export type SubscriptionAudienceChangedArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  audience: Scalars['ID']['input'];
  first?: Scalars['Int']['input'];
};


/**
 * What can be watched, over WebSocket at the same address by the protocol `graphql-transport-ws`, with a key as
 * `authorization` in the connection's parameters. Each event is an operation of its own, on the snapshot that is then the
 * newest.
 */
export type SubscriptionExportProgressArgs = {
  id: Scalars['ID']['input'];
};


/**
 * What can be watched, over WebSocket at the same address by the protocol `graphql-transport-ws`, with a key as
 * `authorization` in the connection's parameters. Each event is an operation of its own, on the snapshot that is then the
 * newest.
 */
export type SubscriptionRunProgressArgs = {
  id: Scalars['ID']['input'];
};

/** Whom to suppress: 10,000 in one call at most, all three lists together. */
export type SuppressUsersInput = {
  /** E-mail addresses, or the SHA-256 of each, trimmed and in lower case, in hexadecimal digits. */
  emails?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Until then; without it for good. One that is given again never ends sooner than it would have. */
  expiresAt?: InputMaybe<Scalars['DateTime']['input']>;
  /** The shop's ids of users; those that nobody has yet are kept, and count when somebody has. */
  externalIds?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Phone numbers with their country, such as +34 600 123 456, or the SHA-256 of each in E.164, in hexadecimal digits. */
  phones?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Why, in a line of 1 to 200 characters, such as "unsubscribed". */
  reason: Scalars['String']['input'];
};

/** What came of suppressing. */
export type SuppressUsersPayload = {
  __typename?: 'SuppressUsersPayload';
  /** What is wrong with the input; empty when all went well. */
  errors: Array<UserError>;
  /** How many; null on errors. */
  suppressed?: Maybe<Suppressed>;
};

/** Whom a call has suppressed. */
export type Suppressed = {
  __typename?: 'Suppressed';
  /** Ids that nobody has yet. */
  awaited: Scalars['Int']['output'];
  /** E-mail addresses. */
  emails: Scalars['Int']['output'];
  /** Ids of users who were erased: nothing is kept of them. */
  erased: Scalars['Int']['output'];
  /** Phone numbers. */
  phones: Scalars['Int']['output'];
  /** Users, by their ids. */
  users: Scalars['Int']['output'];
};

/** Somebody who must not be contacted, whatever audience they are in. */
export type Suppression = {
  __typename?: 'Suppression';
  /** When. */
  createdAt: Scalars['DateTime']['output'];
  /** Who suppressed them: `command line` or `key ID`. */
  createdBy: Scalars['String']['output'];
  /** Until when; null is for good. */
  expiresAt?: Maybe<Scalars['DateTime']['output']>;
  /** The shop's id, of the kinds USER and AWAITED. */
  externalId?: Maybe<Scalars['String']['output']>;
  /** Its kind and what it is of; give it as `after` for the rest of the list. */
  id: Scalars['ID']['output'];
  /** What it is of. */
  kind: SuppressionKind;
  /** Why. */
  reason: Scalars['String']['output'];
  /** SHA-256 of the address in lower case, or of the phone number in E.164, in hexadecimal digits; of the kinds EMAIL and PHONE. A number that was given plain has one for each way of writing it. */
  sha256?: Maybe<Scalars['String']['output']>;
};

/** How many suppressions count now, by kind. */
export type SuppressionCounts = {
  __typename?: 'SuppressionCounts';
  /** Ids that nobody has yet. */
  awaited: Scalars['Int']['output'];
  /** Hashes of e-mail addresses. */
  emails: Scalars['Int']['output'];
  /** Hashes of phone numbers. */
  phones: Scalars['Int']['output'];
  /** Users. */
  users: Scalars['Int']['output'];
};

/** What a suppression is of. */
export type SuppressionKind =
  /** An id that nobody has yet: whoever comes to have it is suppressed from then on. */
  | 'AWAITED'
  /** An e-mail address. */
  | 'EMAIL'
  /** A phone number. */
  | 'PHONE'
  /** A user, by an id. */
  | 'USER';

/**
 * A test of a text, compared byte for byte. All operators given must hold; null is as if not given. What is unknown passes
 * none but `isNull`.
 */
export type TextFilter = {
  /** This is part of it. */
  contains?: InputMaybe<Scalars['String']['input']>;
  /** Equal. */
  eq?: InputMaybe<Scalars['String']['input']>;
  /** One of these, 1,000 at most; of an empty list, nobody. */
  in?: InputMaybe<Array<Scalars['String']['input']>>;
  /** True: unknown. False: known. */
  isNull?: InputMaybe<Scalars['Boolean']['input']>;
  /** It starts with this. */
  startsWith?: InputMaybe<Scalars['String']['input']>;
};

/**
 * A test of an instant: absolute, or in days before the snapshot's as-of time, so that it means the same of every snapshot.
 * A day alone is its first instant in UTC. All operators given must hold; null is as if not given. What is unknown passes
 * none but `isNull`.
 */
export type TimeFilter = {
  /** From one to the other, both included. */
  between?: InputMaybe<TimeRange>;
  /** Equal. */
  eq?: InputMaybe<Scalars['DateTime']['input']>;
  /** Later. */
  gt?: InputMaybe<Scalars['DateTime']['input']>;
  /** Later or equal. */
  gte?: InputMaybe<Scalars['DateTime']['input']>;
  /** True: unknown. False: known. */
  isNull?: InputMaybe<Scalars['Boolean']['input']>;
  /** Earlier. */
  lt?: InputMaybe<Scalars['DateTime']['input']>;
  /** Earlier or equal. */
  lte?: InputMaybe<Scalars['DateTime']['input']>;
  /** More than so many days of 24 hours before the snapshot's as-of time: 0 to 100,000. */
  olderThanDays?: InputMaybe<Scalars['Int']['input']>;
  /** At most so many days of 24 hours before the snapshot's as-of time: 0 to 100,000. */
  withinDays?: InputMaybe<Scalars['Int']['input']>;
};

/** A range of instants, both ends included. */
export type TimeRange = {
  /** The first that is taken. */
  from: Scalars['DateTime']['input'];
  /** The last that is taken. */
  to: Scalars['DateTime']['input'];
};

/** How many users were in one segment of a dimension in the one snapshot, and in which in the other. */
export type Transition = {
  __typename?: 'Transition';
  /** Key of the segment before; null for users who were not there, or had no segment in the dimension. */
  from?: Maybe<Scalars['String']['output']>;
  /** Key of the segment after; null for users who are not there, or have no segment in the dimension. */
  to?: Maybe<Scalars['String']['output']>;
  /** Number of users; never 0. */
  users: Scalars['Int']['output'];
};

/** What came of undoing an import. */
export type UndoImportPayload = {
  __typename?: 'UndoImportPayload';
  /** What is wrong with the input; empty when all went well. */
  errors: Array<UserError>;
  /** The import, undone; null on errors. */
  import?: Maybe<Import>;
};

/** Whom to suppress no longer: 10,000 in one call at most, all three lists together. */
export type UnsuppressUsersInput = {
  /** E-mail addresses, or their SHA-256. */
  emails?: InputMaybe<Array<Scalars['String']['input']>>;
  /** The shop's ids of users. */
  externalIds?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Phone numbers with their country, or the SHA-256 in E.164. */
  phones?: InputMaybe<Array<Scalars['String']['input']>>;
};

/** What came of suppressing no longer. */
export type UnsuppressUsersPayload = {
  __typename?: 'UnsuppressUsersPayload';
  /** What is wrong with the input; empty when all went well. */
  errors: Array<UserError>;
  /** How many were suppressed until now; null on errors. */
  unsuppressed?: Maybe<SuppressionCounts>;
};

/** A change of an audience; what is not given stays. */
export type UpdateAudienceInput = {
  /** What it is made of from now on. */
  content?: InputMaybe<AudienceContentInput>;
  /** At most 2,000 characters. */
  description?: InputMaybe<Scalars['String']['input']>;
  /** The version that you have read: where there is a newer one, the change is refused. */
  expectedVersion: Scalars['Int']['input'];
  /** Which. */
  id: Scalars['ID']['input'];
  /** One line of 1 to 200 characters that no other audience has. */
  name?: InputMaybe<Scalars['String']['input']>;
};

/** What came of changing an audience. */
export type UpdateAudiencePayload = {
  __typename?: 'UpdateAudiencePayload';
  /** The audience; null on errors. */
  audience?: Maybe<Audience>;
  /** What is wrong with the input; empty when all went well. */
  errors: Array<UserError>;
  /** Of a list: how many of the ids no user has. They are not on it, and are not looked for again. */
  unknownIds: Scalars['Int']['output'];
};

/** One person, as the operation's snapshot has them. */
export type User = Node & {
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
  /** Why the user is in each segment. */
  explanation: Explanation;
  /** The shop's id. */
  externalId: Scalars['String']['output'];
  /** Time of the first event. */
  firstSeenAt?: Maybe<Scalars['DateTime']['output']>;
  /** The changes of the user's segments up to the operation's snapshot, newest first, as far as history is kept. */
  history: Array<SegmentChange>;
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
  /** The user's segments in a past snapshot, whole or not; null if the user was not there. */
  segmentsAt?: Maybe<Array<PastSegment>>;
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
export type UserHistoryArgs = {
  dimension?: InputMaybe<Scalars['String']['input']>;
  first?: Scalars['Int']['input'];
};


/** One person, as the operation's snapshot has them. */
export type UserSegmentArgs = {
  dimension: Scalars['String']['input'];
};


/** One person, as the operation's snapshot has them. */
export type UserSegmentsAtArgs = {
  snapshot: Scalars['ID']['input'];
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
  /** What all users that the filter lets through amount to, those of other pages included. */
  summary: UserSummary;
  /** Number of users that the filter lets through, exact. */
  totalCount: Scalars['Int']['output'];
};

/** A user with its place in the list. */
export type UserEdge = {
  __typename?: 'UserEdge';
  /** Opaque; give it as `after` or `before`, with the same order and filter. */
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
  /** Somebody else has changed it meanwhile: read it again. */
  | 'CONFLICT'
  /** Outside what is legal. */
  | 'INVALID';

/**
 * Which users to take. All fields given must hold; null is as if not given, and an empty filter lets everybody through.
 * At most 10 levels deep, and of 200 tests and branches. Where it has tests of segments alone, and they name at most three
 * dimensions, counts and sums of it take the same time for any number of users.
 */
export type UserFilter = {
  /** Age as given: a number, or a group in the shop's words. */
  age?: InputMaybe<TextFilter>;
  /** Whole years at the snapshot's as-of time, where they or the birth date are known. */
  ageYears?: InputMaybe<YearsFilter>;
  /** All of these; of an empty list, everybody. */
  and?: InputMaybe<Array<UserFilter>>;
  /** Mean number of events in a session, exact: not as rounded for showing; 0 without sessions. */
  averageEventsPerSession?: InputMaybe<DecimalFilter>;
  /** Mean session in minutes, exact: not as rounded for showing; 0 without sessions. */
  averageSessionMinutes?: InputMaybe<DecimalFilter>;
  /** Personal: FORBIDDEN to viewers. */
  birthDate?: InputMaybe<DayFilter>;
  /** City as given. */
  city?: InputMaybe<TextFilter>;
  /** Consent to marketing. */
  consent?: InputMaybe<BooleanFilter>;
  /** Country as given. */
  country?: InputMaybe<TextFilter>;
  /** Personal: FORBIDDEN to viewers. */
  email?: InputMaybe<TextFilter>;
  /** 0 to 100. */
  engagementScore?: InputMaybe<IntFilter>;
  /** The shop's id. */
  externalId?: InputMaybe<TextFilter>;
  /** Time of the first event. */
  firstSeenAt?: InputMaybe<TimeFilter>;
  /** Gender as given. */
  gender?: InputMaybe<TextFilter>;
  /** Income group as given. */
  incomeGroup?: InputMaybe<TextFilter>;
  /** Number of events of the session that has the most. */
  largestSessionEvents?: InputMaybe<IntFilter>;
  /** Time of the last order, returns left out. */
  lastOrderAt?: InputMaybe<TimeFilter>;
  /** Time of the last event. */
  lastSeenAt?: InputMaybe<TimeFilter>;
  /** Time in the longest session, in minutes, exact. */
  longestSessionMinutes?: InputMaybe<DecimalFilter>;
  /** The mediums that led here, as the rule set names them. */
  mediums?: InputMaybe<WordsFilter>;
  /** Not this. */
  not?: InputMaybe<UserFilter>;
  /** At least one of these; of an empty list, nobody. */
  or?: InputMaybe<Array<UserFilter>>;
  /** Personal: FORBIDDEN to viewers. */
  phone?: InputMaybe<TextFilter>;
  /** Sum of orders and returns: money, exact. */
  revenue?: InputMaybe<DecimalFilter>;
  /** By segment; all tests given must hold. */
  segments?: InputMaybe<Array<SegmentFilter>>;
  /** Number of sessions. */
  sessionCount?: InputMaybe<IntFilter>;
  /** By what the rule set counts in events, sessions and orders; all tests given must hold. */
  signals?: InputMaybe<Array<SignalFilter>>;
  /** The sources that led here, as the rule set names them. */
  sources?: InputMaybe<WordsFilter>;
  /** State or region as given. */
  state?: InputMaybe<TextFilter>;
  /** Number of events. */
  totalEvents?: InputMaybe<IntFilter>;
  /** Time in sessions, in minutes, exact. */
  totalSessionMinutes?: InputMaybe<DecimalFilter>;
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
  /** Time of the last order, returns left out; users without one come before all others, so that DESC has them last. */
  | 'LAST_ORDER_AT'
  /** Time of the last event; users without one come before all others, so that DESC has them last. */
  | 'LAST_SEEN_AT'
  /** Revenue, exact: not as rounded for showing. */
  | 'REVENUE'
  /** Number of distinct orders, returns left out. */
  | 'TRANSACTIONS';

/** A user by exactly one of their ids. */
export type UserReference = {
  /** Any of the shop's ids for them. */
  externalId?: InputMaybe<Scalars['String']['input']>;
  /** Strata's own id. */
  id?: InputMaybe<Scalars['ID']['input']>;
};

/** What users amount to, all together. */
export type UserSummary = {
  __typename?: 'UserSummary';
  /** Mean engagement score, 0 to 100, two decimals; 0 without users. */
  averageEngagementScore: Scalars['Float']['output'];
  /** Revenue a user, two decimals; 0 without users. */
  averageRevenue: Scalars['Decimal']['output'];
  /** Sum of their revenue, two decimals. */
  totalRevenue: Scalars['Decimal']['output'];
  /** Number of their orders, returns left out. */
  transactions: Scalars['Int']['output'];
  /** Number of users. */
  users: Scalars['Int']['output'];
};

/** A value beside what it was tested against. */
export type ValueTest = {
  __typename?: 'ValueTest';
  /** The feature as rules name it, or `segment.KEY` for the segment in another dimension. */
  feature: Scalars['String']['output'];
  /** Whether the test holds. */
  holds: Scalars['Boolean']['output'];
  /** For people. */
  label: Scalars['String']['output'];
  /** What was observed, numbers with at most 6 decimals; null where it is unknown. */
  observed?: Maybe<Scalars['String']['output']>;
  /** As in rule sets: eq, gt, gte, lt, lte, in, missing or hasAny. */
  operator: Scalars['String']['output'];
  /** What the rule asks for; lists with commas. */
  threshold: Scalars['String']['output'];
};

/** What came of watching an audience, or watching it no longer. */
export type WatchAudiencePayload = {
  __typename?: 'WatchAudiencePayload';
  /** The audience; null on errors. */
  audienceId?: Maybe<Scalars['ID']['output']>;
  /** What is wrong with the input; empty when all went well. */
  errors: Array<UserError>;
};

/** A URL that signed messages are posted to, as Standard Webhooks has it. */
export type WebhookDestination = {
  __typename?: 'WebhookDestination';
  /** Https, unless it leads into a network that the operator has allowed. */
  url: Scalars['String']['output'];
};

/** A URL that signed messages are posted to. */
export type WebhookDestinationInput = {
  /** Https on port 443 or 8443, at a public address; networks that the operator has allowed apart. */
  url: Scalars['String']['input'];
};

/** A test of a set of words, in any case. All operators given must hold; null is as if not given. */
export type WordsFilter = {
  /** All of these are in it; of an empty list, everybody. */
  hasAll?: InputMaybe<Array<Scalars['String']['input']>>;
  /** At least one of these is in it; of an empty list, nobody. */
  hasAny?: InputMaybe<Array<Scalars['String']['input']>>;
  /** True: there is none. False: there is one. */
  isEmpty?: InputMaybe<Scalars['Boolean']['input']>;
};

/** A test of whole years that may be unknown. All operators given must hold; null is as if not given. */
export type YearsFilter = {
  /** From one to the other, both included. */
  between?: InputMaybe<IntRange>;
  /** Equal. */
  eq?: InputMaybe<Scalars['Int']['input']>;
  /** Greater. */
  gt?: InputMaybe<Scalars['Int']['input']>;
  /** Greater or equal. */
  gte?: InputMaybe<Scalars['Int']['input']>;
  /** True: unknown. False: known. */
  isNull?: InputMaybe<Scalars['Boolean']['input']>;
  /** Less. */
  lt?: InputMaybe<Scalars['Int']['input']>;
  /** Less or equal. */
  lte?: InputMaybe<Scalars['Int']['input']>;
};



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




/** Mapping of interface types */
export type ResolversInterfaceTypes<_RefType extends Record<string, unknown>> = {
  Node:
    | ( AuditEntrySource )
    | ( UserSource )
  ;
};

/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  ApiKey: ResolverTypeWrapper<KeyInfo>;
  Audience: ResolverTypeWrapper<AudienceSource>;
  AudienceChange: ResolverTypeWrapper<AudienceChangeSource>;
  AudienceChangeKind: AudienceChangeKind;
  AudienceChangePage: ResolverTypeWrapper<Omit<AudienceChangePage, 'changes'> & { changes: Array<ResolversTypes['AudienceChange']> }>;
  AudienceContentInput: AudienceContentInput;
  AudienceFigures: ResolverTypeWrapper<AudienceFiguresSource>;
  AudienceKind: AudienceKind;
  AudienceOverlap: ResolverTypeWrapper<AudienceOverlapSource>;
  AudienceSegment: ResolverTypeWrapper<Omit<AudienceSegment, 'segment'> & { segment: ResolversTypes['Segment'] }>;
  AudienceSize: ResolverTypeWrapper<TrendPoint>;
  AudienceVersion: ResolverTypeWrapper<AudienceVersionSource>;
  AuditEntry: ResolverTypeWrapper<AuditEntrySource>;
  AuditEntryConnection: ResolverTypeWrapper<AuditPage>;
  AuditEntryEdge: ResolverTypeWrapper<Omit<AuditEntryEdge, 'node'> & { node: ResolversTypes['AuditEntry'] }>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  BooleanFilter: BooleanFilter;
  BreakdownRow: ResolverTypeWrapper<Omit<BreakdownRow, 'segments'> & { segments: Array<ResolversTypes['Segment']> }>;
  CalibrateRuleSetPayload: ResolverTypeWrapper<Omit<CalibrateRuleSetPayload, 'calibrations' | 'ruleSet'> & { calibrations: Array<ResolversTypes['Calibration']>, ruleSet?: Maybe<ResolversTypes['RuleSet']> }>;
  Calibration: ResolverTypeWrapper<CalibrationSource>;
  CampaignGroup: ResolverTypeWrapper<CampaignGroup>;
  CampaignLift: ResolverTypeWrapper<CampaignLift>;
  CancelExportPayload: ResolverTypeWrapper<Omit<CancelExportPayload, 'export'> & { export?: Maybe<ResolversTypes['Export']> }>;
  CancelRunPayload: ResolverTypeWrapper<Omit<CancelRunPayload, 'run'> & { run?: Maybe<ResolversTypes['Run']> }>;
  ChangeAudienceMembersInput: ChangeAudienceMembersInput;
  ChangeAudienceMembersPayload: ResolverTypeWrapper<Omit<ChangeAudienceMembersPayload, 'audience'> & { audience?: Maybe<ResolversTypes['Audience']> }>;
  ConditionKind: ConditionKind;
  ConditionLine: ResolverTypeWrapper<ConditionLineSource>;
  CreateApiKeyInput: CreateApiKeyInput;
  CreateApiKeyPayload: ResolverTypeWrapper<Omit<CreateApiKeyPayload, 'apiKey'> & { apiKey?: Maybe<ResolversTypes['ApiKey']> }>;
  CreateAudienceInput: CreateAudienceInput;
  CreateAudiencePayload: ResolverTypeWrapper<Omit<CreateAudiencePayload, 'audience'> & { audience?: Maybe<ResolversTypes['Audience']> }>;
  CreateDestinationInput: CreateDestinationInput;
  CreateDestinationPayload: ResolverTypeWrapper<Omit<CreateDestinationPayload, 'destination'> & { destination?: Maybe<ResolversTypes['Destination']> }>;
  CreateScheduleInput: CreateScheduleInput;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  DayFilter: DayFilter;
  DayRange: DayRange;
  Decimal: ResolverTypeWrapper<Scalars['Decimal']['output']>;
  DecimalFilter: DecimalFilter;
  DecimalRange: DecimalRange;
  DeleteAudiencePayload: ResolverTypeWrapper<Omit<DeleteAudiencePayload, 'removals'> & { removals: Array<ResolversTypes['Delivery']> }>;
  DeleteDestinationPayload: ResolverTypeWrapper<DeleteDestinationPayload>;
  DeleteRuleSetDraftPayload: ResolverTypeWrapper<DeleteRuleSetDraftPayload>;
  DeliverDeltaInput: DeliverDeltaInput;
  Delivery: ResolverTypeWrapper<DeliverySource>;
  DeliveryKind: DeliveryKind;
  DeliveryPayload: ResolverTypeWrapper<Omit<DeliveryPayload, 'delivery'> & { delivery?: Maybe<ResolversTypes['Delivery']> }>;
  DeliveryState: DeliveryState;
  DeltaOptionsInput: DeltaOptionsInput;
  Destination: ResolverTypeWrapper<DestinationSource>;
  DestinationKind: DestinationKind;
  Dimension: ResolverTypeWrapper<SegmentDimension>;
  DimensionExplanation: ResolverTypeWrapper<ExplainedDimension>;
  DimensionInsight: ResolverTypeWrapper<DimensionInsightSource>;
  DimensionPreview: ResolverTypeWrapper<DimensionPreviewSource>;
  EraseUserInput: EraseUserInput;
  EraseUserPayload: ResolverTypeWrapper<EraseUserPayload>;
  Erasure: ResolverTypeWrapper<Erasure>;
  Explanation: ResolverTypeWrapper<ExplanationSource>;
  Export: ResolverTypeWrapper<ExportSource>;
  ExportAudienceInput: ExportAudienceInput;
  ExportAudiencePayload: ResolverTypeWrapper<Omit<ExportAudiencePayload, 'export'> & { export?: Maybe<ResolversTypes['Export']> }>;
  ExportColumn: ResolverTypeWrapper<ExportColumn>;
  ExportColumnInput: ExportColumnInput;
  ExportCompression: ExportCompression;
  ExportCount: ResolverTypeWrapper<ExportCount>;
  ExportFile: ResolverTypeWrapper<ExportFileSource>;
  ExportFormat: ExportFormat;
  ExportPlatform: ResolverTypeWrapper<ExportPlatform>;
  ExportPlatformColumn: ResolverTypeWrapper<ExportPlatformColumn>;
  ExportStatus: ExportStatus;
  ExportableColumn: ResolverTypeWrapper<ExportableColumn>;
  Float: ResolverTypeWrapper<Scalars['Float']['output']>;
  FollowAudiencePayload: ResolverTypeWrapper<FollowAudiencePayload>;
  Freshness: ResolverTypeWrapper<FreshnessSource>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  Import: ResolverTypeWrapper<ImportRecord>;
  ImportKind: ImportKind;
  Insights: ResolverTypeWrapper<InsightsSource>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  IntFilter: IntFilter;
  IntRange: IntRange;
  JSON: ResolverTypeWrapper<Scalars['JSON']['output']>;
  LeftOut: ResolverTypeWrapper<LeftOut>;
  LeftOutReason: LeftOutReason;
  Merge: ResolverTypeWrapper<Merge>;
  MergeUsersInput: MergeUsersInput;
  MergeUsersPayload: ResolverTypeWrapper<MergeUsersPayload>;
  Mover: ResolverTypeWrapper<Mover>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Node: ResolverTypeWrapper<ResolversInterfaceTypes<ResolversTypes>['Node']>;
  OrderDirection: OrderDirection;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  PastSegment: ResolverTypeWrapper<PastSegment>;
  PlaceCount: ResolverTypeWrapper<PlaceCount>;
  PreviewAudienceInput: PreviewAudienceInput;
  PreviewAudiencePayload: ResolverTypeWrapper<Omit<PreviewAudiencePayload, 'figures'> & { figures?: Maybe<ResolversTypes['AudienceFigures']> }>;
  PreviewCost: ResolverTypeWrapper<PreviewCost>;
  PreviewRuleSetInput: PreviewRuleSetInput;
  PreviewRuleSetPayload: ResolverTypeWrapper<Omit<PreviewRuleSetPayload, 'preview'> & { preview?: Maybe<ResolversTypes['RuleSetPreview']> }>;
  Principal: ResolverTypeWrapper<PrincipalSource>;
  PrincipalKind: PrincipalKind;
  PublishRuleSetPayload: ResolverTypeWrapper<Omit<PublishRuleSetPayload, 'run'> & { run?: Maybe<ResolversTypes['Run']> }>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  RecomputeInput: RecomputeInput;
  RecomputePayload: ResolverTypeWrapper<Omit<RecomputePayload, 'run'> & { run?: Maybe<ResolversTypes['Run']> }>;
  RevokeApiKeyPayload: ResolverTypeWrapper<Omit<RevokeApiKeyPayload, 'apiKey'> & { apiKey?: Maybe<ResolversTypes['ApiKey']> }>;
  Role: Role;
  RollbackRuleSetPayload: ResolverTypeWrapper<Omit<RollbackRuleSetPayload, 'ruleSet' | 'run'> & { ruleSet?: Maybe<ResolversTypes['RuleSet']>, run?: Maybe<ResolversTypes['Run']> }>;
  RuleExplanation: ResolverTypeWrapper<RuleTrace>;
  RuleOutcome: RuleOutcome;
  RuleSet: ResolverTypeWrapper<RuleSetSource>;
  RuleSetChange: RuleSetChange;
  RuleSetDifference: ResolverTypeWrapper<RuleSetDifferenceSource>;
  RuleSetPreview: ResolverTypeWrapper<RuleSetPreviewSource>;
  RuleSetProblem: ResolverTypeWrapper<RuleSetProblem>;
  RuleSetStatus: RuleSetStatus;
  RuleSetValidation: ResolverTypeWrapper<RuleSetValidation>;
  Run: ResolverTypeWrapper<RunSource>;
  RunKind: RunKind;
  RunStatus: RunStatus;
  S3Destination: ResolverTypeWrapper<S3Destination>;
  S3DestinationInput: S3DestinationInput;
  SaveRuleSetDraftInput: SaveRuleSetDraftInput;
  SaveRuleSetDraftPayload: ResolverTypeWrapper<Omit<SaveRuleSetDraftPayload, 'ruleSet'> & { ruleSet?: Maybe<ResolversTypes['RuleSet']> }>;
  Schedule: ResolverTypeWrapper<ScheduleSource>;
  ScheduleMode: ScheduleMode;
  SchedulePayload: ResolverTypeWrapper<Omit<SchedulePayload, 'schedule'> & { schedule?: Maybe<ResolversTypes['Schedule']> }>;
  ScheduledExportInput: ScheduledExportInput;
  ScoreComponent: ResolverTypeWrapper<ComponentTrace>;
  ScoreExplanation: ResolverTypeWrapper<ScoreTrace>;
  Segment: ResolverTypeWrapper<SegmentSource>;
  SegmentChange: ResolverTypeWrapper<SegmentChangeSource>;
  SegmentFilter: SegmentFilter;
  SegmentFlow: ResolverTypeWrapper<SegmentFlow>;
  SegmentPreview: ResolverTypeWrapper<SegmentPreviewSource>;
  SegmentSummary: ResolverTypeWrapper<SegmentSummarySource>;
  SignalFilter: SignalFilter;
  Snapshot: ResolverTypeWrapper<SnapshotSource>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  Subscription: ResolverTypeWrapper<Record<PropertyKey, never>>;
  SuppressUsersInput: SuppressUsersInput;
  SuppressUsersPayload: ResolverTypeWrapper<SuppressUsersPayload>;
  Suppressed: ResolverTypeWrapper<Suppressed>;
  Suppression: ResolverTypeWrapper<SuppressionSource>;
  SuppressionCounts: ResolverTypeWrapper<SuppressionCounts>;
  SuppressionKind: SuppressionKind;
  TextFilter: TextFilter;
  TimeFilter: TimeFilter;
  TimeRange: TimeRange;
  Transition: ResolverTypeWrapper<Transition>;
  UndoImportPayload: ResolverTypeWrapper<Omit<UndoImportPayload, 'import'> & { import?: Maybe<ResolversTypes['Import']> }>;
  UnsuppressUsersInput: UnsuppressUsersInput;
  UnsuppressUsersPayload: ResolverTypeWrapper<UnsuppressUsersPayload>;
  UpdateAudienceInput: UpdateAudienceInput;
  UpdateAudiencePayload: ResolverTypeWrapper<Omit<UpdateAudiencePayload, 'audience'> & { audience?: Maybe<ResolversTypes['Audience']> }>;
  User: ResolverTypeWrapper<UserSource>;
  UserConnection: ResolverTypeWrapper<UserConnectionSource>;
  UserEdge: ResolverTypeWrapper<Omit<UserEdge, 'node'> & { node: ResolversTypes['User'] }>;
  UserError: ResolverTypeWrapper<UserError>;
  UserErrorCode: UserErrorCode;
  UserFilter: UserFilter;
  UserOrder: UserOrder;
  UserOrderField: UserOrderField;
  UserReference: UserReference;
  UserSummary: ResolverTypeWrapper<UserSummary>;
  ValueTest: ResolverTypeWrapper<ValueTest>;
  WatchAudiencePayload: ResolverTypeWrapper<WatchAudiencePayload>;
  WebhookDestination: ResolverTypeWrapper<WebhookDestination>;
  WebhookDestinationInput: WebhookDestinationInput;
  WordsFilter: WordsFilter;
  YearsFilter: YearsFilter;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  ApiKey: KeyInfo;
  Audience: AudienceSource;
  AudienceChange: AudienceChangeSource;
  AudienceChangePage: Omit<AudienceChangePage, 'changes'> & { changes: Array<ResolversParentTypes['AudienceChange']> };
  AudienceContentInput: AudienceContentInput;
  AudienceFigures: AudienceFiguresSource;
  AudienceOverlap: AudienceOverlapSource;
  AudienceSegment: Omit<AudienceSegment, 'segment'> & { segment: ResolversParentTypes['Segment'] };
  AudienceSize: TrendPoint;
  AudienceVersion: AudienceVersionSource;
  AuditEntry: AuditEntrySource;
  AuditEntryConnection: AuditPage;
  AuditEntryEdge: Omit<AuditEntryEdge, 'node'> & { node: ResolversParentTypes['AuditEntry'] };
  Boolean: Scalars['Boolean']['output'];
  BooleanFilter: BooleanFilter;
  BreakdownRow: Omit<BreakdownRow, 'segments'> & { segments: Array<ResolversParentTypes['Segment']> };
  CalibrateRuleSetPayload: Omit<CalibrateRuleSetPayload, 'calibrations' | 'ruleSet'> & { calibrations: Array<ResolversParentTypes['Calibration']>, ruleSet?: Maybe<ResolversParentTypes['RuleSet']> };
  Calibration: CalibrationSource;
  CampaignGroup: CampaignGroup;
  CampaignLift: CampaignLift;
  CancelExportPayload: Omit<CancelExportPayload, 'export'> & { export?: Maybe<ResolversParentTypes['Export']> };
  CancelRunPayload: Omit<CancelRunPayload, 'run'> & { run?: Maybe<ResolversParentTypes['Run']> };
  ChangeAudienceMembersInput: ChangeAudienceMembersInput;
  ChangeAudienceMembersPayload: Omit<ChangeAudienceMembersPayload, 'audience'> & { audience?: Maybe<ResolversParentTypes['Audience']> };
  ConditionLine: ConditionLineSource;
  CreateApiKeyInput: CreateApiKeyInput;
  CreateApiKeyPayload: Omit<CreateApiKeyPayload, 'apiKey'> & { apiKey?: Maybe<ResolversParentTypes['ApiKey']> };
  CreateAudienceInput: CreateAudienceInput;
  CreateAudiencePayload: Omit<CreateAudiencePayload, 'audience'> & { audience?: Maybe<ResolversParentTypes['Audience']> };
  CreateDestinationInput: CreateDestinationInput;
  CreateDestinationPayload: Omit<CreateDestinationPayload, 'destination'> & { destination?: Maybe<ResolversParentTypes['Destination']> };
  CreateScheduleInput: CreateScheduleInput;
  DateTime: Scalars['DateTime']['output'];
  DayFilter: DayFilter;
  DayRange: DayRange;
  Decimal: Scalars['Decimal']['output'];
  DecimalFilter: DecimalFilter;
  DecimalRange: DecimalRange;
  DeleteAudiencePayload: Omit<DeleteAudiencePayload, 'removals'> & { removals: Array<ResolversParentTypes['Delivery']> };
  DeleteDestinationPayload: DeleteDestinationPayload;
  DeleteRuleSetDraftPayload: DeleteRuleSetDraftPayload;
  DeliverDeltaInput: DeliverDeltaInput;
  Delivery: DeliverySource;
  DeliveryPayload: Omit<DeliveryPayload, 'delivery'> & { delivery?: Maybe<ResolversParentTypes['Delivery']> };
  DeltaOptionsInput: DeltaOptionsInput;
  Destination: DestinationSource;
  Dimension: SegmentDimension;
  DimensionExplanation: ExplainedDimension;
  DimensionInsight: DimensionInsightSource;
  DimensionPreview: DimensionPreviewSource;
  EraseUserInput: EraseUserInput;
  EraseUserPayload: EraseUserPayload;
  Erasure: Erasure;
  Explanation: ExplanationSource;
  Export: ExportSource;
  ExportAudienceInput: ExportAudienceInput;
  ExportAudiencePayload: Omit<ExportAudiencePayload, 'export'> & { export?: Maybe<ResolversParentTypes['Export']> };
  ExportColumn: ExportColumn;
  ExportColumnInput: ExportColumnInput;
  ExportCount: ExportCount;
  ExportFile: ExportFileSource;
  ExportPlatform: ExportPlatform;
  ExportPlatformColumn: ExportPlatformColumn;
  ExportableColumn: ExportableColumn;
  Float: Scalars['Float']['output'];
  FollowAudiencePayload: FollowAudiencePayload;
  Freshness: FreshnessSource;
  ID: Scalars['ID']['output'];
  Import: ImportRecord;
  Insights: InsightsSource;
  Int: Scalars['Int']['output'];
  IntFilter: IntFilter;
  IntRange: IntRange;
  JSON: Scalars['JSON']['output'];
  LeftOut: LeftOut;
  Merge: Merge;
  MergeUsersInput: MergeUsersInput;
  MergeUsersPayload: MergeUsersPayload;
  Mover: Mover;
  Mutation: Record<PropertyKey, never>;
  Node: ResolversInterfaceTypes<ResolversParentTypes>['Node'];
  PageInfo: PageInfo;
  PastSegment: PastSegment;
  PlaceCount: PlaceCount;
  PreviewAudienceInput: PreviewAudienceInput;
  PreviewAudiencePayload: Omit<PreviewAudiencePayload, 'figures'> & { figures?: Maybe<ResolversParentTypes['AudienceFigures']> };
  PreviewCost: PreviewCost;
  PreviewRuleSetInput: PreviewRuleSetInput;
  PreviewRuleSetPayload: Omit<PreviewRuleSetPayload, 'preview'> & { preview?: Maybe<ResolversParentTypes['RuleSetPreview']> };
  Principal: PrincipalSource;
  PublishRuleSetPayload: Omit<PublishRuleSetPayload, 'run'> & { run?: Maybe<ResolversParentTypes['Run']> };
  Query: Record<PropertyKey, never>;
  RecomputeInput: RecomputeInput;
  RecomputePayload: Omit<RecomputePayload, 'run'> & { run?: Maybe<ResolversParentTypes['Run']> };
  RevokeApiKeyPayload: Omit<RevokeApiKeyPayload, 'apiKey'> & { apiKey?: Maybe<ResolversParentTypes['ApiKey']> };
  RollbackRuleSetPayload: Omit<RollbackRuleSetPayload, 'ruleSet' | 'run'> & { ruleSet?: Maybe<ResolversParentTypes['RuleSet']>, run?: Maybe<ResolversParentTypes['Run']> };
  RuleExplanation: RuleTrace;
  RuleSet: RuleSetSource;
  RuleSetDifference: RuleSetDifferenceSource;
  RuleSetPreview: RuleSetPreviewSource;
  RuleSetProblem: RuleSetProblem;
  RuleSetValidation: RuleSetValidation;
  Run: RunSource;
  S3Destination: S3Destination;
  S3DestinationInput: S3DestinationInput;
  SaveRuleSetDraftInput: SaveRuleSetDraftInput;
  SaveRuleSetDraftPayload: Omit<SaveRuleSetDraftPayload, 'ruleSet'> & { ruleSet?: Maybe<ResolversParentTypes['RuleSet']> };
  Schedule: ScheduleSource;
  SchedulePayload: Omit<SchedulePayload, 'schedule'> & { schedule?: Maybe<ResolversParentTypes['Schedule']> };
  ScheduledExportInput: ScheduledExportInput;
  ScoreComponent: ComponentTrace;
  ScoreExplanation: ScoreTrace;
  Segment: SegmentSource;
  SegmentChange: SegmentChangeSource;
  SegmentFilter: SegmentFilter;
  SegmentFlow: SegmentFlow;
  SegmentPreview: SegmentPreviewSource;
  SegmentSummary: SegmentSummarySource;
  SignalFilter: SignalFilter;
  Snapshot: SnapshotSource;
  String: Scalars['String']['output'];
  Subscription: Record<PropertyKey, never>;
  SuppressUsersInput: SuppressUsersInput;
  SuppressUsersPayload: SuppressUsersPayload;
  Suppressed: Suppressed;
  Suppression: SuppressionSource;
  SuppressionCounts: SuppressionCounts;
  TextFilter: TextFilter;
  TimeFilter: TimeFilter;
  TimeRange: TimeRange;
  Transition: Transition;
  UndoImportPayload: Omit<UndoImportPayload, 'import'> & { import?: Maybe<ResolversParentTypes['Import']> };
  UnsuppressUsersInput: UnsuppressUsersInput;
  UnsuppressUsersPayload: UnsuppressUsersPayload;
  UpdateAudienceInput: UpdateAudienceInput;
  UpdateAudiencePayload: Omit<UpdateAudiencePayload, 'audience'> & { audience?: Maybe<ResolversParentTypes['Audience']> };
  User: UserSource;
  UserConnection: UserConnectionSource;
  UserEdge: Omit<UserEdge, 'node'> & { node: ResolversParentTypes['User'] };
  UserError: UserError;
  UserFilter: UserFilter;
  UserOrder: UserOrder;
  UserReference: UserReference;
  UserSummary: UserSummary;
  ValueTest: ValueTest;
  WatchAudiencePayload: WatchAudiencePayload;
  WebhookDestination: WebhookDestination;
  WebhookDestinationInput: WebhookDestinationInput;
  WordsFilter: WordsFilter;
  YearsFilter: YearsFilter;
};

export type CacheControlDirectiveArgs = {
  inheritMaxAge?: Maybe<Scalars['Boolean']['input']>;
  maxAge?: Maybe<Scalars['Int']['input']>;
};

export type CacheControlDirectiveResolver<Result, Parent, ContextType = Context, Args = CacheControlDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type ApiKeyResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ApiKey'] = ResolversParentTypes['ApiKey']> = {
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  revokedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  role?: Resolver<ResolversTypes['Role'], ParentType, ContextType>;
};

export type AudienceResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Audience'] = ResolversParentTypes['Audience']> = {
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  description?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  figures?: Resolver<ResolversTypes['AudienceFigures'], ParentType, ContextType, RequireFields<AudienceFiguresArgs, 'dimension'>>;
  filter?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['AudienceKind'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  operands?: Resolver<Array<ResolversTypes['Audience']>, ParentType, ContextType>;
  overlap?: Resolver<Array<ResolversTypes['AudienceOverlap']>, ParentType, ContextType, RequireFields<AudienceOverlapArgs, 'with'>>;
  owner?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  problem?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  sample?: Resolver<Array<ResolversTypes['User']>, ParentType, ContextType, RequireFields<AudienceSampleArgs, 'first'>>;
  size?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  trend?: Resolver<Array<ResolversTypes['AudienceSize']>, ParentType, ContextType, RequireFields<AudienceTrendArgs, 'first'>>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  versions?: Resolver<Array<ResolversTypes['AudienceVersion']>, ParentType, ContextType, RequireFields<AudienceVersionsArgs, 'first'>>;
};

export type AudienceChangeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AudienceChange'] = ResolversParentTypes['AudienceChange']> = {
  audienceId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  change?: Resolver<ResolversTypes['AudienceChangeKind'], ParentType, ContextType>;
  changedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  externalId?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  snapshotId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  userId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type AudienceChangePageResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AudienceChangePage'] = ResolversParentTypes['AudienceChangePage']> = {
  changes?: Resolver<Array<ResolversTypes['AudienceChange']>, ParentType, ContextType>;
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  hasMore?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type AudienceFiguresResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AudienceFigures'] = ResolversParentTypes['AudienceFigures']> = {
  contactable?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  leftOut?: Resolver<Array<ResolversTypes['LeftOut']>, ParentType, ContextType>;
  segments?: Resolver<Array<ResolversTypes['AudienceSegment']>, ParentType, ContextType>;
  users?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type AudienceOverlapResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AudienceOverlap'] = ResolversParentTypes['AudienceOverlap']> = {
  audience?: Resolver<ResolversTypes['Audience'], ParentType, ContextType>;
  both?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  share?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  users?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type AudienceSegmentResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AudienceSegment'] = ResolversParentTypes['AudienceSegment']> = {
  contactable?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  segment?: Resolver<ResolversTypes['Segment'], ParentType, ContextType>;
  share?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  users?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type AudienceSizeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AudienceSize'] = ResolversParentTypes['AudienceSize']> = {
  asOf?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  snapshot?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  users?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type AudienceVersionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AudienceVersion'] = ResolversParentTypes['AudienceVersion']> = {
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  createdBy?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  filter?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['AudienceKind'], ParentType, ContextType>;
  operands?: Resolver<Array<ResolversTypes['ID']>, ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type AuditEntryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AuditEntry'] = ResolversParentTypes['AuditEntry']> = {
  action?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  actor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  details?: Resolver<ResolversTypes['JSON'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type AuditEntryConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AuditEntryConnection'] = ResolversParentTypes['AuditEntryConnection']> = {
  edges?: Resolver<Array<ResolversTypes['AuditEntryEdge']>, ParentType, ContextType>;
  nodes?: Resolver<Array<ResolversTypes['AuditEntry']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type AuditEntryEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AuditEntryEdge'] = ResolversParentTypes['AuditEntryEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['AuditEntry'], ParentType, ContextType>;
};

export type BreakdownRowResolvers<ContextType = Context, ParentType extends ResolversParentTypes['BreakdownRow'] = ResolversParentTypes['BreakdownRow']> = {
  averageEngagementScore?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  averageRevenue?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  segments?: Resolver<Array<ResolversTypes['Segment']>, ParentType, ContextType>;
  share?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  totalRevenue?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  transactions?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  users?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type CalibrateRuleSetPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CalibrateRuleSetPayload'] = ResolversParentTypes['CalibrateRuleSetPayload']> = {
  calibrations?: Resolver<Array<ResolversTypes['Calibration']>, ParentType, ContextType>;
  errors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
  ruleSet?: Resolver<Maybe<ResolversTypes['RuleSet']>, ParentType, ContextType>;
};

export type CalibrationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Calibration'] = ResolversParentTypes['Calibration']> = {
  after?: Resolver<Array<ResolversTypes['Float']>, ParentType, ContextType>;
  before?: Resolver<Array<ResolversTypes['Float']>, ParentType, ContextType>;
  feature?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  label?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  score?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  users?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type CampaignGroupResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CampaignGroup'] = ResolversParentTypes['CampaignGroup']> = {
  conversionRate?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  converted?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  orders?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  revenue?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  users?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type CampaignLiftResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CampaignLift'] = ResolversParentTypes['CampaignLift']> = {
  campaign?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  completeAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  days?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  exported?: Resolver<ResolversTypes['CampaignGroup'], ParentType, ContextType>;
  heldOut?: Resolver<ResolversTypes['CampaignGroup'], ParentType, ContextType>;
  lift?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
};

export type CancelExportPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CancelExportPayload'] = ResolversParentTypes['CancelExportPayload']> = {
  errors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
  export?: Resolver<Maybe<ResolversTypes['Export']>, ParentType, ContextType>;
};

export type CancelRunPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CancelRunPayload'] = ResolversParentTypes['CancelRunPayload']> = {
  errors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
  run?: Resolver<Maybe<ResolversTypes['Run']>, ParentType, ContextType>;
};

export type ChangeAudienceMembersPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ChangeAudienceMembersPayload'] = ResolversParentTypes['ChangeAudienceMembersPayload']> = {
  added?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  audience?: Resolver<Maybe<ResolversTypes['Audience']>, ParentType, ContextType>;
  errors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
  removed?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  unknownIds?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type ConditionLineResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ConditionLine'] = ResolversParentTypes['ConditionLine']> = {
  depth?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  holds?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['ConditionKind'], ParentType, ContextType>;
  test?: Resolver<Maybe<ResolversTypes['ValueTest']>, ParentType, ContextType>;
};

export type CreateApiKeyPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CreateApiKeyPayload'] = ResolversParentTypes['CreateApiKeyPayload']> = {
  apiKey?: Resolver<Maybe<ResolversTypes['ApiKey']>, ParentType, ContextType>;
  errors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
  secret?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type CreateAudiencePayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CreateAudiencePayload'] = ResolversParentTypes['CreateAudiencePayload']> = {
  audience?: Resolver<Maybe<ResolversTypes['Audience']>, ParentType, ContextType>;
  errors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
  unknownIds?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type CreateDestinationPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CreateDestinationPayload'] = ResolversParentTypes['CreateDestinationPayload']> = {
  destination?: Resolver<Maybe<ResolversTypes['Destination']>, ParentType, ContextType>;
  errors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
  signingSecret?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export interface DecimalScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Decimal'], any> {
  name: 'Decimal';
}

export type DeleteAudiencePayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DeleteAudiencePayload'] = ResolversParentTypes['DeleteAudiencePayload']> = {
  errors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
  id?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  removals?: Resolver<Array<ResolversTypes['Delivery']>, ParentType, ContextType>;
};

export type DeleteDestinationPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DeleteDestinationPayload'] = ResolversParentTypes['DeleteDestinationPayload']> = {
  errors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
  id?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
};

export type DeleteRuleSetDraftPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DeleteRuleSetDraftPayload'] = ResolversParentTypes['DeleteRuleSetDraftPayload']> = {
  errors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
  version?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type DeliveryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Delivery'] = ResolversParentTypes['Delivery']> = {
  added?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  attempts?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  audienceId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  destination?: Resolver<ResolversTypes['Destination'], ParentType, ContextType>;
  endedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  error?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  exportId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['DeliveryKind'], ParentType, ContextType>;
  nextAttemptAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  removed?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  requestedBy?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  sentAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  state?: Resolver<ResolversTypes['DeliveryState'], ParentType, ContextType>;
  unidentified?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type DeliveryPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DeliveryPayload'] = ResolversParentTypes['DeliveryPayload']> = {
  delivery?: Resolver<Maybe<ResolversTypes['Delivery']>, ParentType, ContextType>;
  errors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type DestinationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Destination'] = ResolversParentTypes['Destination']> = {
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  createdBy?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['DestinationKind'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  phoneCountry?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  platform?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  s3?: Resolver<Maybe<ResolversTypes['S3Destination']>, ParentType, ContextType>;
  webhook?: Resolver<Maybe<ResolversTypes['WebhookDestination']>, ParentType, ContextType>;
};

export type DimensionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Dimension'] = ResolversParentTypes['Dimension']> = {
  key?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  label?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  segments?: Resolver<Array<ResolversTypes['Segment']>, ParentType, ContextType>;
};

export type DimensionExplanationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DimensionExplanation'] = ResolversParentTypes['DimensionExplanation']> = {
  history?: Resolver<Array<ResolversTypes['SegmentChange']>, ParentType, ContextType, RequireFields<DimensionExplanationHistoryArgs, 'first'>>;
  key?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  label?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  rules?: Resolver<Array<ResolversTypes['RuleExplanation']>, ParentType, ContextType>;
  segment?: Resolver<ResolversTypes['Segment'], ParentType, ContextType>;
};

export type DimensionInsightResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DimensionInsight'] = ResolversParentTypes['DimensionInsight']> = {
  dimension?: Resolver<ResolversTypes['Dimension'], ParentType, ContextType>;
  distribution?: Resolver<Array<ResolversTypes['SegmentSummary']>, ParentType, ContextType>;
  dominant?: Resolver<Maybe<ResolversTypes['Segment']>, ParentType, ContextType>;
  top?: Resolver<Maybe<ResolversTypes['Segment']>, ParentType, ContextType>;
};

export type DimensionPreviewResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DimensionPreview'] = ResolversParentTypes['DimensionPreview']> = {
  change?: Resolver<ResolversTypes['RuleSetChange'], ParentType, ContextType>;
  flows?: Resolver<Array<ResolversTypes['SegmentFlow']>, ParentType, ContextType>;
  key?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  label?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  movers?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  sample?: Resolver<Array<ResolversTypes['Mover']>, ParentType, ContextType>;
  segments?: Resolver<Array<ResolversTypes['SegmentPreview']>, ParentType, ContextType>;
};

export type EraseUserPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['EraseUserPayload'] = ResolversParentTypes['EraseUserPayload']> = {
  erasure?: Resolver<Maybe<ResolversTypes['Erasure']>, ParentType, ContextType>;
  errors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type ErasureResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Erasure'] = ResolversParentTypes['Erasure']> = {
  erasedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  events?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  orders?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  snapshots?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  wasErased?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type ExplanationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Explanation'] = ResolversParentTypes['Explanation']> = {
  dimensions?: Resolver<Array<ResolversTypes['DimensionExplanation']>, ParentType, ContextType>;
  nextChangeAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  scores?: Resolver<Array<ResolversTypes['ScoreExplanation']>, ParentType, ContextType>;
  snapshot?: Resolver<ResolversTypes['Snapshot'], ParentType, ContextType>;
};

export type ExportResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Export'] = ResolversParentTypes['Export']> = {
  asOf?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  audienceId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  audienceName?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  audienceVersion?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  campaign?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  columns?: Resolver<Array<ResolversTypes['ExportColumn']>, ParentType, ContextType>;
  compression?: Resolver<ResolversTypes['ExportCompression'], ParentType, ContextType>;
  emptied?: Resolver<Array<ResolversTypes['ExportCount']>, ParentType, ContextType>;
  error?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  files?: Resolver<Array<ResolversTypes['ExportFile']>, ParentType, ContextType>;
  filesRemovedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  finishedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  format?: Resolver<ResolversTypes['ExportFormat'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  leftOut?: Resolver<Array<ResolversTypes['ExportCount']>, ParentType, ContextType>;
  manifestUrl?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  members?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  membersDone?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  platform?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  requestedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  requestedBy?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  rows?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  ruleSetVersion?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  share?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  snapshotId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  startedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['ExportStatus'], ParentType, ContextType>;
};

export type ExportAudiencePayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ExportAudiencePayload'] = ResolversParentTypes['ExportAudiencePayload']> = {
  errors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
  export?: Resolver<Maybe<ResolversTypes['Export']>, ParentType, ContextType>;
};

export type ExportColumnResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ExportColumn'] = ResolversParentTypes['ExportColumn']> = {
  from?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type ExportCountResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ExportCount'] = ResolversParentTypes['ExportCount']> = {
  reason?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  users?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type ExportFileResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ExportFile'] = ResolversParentTypes['ExportFile']> = {
  bytes?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  part?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  rows?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  sha256?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  url?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  urlExpiresAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
};

export type ExportPlatformResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ExportPlatform'] = ResolversParentTypes['ExportPlatform']> = {
  columns?: Resolver<Array<ResolversTypes['ExportPlatformColumn']>, ParentType, ContextType>;
  key?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  source?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type ExportPlatformColumnResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ExportPlatformColumn'] = ResolversParentTypes['ExportPlatformColumn']> = {
  from?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  hashed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  identifies?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  rule?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type ExportableColumnResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ExportableColumn'] = ResolversParentTypes['ExportableColumn']> = {
  description?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  key?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type FollowAudiencePayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['FollowAudiencePayload'] = ResolversParentTypes['FollowAudiencePayload']> = {
  audienceId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  errors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type FreshnessResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Freshness'] = ResolversParentTypes['Freshness']> = {
  ageSeconds?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  changesWait?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  importsWaiting?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  lagSeconds?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  lastImportId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  snapshot?: Resolver<Maybe<ResolversTypes['Snapshot']>, ParentType, ContextType>;
};

export type ImportResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Import'] = ResolversParentTypes['Import']> = {
  dropped?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  duplicates?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  fileName?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  importedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['ImportKind'], ParentType, ContextType>;
  loaded?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  rejected?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  rowsRead?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  undoneAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  unknownColumns?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
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

export interface JsonScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['JSON'], any> {
  name: 'JSON';
}

export type LeftOutResolvers<ContextType = Context, ParentType extends ResolversParentTypes['LeftOut'] = ResolversParentTypes['LeftOut']> = {
  reason?: Resolver<ResolversTypes['LeftOutReason'], ParentType, ContextType>;
  users?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type MergeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Merge'] = ResolversParentTypes['Merge']> = {
  events?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  loserId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  repeatedEvents?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  survivorId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type MergeUsersPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['MergeUsersPayload'] = ResolversParentTypes['MergeUsersPayload']> = {
  errors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
  merge?: Resolver<Maybe<ResolversTypes['Merge']>, ParentType, ContextType>;
};

export type MoverResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Mover'] = ResolversParentTypes['Mover']> = {
  externalId?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  from?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  to?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type MutationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  calibrateRuleSet?: Resolver<ResolversTypes['CalibrateRuleSetPayload'], ParentType, ContextType, Partial<MutationCalibrateRuleSetArgs>>;
  cancelExport?: Resolver<ResolversTypes['CancelExportPayload'], ParentType, ContextType, RequireFields<MutationCancelExportArgs, 'id'>>;
  cancelRun?: Resolver<ResolversTypes['CancelRunPayload'], ParentType, ContextType, RequireFields<MutationCancelRunArgs, 'id'>>;
  changeAudienceMembers?: Resolver<ResolversTypes['ChangeAudienceMembersPayload'], ParentType, ContextType, RequireFields<MutationChangeAudienceMembersArgs, 'input'>>;
  createApiKey?: Resolver<ResolversTypes['CreateApiKeyPayload'], ParentType, ContextType, RequireFields<MutationCreateApiKeyArgs, 'input'>>;
  createAudience?: Resolver<ResolversTypes['CreateAudiencePayload'], ParentType, ContextType, RequireFields<MutationCreateAudienceArgs, 'input'>>;
  createDestination?: Resolver<ResolversTypes['CreateDestinationPayload'], ParentType, ContextType, RequireFields<MutationCreateDestinationArgs, 'input'>>;
  createSchedule?: Resolver<ResolversTypes['SchedulePayload'], ParentType, ContextType, RequireFields<MutationCreateScheduleArgs, 'input'>>;
  deleteAudience?: Resolver<ResolversTypes['DeleteAudiencePayload'], ParentType, ContextType, RequireFields<MutationDeleteAudienceArgs, 'id' | 'removeFromDestinations'>>;
  deleteDestination?: Resolver<ResolversTypes['DeleteDestinationPayload'], ParentType, ContextType, RequireFields<MutationDeleteDestinationArgs, 'id'>>;
  deleteRuleSetDraft?: Resolver<ResolversTypes['DeleteRuleSetDraftPayload'], ParentType, ContextType, RequireFields<MutationDeleteRuleSetDraftArgs, 'version'>>;
  deleteSchedule?: Resolver<ResolversTypes['SchedulePayload'], ParentType, ContextType, RequireFields<MutationDeleteScheduleArgs, 'id'>>;
  deliverDelta?: Resolver<ResolversTypes['DeliveryPayload'], ParentType, ContextType, RequireFields<MutationDeliverDeltaArgs, 'input'>>;
  deliverExport?: Resolver<ResolversTypes['DeliveryPayload'], ParentType, ContextType, RequireFields<MutationDeliverExportArgs, 'destination' | 'export'>>;
  eraseUser?: Resolver<ResolversTypes['EraseUserPayload'], ParentType, ContextType, RequireFields<MutationEraseUserArgs, 'input'>>;
  exportAudience?: Resolver<ResolversTypes['ExportAudiencePayload'], ParentType, ContextType, RequireFields<MutationExportAudienceArgs, 'input'>>;
  followAudience?: Resolver<ResolversTypes['FollowAudiencePayload'], ParentType, ContextType, RequireFields<MutationFollowAudienceArgs, 'audience' | 'destination'>>;
  mergeUsers?: Resolver<ResolversTypes['MergeUsersPayload'], ParentType, ContextType, RequireFields<MutationMergeUsersArgs, 'input'>>;
  pauseSchedule?: Resolver<ResolversTypes['SchedulePayload'], ParentType, ContextType, RequireFields<MutationPauseScheduleArgs, 'id' | 'paused'>>;
  previewAudience?: Resolver<ResolversTypes['PreviewAudiencePayload'], ParentType, ContextType, RequireFields<MutationPreviewAudienceArgs, 'input'>>;
  previewRuleSet?: Resolver<ResolversTypes['PreviewRuleSetPayload'], ParentType, ContextType, RequireFields<MutationPreviewRuleSetArgs, 'input'>>;
  publishRuleSet?: Resolver<ResolversTypes['PublishRuleSetPayload'], ParentType, ContextType, RequireFields<MutationPublishRuleSetArgs, 'version'>>;
  recompute?: Resolver<ResolversTypes['RecomputePayload'], ParentType, ContextType, RequireFields<MutationRecomputeArgs, 'input'>>;
  redeliver?: Resolver<ResolversTypes['DeliveryPayload'], ParentType, ContextType, RequireFields<MutationRedeliverArgs, 'id'>>;
  revokeApiKey?: Resolver<ResolversTypes['RevokeApiKeyPayload'], ParentType, ContextType, RequireFields<MutationRevokeApiKeyArgs, 'id'>>;
  rollbackRuleSet?: Resolver<ResolversTypes['RollbackRuleSetPayload'], ParentType, ContextType>;
  saveRuleSetDraft?: Resolver<ResolversTypes['SaveRuleSetDraftPayload'], ParentType, ContextType, RequireFields<MutationSaveRuleSetDraftArgs, 'input'>>;
  suppressUsers?: Resolver<ResolversTypes['SuppressUsersPayload'], ParentType, ContextType, RequireFields<MutationSuppressUsersArgs, 'input'>>;
  testDestination?: Resolver<ResolversTypes['DeliveryPayload'], ParentType, ContextType, RequireFields<MutationTestDestinationArgs, 'id'>>;
  undoImport?: Resolver<ResolversTypes['UndoImportPayload'], ParentType, ContextType, RequireFields<MutationUndoImportArgs, 'id'>>;
  unfollowAudience?: Resolver<ResolversTypes['FollowAudiencePayload'], ParentType, ContextType, RequireFields<MutationUnfollowAudienceArgs, 'audience' | 'destination'>>;
  unsuppressUsers?: Resolver<ResolversTypes['UnsuppressUsersPayload'], ParentType, ContextType, RequireFields<MutationUnsuppressUsersArgs, 'input'>>;
  unwatchAudience?: Resolver<ResolversTypes['WatchAudiencePayload'], ParentType, ContextType, RequireFields<MutationUnwatchAudienceArgs, 'audience'>>;
  updateAudience?: Resolver<ResolversTypes['UpdateAudiencePayload'], ParentType, ContextType, RequireFields<MutationUpdateAudienceArgs, 'input'>>;
  watchAudience?: Resolver<ResolversTypes['WatchAudiencePayload'], ParentType, ContextType, RequireFields<MutationWatchAudienceArgs, 'audience'>>;
};

export type NodeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Node'] = ResolversParentTypes['Node']> = {
  __resolveType: TypeResolveFn<'AuditEntry' | 'User', ParentType, ContextType>;
};

export type PageInfoResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type PastSegmentResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PastSegment'] = ResolversParentTypes['PastSegment']> = {
  dimension?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  key?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type PlaceCountResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PlaceCount'] = ResolversParentTypes['PlaceCount']> = {
  place?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  share?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  users?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type PreviewAudiencePayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PreviewAudiencePayload'] = ResolversParentTypes['PreviewAudiencePayload']> = {
  errors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
  figures?: Resolver<Maybe<ResolversTypes['AudienceFigures']>, ParentType, ContextType>;
};

export type PreviewCostResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PreviewCost'] = ResolversParentTypes['PreviewCost']> = {
  elapsedMs?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  readsEvents?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  usersRewritten?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type PreviewRuleSetPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PreviewRuleSetPayload'] = ResolversParentTypes['PreviewRuleSetPayload']> = {
  errors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
  preview?: Resolver<Maybe<ResolversTypes['RuleSetPreview']>, ParentType, ContextType>;
};

export type PrincipalResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Principal'] = ResolversParentTypes['Principal']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['PrincipalKind'], ParentType, ContextType>;
  role?: Resolver<ResolversTypes['Role'], ParentType, ContextType>;
};

export type PublishRuleSetPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PublishRuleSetPayload'] = ResolversParentTypes['PublishRuleSetPayload']> = {
  errors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
  run?: Resolver<Maybe<ResolversTypes['Run']>, ParentType, ContextType>;
};

export type QueryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  apiKeys?: Resolver<Array<ResolversTypes['ApiKey']>, ParentType, ContextType>;
  audience?: Resolver<Maybe<ResolversTypes['Audience']>, ParentType, ContextType, RequireFields<QueryAudienceArgs, 'id'>>;
  audienceChanges?: Resolver<ResolversTypes['AudienceChangePage'], ParentType, ContextType, RequireFields<QueryAudienceChangesArgs, 'audience' | 'first'>>;
  audiences?: Resolver<Array<ResolversTypes['Audience']>, ParentType, ContextType, RequireFields<QueryAudiencesArgs, 'first'>>;
  auditLog?: Resolver<ResolversTypes['AuditEntryConnection'], ParentType, ContextType, Partial<QueryAuditLogArgs>>;
  breakdown?: Resolver<Array<ResolversTypes['BreakdownRow']>, ParentType, ContextType, RequireFields<QueryBreakdownArgs, 'by'>>;
  campaignLift?: Resolver<ResolversTypes['CampaignLift'], ParentType, ContextType, RequireFields<QueryCampaignLiftArgs, 'campaign' | 'days'>>;
  deliveries?: Resolver<Array<ResolversTypes['Delivery']>, ParentType, ContextType, RequireFields<QueryDeliveriesArgs, 'first'>>;
  delivery?: Resolver<Maybe<ResolversTypes['Delivery']>, ParentType, ContextType, RequireFields<QueryDeliveryArgs, 'id'>>;
  destination?: Resolver<Maybe<ResolversTypes['Destination']>, ParentType, ContextType, RequireFields<QueryDestinationArgs, 'id'>>;
  destinations?: Resolver<Array<ResolversTypes['Destination']>, ParentType, ContextType>;
  dimensions?: Resolver<Array<ResolversTypes['Dimension']>, ParentType, ContextType, Partial<QueryDimensionsArgs>>;
  export?: Resolver<Maybe<ResolversTypes['Export']>, ParentType, ContextType, RequireFields<QueryExportArgs, 'id'>>;
  exportColumns?: Resolver<Array<ResolversTypes['ExportableColumn']>, ParentType, ContextType>;
  exportPlatforms?: Resolver<Array<ResolversTypes['ExportPlatform']>, ParentType, ContextType>;
  exports?: Resolver<Array<ResolversTypes['Export']>, ParentType, ContextType, RequireFields<QueryExportsArgs, 'first'>>;
  freshness?: Resolver<ResolversTypes['Freshness'], ParentType, ContextType>;
  imports?: Resolver<Array<ResolversTypes['Import']>, ParentType, ContextType, RequireFields<QueryImportsArgs, 'first'>>;
  insights?: Resolver<ResolversTypes['Insights'], ParentType, ContextType, Partial<QueryInsightsArgs>>;
  me?: Resolver<ResolversTypes['Principal'], ParentType, ContextType>;
  ruleSet?: Resolver<Maybe<ResolversTypes['RuleSet']>, ParentType, ContextType, Partial<QueryRuleSetArgs>>;
  ruleSets?: Resolver<Array<ResolversTypes['RuleSet']>, ParentType, ContextType, RequireFields<QueryRuleSetsArgs, 'first'>>;
  run?: Resolver<Maybe<ResolversTypes['Run']>, ParentType, ContextType, RequireFields<QueryRunArgs, 'id'>>;
  runs?: Resolver<Array<ResolversTypes['Run']>, ParentType, ContextType, RequireFields<QueryRunsArgs, 'first'>>;
  schedules?: Resolver<Array<ResolversTypes['Schedule']>, ParentType, ContextType>;
  segment?: Resolver<Maybe<ResolversTypes['Segment']>, ParentType, ContextType, RequireFields<QuerySegmentArgs, 'dimension' | 'key'>>;
  segments?: Resolver<Array<ResolversTypes['Segment']>, ParentType, ContextType, RequireFields<QuerySegmentsArgs, 'dimension'>>;
  snapshot?: Resolver<Maybe<ResolversTypes['Snapshot']>, ParentType, ContextType, Partial<QuerySnapshotArgs>>;
  snapshotAt?: Resolver<Maybe<ResolversTypes['Snapshot']>, ParentType, ContextType, RequireFields<QuerySnapshotAtArgs, 'time'>>;
  summaries?: Resolver<Array<ResolversTypes['SegmentSummary']>, ParentType, ContextType, RequireFields<QuerySummariesArgs, 'dimension'>>;
  suppressionCounts?: Resolver<ResolversTypes['SuppressionCounts'], ParentType, ContextType>;
  suppressions?: Resolver<Array<ResolversTypes['Suppression']>, ParentType, ContextType, RequireFields<QuerySuppressionsArgs, 'first' | 'kind'>>;
  transitions?: Resolver<Array<ResolversTypes['Transition']>, ParentType, ContextType, RequireFields<QueryTransitionsArgs, 'dimension' | 'from'>>;
  user?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType, Partial<QueryUserArgs>>;
  users?: Resolver<ResolversTypes['UserConnection'], ParentType, ContextType, Partial<QueryUsersArgs>>;
  validateRuleSet?: Resolver<ResolversTypes['RuleSetValidation'], ParentType, ContextType, RequireFields<QueryValidateRuleSetArgs, 'document'>>;
};

export type RecomputePayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RecomputePayload'] = ResolversParentTypes['RecomputePayload']> = {
  errors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
  run?: Resolver<Maybe<ResolversTypes['Run']>, ParentType, ContextType>;
};

export type RevokeApiKeyPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RevokeApiKeyPayload'] = ResolversParentTypes['RevokeApiKeyPayload']> = {
  apiKey?: Resolver<Maybe<ResolversTypes['ApiKey']>, ParentType, ContextType>;
  errors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type RollbackRuleSetPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RollbackRuleSetPayload'] = ResolversParentTypes['RollbackRuleSetPayload']> = {
  errors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
  ruleSet?: Resolver<Maybe<ResolversTypes['RuleSet']>, ParentType, ContextType>;
  run?: Resolver<Maybe<ResolversTypes['Run']>, ParentType, ContextType>;
};

export type RuleExplanationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RuleExplanation'] = ResolversParentTypes['RuleExplanation']> = {
  condition?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  lines?: Resolver<Array<ResolversTypes['ConditionLine']>, ParentType, ContextType>;
  outcome?: Resolver<ResolversTypes['RuleOutcome'], ParentType, ContextType>;
  priority?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  segment?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type RuleSetResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RuleSet'] = ResolversParentTypes['RuleSet']> = {
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  createdBy?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  differences?: Resolver<Array<ResolversTypes['RuleSetDifference']>, ParentType, ContextType, Partial<RuleSetDifferencesArgs>>;
  document?: Resolver<ResolversTypes['JSON'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  note?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  publishedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['RuleSetStatus'], ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type RuleSetDifferenceResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RuleSetDifference'] = ResolversParentTypes['RuleSetDifference']> = {
  change?: Resolver<ResolversTypes['RuleSetChange'], ParentType, ContextType>;
  description?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  what?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type RuleSetPreviewResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RuleSetPreview'] = ResolversParentTypes['RuleSetPreview']> = {
  cost?: Resolver<ResolversTypes['PreviewCost'], ParentType, ContextType>;
  dimensions?: Resolver<Array<ResolversTypes['DimensionPreview']>, ParentType, ContextType>;
  movers?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  snapshot?: Resolver<ResolversTypes['Snapshot'], ParentType, ContextType>;
  users?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  usersLeftOut?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type RuleSetProblemResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RuleSetProblem'] = ResolversParentTypes['RuleSetProblem']> = {
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  path?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type RuleSetValidationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RuleSetValidation'] = ResolversParentTypes['RuleSetValidation']> = {
  problems?: Resolver<Array<ResolversTypes['RuleSetProblem']>, ParentType, ContextType>;
  valid?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type RunResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Run'] = ResolversParentTypes['Run']> = {
  asOf?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  attempts?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  error?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  estimatedEnd?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  finishedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  heartbeatAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['RunKind'], ParentType, ContextType>;
  queuedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  requestedBy?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  ruleSetVersion?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  share?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  stage?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  startedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['RunStatus'], ParentType, ContextType>;
  usersDone?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  usersTotal?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type S3DestinationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['S3Destination'] = ResolversParentTypes['S3Destination']> = {
  bucket?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  endpoint?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  prefix?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  region?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type SaveRuleSetDraftPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SaveRuleSetDraftPayload'] = ResolversParentTypes['SaveRuleSetDraftPayload']> = {
  errors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
  ruleSet?: Resolver<Maybe<ResolversTypes['RuleSet']>, ParentType, ContextType>;
};

export type ScheduleResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Schedule'] = ResolversParentTypes['Schedule']> = {
  audienceId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  createdBy?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  cron?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  destination?: Resolver<ResolversTypes['Destination'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  lastError?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  lastRunAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  mode?: Resolver<ResolversTypes['ScheduleMode'], ParentType, ContextType>;
  nextRunAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  pausedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  timeZone?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type SchedulePayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SchedulePayload'] = ResolversParentTypes['SchedulePayload']> = {
  errors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
  schedule?: Resolver<Maybe<ResolversTypes['Schedule']>, ParentType, ContextType>;
};

export type ScoreComponentResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ScoreComponent'] = ResolversParentTypes['ScoreComponent']> = {
  feature?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  label?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  observed?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  points?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  step?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type ScoreExplanationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ScoreExplanation'] = ResolversParentTypes['ScoreExplanation']> = {
  components?: Resolver<Array<ResolversTypes['ScoreComponent']>, ParentType, ContextType>;
  key?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  label?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  points?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type SegmentResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Segment'] = ResolversParentTypes['Segment']> = {
  dimension?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  key?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  priority?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  users?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type SegmentChangeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SegmentChange'] = ResolversParentTypes['SegmentChange']> = {
  asOf?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  dimension?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  from?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  ruleSetVersion?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  run?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  runKind?: Resolver<ResolversTypes['RunKind'], ParentType, ContextType>;
  snapshot?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  to?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type SegmentFlowResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SegmentFlow'] = ResolversParentTypes['SegmentFlow']> = {
  from?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  to?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  users?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type SegmentPreviewResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SegmentPreview'] = ResolversParentTypes['SegmentPreview']> = {
  after?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  before?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  change?: Resolver<ResolversTypes['RuleSetChange'], ParentType, ContextType>;
  key?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
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
  whole?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type SubscriptionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Subscription'] = ResolversParentTypes['Subscription']> = {
  audienceChanged?: SubscriptionResolver<ResolversTypes['AudienceChangePage'], "audienceChanged", ParentType, ContextType, RequireFields<SubscriptionAudienceChangedArgs, 'audience' | 'first'>>;
  exportProgress?: SubscriptionResolver<ResolversTypes['Export'], "exportProgress", ParentType, ContextType, RequireFields<SubscriptionExportProgressArgs, 'id'>>;
  runProgress?: SubscriptionResolver<ResolversTypes['Run'], "runProgress", ParentType, ContextType, RequireFields<SubscriptionRunProgressArgs, 'id'>>;
  snapshotPublished?: SubscriptionResolver<ResolversTypes['Snapshot'], "snapshotPublished", ParentType, ContextType>;
};

export type SuppressUsersPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SuppressUsersPayload'] = ResolversParentTypes['SuppressUsersPayload']> = {
  errors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
  suppressed?: Resolver<Maybe<ResolversTypes['Suppressed']>, ParentType, ContextType>;
};

export type SuppressedResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Suppressed'] = ResolversParentTypes['Suppressed']> = {
  awaited?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  emails?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  erased?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  phones?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  users?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type SuppressionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Suppression'] = ResolversParentTypes['Suppression']> = {
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  createdBy?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  expiresAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  externalId?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['SuppressionKind'], ParentType, ContextType>;
  reason?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  sha256?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type SuppressionCountsResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SuppressionCounts'] = ResolversParentTypes['SuppressionCounts']> = {
  awaited?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  emails?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  phones?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  users?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type TransitionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Transition'] = ResolversParentTypes['Transition']> = {
  from?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  to?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  users?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type UndoImportPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UndoImportPayload'] = ResolversParentTypes['UndoImportPayload']> = {
  errors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
  import?: Resolver<Maybe<ResolversTypes['Import']>, ParentType, ContextType>;
};

export type UnsuppressUsersPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UnsuppressUsersPayload'] = ResolversParentTypes['UnsuppressUsersPayload']> = {
  errors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
  unsuppressed?: Resolver<Maybe<ResolversTypes['SuppressionCounts']>, ParentType, ContextType>;
};

export type UpdateAudiencePayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UpdateAudiencePayload'] = ResolversParentTypes['UpdateAudiencePayload']> = {
  audience?: Resolver<Maybe<ResolversTypes['Audience']>, ParentType, ContextType>;
  errors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
  unknownIds?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type UserResolvers<ContextType = Context, ParentType extends ResolversParentTypes['User'] = ResolversParentTypes['User']> = {
  averageEventsPerSession?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  averageSessionMinutes?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  city?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  consent?: Resolver<Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
  country?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  email?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  engagementScore?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  explanation?: Resolver<ResolversTypes['Explanation'], ParentType, ContextType>;
  externalId?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  firstSeenAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  history?: Resolver<Array<ResolversTypes['SegmentChange']>, ParentType, ContextType, RequireFields<UserHistoryArgs, 'first'>>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  lastOrderAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  lastSeenAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  phone?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  revenue?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  segment?: Resolver<ResolversTypes['Segment'], ParentType, ContextType, RequireFields<UserSegmentArgs, 'dimension'>>;
  segments?: Resolver<Array<ResolversTypes['Segment']>, ParentType, ContextType>;
  segmentsAt?: Resolver<Maybe<Array<ResolversTypes['PastSegment']>>, ParentType, ContextType, RequireFields<UserSegmentsAtArgs, 'snapshot'>>;
  sessionCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  state?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  totalEvents?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  totalSessionMinutes?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  transactions?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type UserConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UserConnection'] = ResolversParentTypes['UserConnection']> = {
  edges?: Resolver<Array<ResolversTypes['UserEdge']>, ParentType, ContextType>;
  nodes?: Resolver<Array<ResolversTypes['User']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  snapshot?: Resolver<ResolversTypes['Snapshot'], ParentType, ContextType>;
  summary?: Resolver<ResolversTypes['UserSummary'], ParentType, ContextType>;
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

export type UserSummaryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UserSummary'] = ResolversParentTypes['UserSummary']> = {
  averageEngagementScore?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  averageRevenue?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  totalRevenue?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  transactions?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  users?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type ValueTestResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ValueTest'] = ResolversParentTypes['ValueTest']> = {
  feature?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  holds?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  label?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  observed?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  operator?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  threshold?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type WatchAudiencePayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['WatchAudiencePayload'] = ResolversParentTypes['WatchAudiencePayload']> = {
  audienceId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  errors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type WebhookDestinationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['WebhookDestination'] = ResolversParentTypes['WebhookDestination']> = {
  url?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type Resolvers<ContextType = Context> = {
  ApiKey?: ApiKeyResolvers<ContextType>;
  Audience?: AudienceResolvers<ContextType>;
  AudienceChange?: AudienceChangeResolvers<ContextType>;
  AudienceChangePage?: AudienceChangePageResolvers<ContextType>;
  AudienceFigures?: AudienceFiguresResolvers<ContextType>;
  AudienceOverlap?: AudienceOverlapResolvers<ContextType>;
  AudienceSegment?: AudienceSegmentResolvers<ContextType>;
  AudienceSize?: AudienceSizeResolvers<ContextType>;
  AudienceVersion?: AudienceVersionResolvers<ContextType>;
  AuditEntry?: AuditEntryResolvers<ContextType>;
  AuditEntryConnection?: AuditEntryConnectionResolvers<ContextType>;
  AuditEntryEdge?: AuditEntryEdgeResolvers<ContextType>;
  BreakdownRow?: BreakdownRowResolvers<ContextType>;
  CalibrateRuleSetPayload?: CalibrateRuleSetPayloadResolvers<ContextType>;
  Calibration?: CalibrationResolvers<ContextType>;
  CampaignGroup?: CampaignGroupResolvers<ContextType>;
  CampaignLift?: CampaignLiftResolvers<ContextType>;
  CancelExportPayload?: CancelExportPayloadResolvers<ContextType>;
  CancelRunPayload?: CancelRunPayloadResolvers<ContextType>;
  ChangeAudienceMembersPayload?: ChangeAudienceMembersPayloadResolvers<ContextType>;
  ConditionLine?: ConditionLineResolvers<ContextType>;
  CreateApiKeyPayload?: CreateApiKeyPayloadResolvers<ContextType>;
  CreateAudiencePayload?: CreateAudiencePayloadResolvers<ContextType>;
  CreateDestinationPayload?: CreateDestinationPayloadResolvers<ContextType>;
  DateTime?: GraphQLScalarType;
  Decimal?: GraphQLScalarType;
  DeleteAudiencePayload?: DeleteAudiencePayloadResolvers<ContextType>;
  DeleteDestinationPayload?: DeleteDestinationPayloadResolvers<ContextType>;
  DeleteRuleSetDraftPayload?: DeleteRuleSetDraftPayloadResolvers<ContextType>;
  Delivery?: DeliveryResolvers<ContextType>;
  DeliveryPayload?: DeliveryPayloadResolvers<ContextType>;
  Destination?: DestinationResolvers<ContextType>;
  Dimension?: DimensionResolvers<ContextType>;
  DimensionExplanation?: DimensionExplanationResolvers<ContextType>;
  DimensionInsight?: DimensionInsightResolvers<ContextType>;
  DimensionPreview?: DimensionPreviewResolvers<ContextType>;
  EraseUserPayload?: EraseUserPayloadResolvers<ContextType>;
  Erasure?: ErasureResolvers<ContextType>;
  Explanation?: ExplanationResolvers<ContextType>;
  Export?: ExportResolvers<ContextType>;
  ExportAudiencePayload?: ExportAudiencePayloadResolvers<ContextType>;
  ExportColumn?: ExportColumnResolvers<ContextType>;
  ExportCount?: ExportCountResolvers<ContextType>;
  ExportFile?: ExportFileResolvers<ContextType>;
  ExportPlatform?: ExportPlatformResolvers<ContextType>;
  ExportPlatformColumn?: ExportPlatformColumnResolvers<ContextType>;
  ExportableColumn?: ExportableColumnResolvers<ContextType>;
  FollowAudiencePayload?: FollowAudiencePayloadResolvers<ContextType>;
  Freshness?: FreshnessResolvers<ContextType>;
  Import?: ImportResolvers<ContextType>;
  Insights?: InsightsResolvers<ContextType>;
  JSON?: GraphQLScalarType;
  LeftOut?: LeftOutResolvers<ContextType>;
  Merge?: MergeResolvers<ContextType>;
  MergeUsersPayload?: MergeUsersPayloadResolvers<ContextType>;
  Mover?: MoverResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  Node?: NodeResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  PastSegment?: PastSegmentResolvers<ContextType>;
  PlaceCount?: PlaceCountResolvers<ContextType>;
  PreviewAudiencePayload?: PreviewAudiencePayloadResolvers<ContextType>;
  PreviewCost?: PreviewCostResolvers<ContextType>;
  PreviewRuleSetPayload?: PreviewRuleSetPayloadResolvers<ContextType>;
  Principal?: PrincipalResolvers<ContextType>;
  PublishRuleSetPayload?: PublishRuleSetPayloadResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  RecomputePayload?: RecomputePayloadResolvers<ContextType>;
  RevokeApiKeyPayload?: RevokeApiKeyPayloadResolvers<ContextType>;
  RollbackRuleSetPayload?: RollbackRuleSetPayloadResolvers<ContextType>;
  RuleExplanation?: RuleExplanationResolvers<ContextType>;
  RuleSet?: RuleSetResolvers<ContextType>;
  RuleSetDifference?: RuleSetDifferenceResolvers<ContextType>;
  RuleSetPreview?: RuleSetPreviewResolvers<ContextType>;
  RuleSetProblem?: RuleSetProblemResolvers<ContextType>;
  RuleSetValidation?: RuleSetValidationResolvers<ContextType>;
  Run?: RunResolvers<ContextType>;
  S3Destination?: S3DestinationResolvers<ContextType>;
  SaveRuleSetDraftPayload?: SaveRuleSetDraftPayloadResolvers<ContextType>;
  Schedule?: ScheduleResolvers<ContextType>;
  SchedulePayload?: SchedulePayloadResolvers<ContextType>;
  ScoreComponent?: ScoreComponentResolvers<ContextType>;
  ScoreExplanation?: ScoreExplanationResolvers<ContextType>;
  Segment?: SegmentResolvers<ContextType>;
  SegmentChange?: SegmentChangeResolvers<ContextType>;
  SegmentFlow?: SegmentFlowResolvers<ContextType>;
  SegmentPreview?: SegmentPreviewResolvers<ContextType>;
  SegmentSummary?: SegmentSummaryResolvers<ContextType>;
  Snapshot?: SnapshotResolvers<ContextType>;
  Subscription?: SubscriptionResolvers<ContextType>;
  SuppressUsersPayload?: SuppressUsersPayloadResolvers<ContextType>;
  Suppressed?: SuppressedResolvers<ContextType>;
  Suppression?: SuppressionResolvers<ContextType>;
  SuppressionCounts?: SuppressionCountsResolvers<ContextType>;
  Transition?: TransitionResolvers<ContextType>;
  UndoImportPayload?: UndoImportPayloadResolvers<ContextType>;
  UnsuppressUsersPayload?: UnsuppressUsersPayloadResolvers<ContextType>;
  UpdateAudiencePayload?: UpdateAudiencePayloadResolvers<ContextType>;
  User?: UserResolvers<ContextType>;
  UserConnection?: UserConnectionResolvers<ContextType>;
  UserEdge?: UserEdgeResolvers<ContextType>;
  UserError?: UserErrorResolvers<ContextType>;
  UserSummary?: UserSummaryResolvers<ContextType>;
  ValueTest?: ValueTestResolvers<ContextType>;
  WatchAudiencePayload?: WatchAudiencePayloadResolvers<ContextType>;
  WebhookDestination?: WebhookDestinationResolvers<ContextType>;
};

export type DirectiveResolvers<ContextType = Context> = {
  cacheControl?: CacheControlDirectiveResolver<any, any, ContextType>;
};
