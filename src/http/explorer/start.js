// The explorer in the browser: GraphiQL with the key that is typed in above it. The key stays in this tab, until it is
// closed or the key is forgotten.
const KEPT = 'strata-key';
const EXAMPLES = `# A segment dashboard: who the users are and what they are worth.
query Dashboard {
  snapshot { id computedAt asOf users }
  summaries(dimension: "customer") {
    segment { key priority }
    users share totalRevenue averageRevenue averageEngagementScore
  }
}

# Page through users: give endCursor as $after for the next page, of the same snapshot.
query Users($after: String) {
  users(first: 20, after: $after, orderBy: { field: REVENUE, direction: DESC }) {
    totalCount
    nodes { externalId revenue transactions engagementScore segment(dimension: "customer") { key } }
    pageInfo { hasNextPage endCursor }
  }
}

# Start a recompute with an admin's key, and watch it by the id that it answers.
mutation Recompute {
  recompute(input: {}) { run { id status } errors { path code message } }
}
subscription Watch($id: ID!) {
  runProgress(id: $id) { status stage usersDone usersTotal share estimatedEnd }
}
`;

const workers = { json: 'json', graphql: 'graphql' };
self.MonacoEnvironment = {
  globalAPI: false,
  getWorkerUrl: (_module, label) => `/explorer/worker-${workers[label] ?? 'editor'}.js`,
};

const secret = document.querySelector('#secret');
const said = document.querySelector('#said');
secret.value = sessionStorage.getItem(KEPT) ?? '';
document.querySelector('#key').addEventListener('submit', (event) => {
  event.preventDefault();
  sessionStorage.setItem(KEPT, secret.value.trim());
  location.reload();
});
document.querySelector('#forget').addEventListener('click', () => {
  sessionStorage.removeItem(KEPT);
  location.reload();
});

if (secret.value) {
  const authorization = `Bearer ${secret.value}`;
  said.textContent = 'Sent with every request of this tab.';
  YogaGraphiQL.renderYogaGraphiQL(document.querySelector('#root'), {
    title: 'Strata',
    endpoint: '/graphql',
    subscriptionsProtocol: 'WS',
    subscriptionsEndpoint: `${location.origin.replace(/^http/, 'ws')}/graphql`,
    connectionParams: { authorization },
    additionalHeaders: { authorization },
    shouldPersistHeaders: false,
    defaultQuery: EXAMPLES,
  });
}
