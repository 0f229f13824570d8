// A dashboard's query and the progress of a run. The documents in dashboard.graphql have become typed ones by codegen:
// the compiler knows which variables each takes, and what it answers.
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { print } from 'graphql';
import { createClient } from 'graphql-ws';
import { DashboardDocument, WatchRunDocument, type WatchRunSubscription } from './dashboard.documents.ts';

export interface Server {
  /** Such as http://127.0.0.1:4000/graphql */
  readonly url: string;
  readonly key: string;
}

async function ask<Data, Variables>(
  { url, key }: Server,
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
): Promise<Data> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
    body: JSON.stringify({ query: print(document), variables }),
  });
  const { data, errors } = (await response.json()) as { data: Data; errors?: { message: string }[] };
  if (errors) throw new Error(errors.map(({ message }) => message).join('\n'));
  return data;
}

/** Users and revenue of each customer segment in a country. */
export async function customersIn(server: Server, country: string): Promise<string[]> {
  const { summaries } = await ask(server, DashboardDocument, {
    dimension: 'customer',
    filter: { country: { eq: country } },
  });
  return summaries.map(
    ({ segment, users, totalRevenue }) => `${segment.key}: ${users} users, ${totalRevenue}`,
  );
}

/** Tells of a run until it has ended. */
export async function watchRun(
  { url, key }: Server,
  id: string,
  tell: (line: string) => void,
): Promise<void> {
  const client = createClient({
    url: url.replace(/^http/, 'ws'),
    connectionParams: { authorization: `Bearer ${key}` },
  });
  const query = print(WatchRunDocument);
  for await (const { data } of client.iterate<WatchRunSubscription>({ query, variables: { id } }))
    if (data) tell(`${data.runProgress.status} ${Math.round((data.runProgress.share ?? 0) * 100)} %`);
  await client.dispose();
}
