// The parts of all the exports that an operation shows, in one statement.
import DataLoader from 'dataloader';
import type { Database } from '../db/database.ts';
import { donePartsOf, type ExportPart } from './stored.ts';

const loaders = new WeakMap<object, DataLoader<number, ExportPart[]>>();

/** The loader of an operation, known by its context. */
export function partsLoader(context: { readonly database: Database }): DataLoader<number, ExportPart[]> {
  const known = loaders.get(context);
  if (known) return known;
  const made = new DataLoader<number, ExportPart[]>(async (ids) => {
    const parts = await donePartsOf(context.database, ids);
    return ids.map((id) => parts.get(id) ?? []);
  });
  loaders.set(context, made);
  return made;
}
