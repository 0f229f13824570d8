// What is asked of a run that publishes a version. The run does it: the version is the published one from the moment
// at which its snapshot is.
import type { Database } from '../db/database.ts';
import { BadInputError } from '../errors.ts';
import { requireEntry } from './stored.ts';

export interface Publication {
  readonly kind: 'rules';
  readonly publishes: number;
}

/** Of a draft or a retired version; throws a BadInputError for the published one, and where there is none. */
export async function publicationOf({ prisma }: Database, version: number): Promise<Publication> {
  const { status } = await requireEntry(prisma, version);
  if (status !== 'published') return { kind: 'rules', publishes: version };
  throw new BadInputError(`version: rule set ${version} is the published one already.`);
}

/** Of the version that was published before; throws a BadInputError where there was none. */
export async function rollbackPublication({ prisma }: Database): Promise<Publication> {
  const before = await prisma.ruleSet.findFirst({
    where: { status: 'retired' },
    orderBy: [{ publishedAt: 'desc' }, { version: 'desc' }],
    select: { version: true },
  });
  if (before) return { kind: 'rules', publishes: before.version };
  throw new BadInputError(
    'No rule set was published before the present one: there is nothing to go back to.',
  );
}
