// Audiences, and what they come down to, of all that an operation shows: in as many statements as one takes.
import DataLoader from 'dataloader';
import type { Database } from '../db/database.ts';
import type { BadInputError } from '../errors.ts';
import { type AudienceDefinition, resolveAudiences } from './definition.ts';
import { type Audience, audiencesByIds } from './stored.ts';

export interface AudienceLoaders {
  /** Null where there is none, or none any more. */
  readonly audiences: DataLoader<number, Audience | null>;
  /** What is wrong with one is an error of its own. */
  readonly definitions: DataLoader<number, AudienceDefinition>;
}

const made = new WeakMap<object, AudienceLoaders>();

/** The loaders of an operation, known by its context. */
export function audienceLoaders(context: { readonly database: Database }): AudienceLoaders {
  const known = made.get(context);
  if (known) return known;
  const { database } = context;
  const loaders: AudienceLoaders = {
    audiences: new DataLoader(async (ids) => {
      const found = await audiencesByIds(database, ids);
      return ids.map((id) => found.get(id) ?? null);
    }),
    definitions: new DataLoader<number, AudienceDefinition>(
      (ids): Promise<(AudienceDefinition | BadInputError)[]> => resolveAudiences(database, ids),
    ),
  };
  made.set(context, loaders);
  return loaders;
}
