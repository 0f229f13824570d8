// The schema against Relay's specifications of connections, as the rules of @graphql-eslint read them.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import plugin from '@graphql-eslint/eslint-plugin';
import { ESLint } from 'eslint';
import { expect, it } from 'vitest';
import { typeDefs } from '../../src/graphql/schema.ts';

/**
 * That lists stand only in connections is no rule of Relay's: short ones, such as segments, are plain lists. Nor is it
 * that every connection can be paged backward: the audit log is read from its newest entry on.
 */
const RULES = {
  '@graphql-eslint/relay-arguments': ['error', { includeBoth: false }],
  '@graphql-eslint/relay-connection-types': 'error',
  '@graphql-eslint/relay-edge-types': [
    'error',
    { withEdgeSuffix: true, shouldImplementNode: true, listTypeCanWrapOnlyEdgeType: false },
  ],
  '@graphql-eslint/relay-page-info': 'error',
} as const;

/** What the rules say of a schema. */
async function problemsOf(sdl: string): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'strata-relay-'));
  try {
    const schema = join(folder, 'api.graphql');
    await writeFile(schema, sdl);
    const eslint = new ESLint({
      cwd: folder,
      overrideConfigFile: true,
      overrideConfig: {
        files: ['**/*.graphql'],
        languageOptions: { parser: plugin.parser, parserOptions: { graphQLConfig: { schema } } },
        plugins: { '@graphql-eslint': plugin as object },
        rules: RULES as never,
      },
    });
    const results = await eslint.lintFiles([schema]);
    expect(results).toHaveLength(1);
    return results.flatMap(({ messages }) => messages.map(({ message }) => message));
  } finally {
    await rm(folder, { recursive: true });
  }
}

const SDL = typeDefs.join('\n');

it('keeps to them', async () => {
  expect(await problemsOf(SDL)).toEqual([]);
});

it.each([
  ['  endCursor: String\n', '  endCursors: String\n', '`PageInfo` must contain a field `endCursor`'],
  ['  edges: [UserEdge!]!', '  edges: UserEdge!', 'must return a list type'],
  ['  cursor: String!\n', '  cursors: String!\n', 'Edge type must contain a field `cursor`'],
  [
    'type User implements Node @cacheControl(inheritMaxAge: true) {',
    'type User @cacheControl(inheritMaxAge: true) {',
    'must implement `Node` interface',
  ],
  ['  after: String\n', '  behind: String\n', 'must include forward pagination arguments'],
])('would be told of a change of %j to %j', async (from, to, problem) => {
  expect(SDL).toContain(from);
  expect((await problemsOf(SDL.replace(from, to))).join('\n')).toContain(problem);
});
