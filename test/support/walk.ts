// Walks over lists of users as a client makes them: page by page, by the cursors that each page gives.
import type { Api } from './api.ts';

export const USERS = `query ($filter: UserFilter, $orderBy: UserOrder, $first: Int, $after: String, $last: Int, $before: String, $snapshot: ID) {
  users(filter: $filter, orderBy: $orderBy, first: $first, after: $after, last: $last, before: $before, snapshot: $snapshot) {
    edges { cursor node { externalId } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    totalCount
    snapshot { id }
  }
}`;

export interface Page {
  readonly users: {
    readonly edges: readonly { cursor: string; node: { externalId: string } }[];
    readonly pageInfo: {
      hasNextPage: boolean;
      hasPreviousPage: boolean;
      startCursor: string | null;
      endCursor: string | null;
    };
    readonly totalCount: number;
    readonly snapshot: { id: string };
  };
}

export type OrderBy = { readonly field: string; readonly direction: string };

export const ORDERS: readonly OrderBy[] = [
  'ID',
  'REVENUE',
  'ENGAGEMENT_SCORE',
  'TRANSACTIONS',
  'LAST_SEEN_AT',
  'LAST_ORDER_AT',
].flatMap((field) => ['ASC', 'DESC'].map((direction) => ({ field, direction })));

/** All external ids of a walk, in the order of the list; `onPage` is called behind each page. */
export async function walk(
  api: Api,
  how: { size: number; backward?: boolean; orderBy?: OrderBy; filter?: object },
  onPage: (page: Page['users']) => Promise<void> | void = () => {},
): Promise<string[]> {
  const { size, backward = false, orderBy, filter } = how;
  const found: string[] = [];
  let cursor: string | null = null;
  for (;;) {
    const place: object = backward ? { last: size, before: cursor } : { first: size, after: cursor };
    const { users } = await api.data<Page>(USERS, { orderBy, filter, ...place });
    const ids = users.edges.map(({ node }) => node.externalId);
    if (backward) found.unshift(...ids);
    else found.push(...ids);
    await onPage(users);
    const { hasNextPage, hasPreviousPage, startCursor, endCursor } = users.pageInfo;
    if (!(backward ? hasPreviousPage : hasNextPage)) return found;
    cursor = backward ? startCursor : endCursor;
  }
}
