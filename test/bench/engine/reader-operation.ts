// The operation of a reader, and what has to agree in its answer.
const PAGE = 500;

export const OPERATION = `query Read($filter: UserFilter!) {
  snapshot { id users }
  users(filter: $filter, first: ${PAGE}) { totalCount snapshot { id } nodes { id segment(dimension: "customer") { key } } }
  filtered: summaries(dimension: "customer", filter: $filter) { users segment { key } }
  everybody: summaries(dimension: "customer") { users segment { key users } }
}`;

interface Summary {
  readonly users: number;
  readonly segment: { readonly key: string };
}

export interface Answer {
  readonly data?: {
    readonly snapshot: { readonly id: string; readonly users: number };
    readonly users: {
      readonly totalCount: number;
      readonly snapshot: { readonly id: string };
      readonly nodes: readonly { readonly id: string; readonly segment: { readonly key: string } }[];
    };
    readonly filtered: readonly Summary[];
    readonly everybody: readonly {
      readonly users: number;
      readonly segment: { readonly key: string; readonly users: number };
    }[];
  };
  readonly errors?: readonly { readonly message: string }[];
}

/** One text that says all that does not agree; none if everything does. */
export function disagreements({ data, errors }: Answer): string[] {
  if (!data || errors) return [`errors: ${errors?.map(({ message }) => message).join('; ')}`];
  const { snapshot, users, filtered, everybody } = data;
  const sum = (summaries: readonly { readonly users: number }[]): number =>
    summaries.reduce((all, one) => all + one.users, 0);
  const listed = (key: string): number => users.nodes.filter(({ segment }) => segment.key === key).length;
  const facts: [string, unknown, unknown][] = [
    ['snapshot', snapshot.id, users.snapshot.id],
    ['count and list', Math.min(users.totalCount, PAGE), new Set(users.nodes.map(({ id }) => id)).size],
    ['count and summary', users.totalCount, sum(filtered)],
    ['all users and their summary', snapshot.users, sum(everybody)],
    ...everybody.map(({ users: n, segment }): [string, unknown, unknown] => [segment.key, n, segment.users]),
  ];
  if (users.totalCount <= PAGE) {
    for (const { users: n, segment } of filtered)
      facts.push([`${segment.key}, listed`, n, listed(segment.key)]);
  }
  const wrong = facts.filter(([, one, other]) => one !== other);
  if (wrong.length === 0) return [];
  return [wrong.map(([what, one, other]) => `${what}: ${one} and ${other}`).join('; ')];
}
