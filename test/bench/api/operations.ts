// What is asked: the page in the words of both servers, and the other reads in Strata's.

export interface Operation {
  readonly name: string;
  readonly body: object;
}

export interface PageSegment {
  /** Its number, by which PostGraphile has to ask. */
  readonly id: number;
  readonly dimension: string;
  readonly key: string;
}

const PAGE = 50;
const FIELDS = 'externalId revenue engagementScore transactions sessionCount country lastSeenAt';

/** Those with the largest revenue first, 50 of them, and how many there are. */
export function strataPage({ dimension, key }: PageSegment): object {
  return {
    query: `query Page($filter: UserFilter, $orderBy: UserOrder, $first: Int) {
  users(filter: $filter, orderBy: $orderBy, first: $first) {
    totalCount pageInfo { hasNextPage endCursor } nodes { id ${FIELDS} } } }`,
    variables: {
      filter: { segments: [{ dimension, in: [key] }] },
      orderBy: { field: 'REVENUE', direction: 'DESC' },
      first: PAGE,
    },
  };
}

export function postGraphilePage({ id }: PageSegment, snapshotId: number): object {
  return {
    query: `query Page($filter: UserStateFilter, $orderBy: [UserStateOrderBy!], $first: Int) {
  allUserStates(filter: $filter, orderBy: $orderBy, first: $first) {
    totalCount pageInfo { hasNextPage endCursor } nodes { id: userId ${FIELDS} } } }`,
    variables: {
      filter: {
        segmentIds: { overlaps: [id] },
        validFrom: { lessThanOrEqualTo: snapshotId },
        validTo: { greaterThan: snapshotId },
      },
      orderBy: ['REVENUE_DESC', 'USER_ID_DESC'],
      first: PAGE,
    },
  };
}

const customers = '{ segments: [{ dimension: "customer", in: ["Loyal Customer", "High-Value Customer"] }] }';

/** Reads that dashboards make. */
export const DASHBOARD: readonly Operation[] = [
  {
    name: 'summaries of a dimension',
    body: { query: '{ summaries(dimension: "customer") { segment { key } users share totalRevenue } }' },
  },
  {
    name: 'insights',
    body: {
      query:
        '{ insights { users totalRevenue dimensions { dominant { key } distribution { users share } } } }',
    },
  },
  {
    name: 'a breakdown by three dimensions',
    body: {
      query:
        '{ breakdown(by: ["customer", "traffic_source", "age"]) { segments { key } users totalRevenue } }',
    },
  },
  {
    name: 'a count by three dimensions',
    body: {
      query: `{ users(first: 0, filter: { and: [${customers}, { segments: [{ dimension: "us_region", in: ["South"] },
          { dimension: "age", notIn: ["Unknown"] }] }] }) { totalCount } }`,
    },
  },
];
