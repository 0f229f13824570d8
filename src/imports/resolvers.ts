import { actorOf, authorize } from '../auth/principal.ts';
import { BadInputError } from '../errors.ts';
import type { ImportKind, Resolvers } from '../graphql/resolvers-types.ts';
import { importById, listImports, undoImport } from './service.ts';

const MOST_IMPORTS = 100;

export const importResolvers: Resolvers = {
  Query: {
    imports: (_parent, { first }, { database, principal }) => {
      authorize(principal, 'imports');
      if (first < 1 || first > MOST_IMPORTS)
        throw new BadInputError(`first: expected 1 to ${MOST_IMPORTS}, got ${first}.`);
      return listImports(database, first);
    },
  },
  Mutation: {
    undoImport: async (_parent, { id }, { database, principal }) => {
      authorize(principal, 'imports');
      try {
        const importId = await undoImport(database, id, { actor: actorOf(principal) });
        return { import: await importById(database, importId), errors: [] };
      } catch (error) {
        if (!(error instanceof BadInputError)) throw error;
        return { import: null, errors: [{ path: ['id'], code: 'INVALID', message: error.message }] };
      }
    },
  },
  Import: {
    id: ({ importId }) => importId,
    kind: ({ kind }) => kind.toUpperCase() as ImportKind,
    rowsRead: ({ rowsRead }) => Number(rowsRead),
    loaded: ({ loaded }) => Number(loaded),
    rejected: ({ rejected }) => Number(rejected),
    duplicates: ({ duplicates }) => Number(duplicates),
    dropped: ({ dropped }) => Number(dropped),
  },
};
