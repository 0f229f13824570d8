// What the commands of `strata audiences` take an audience to be made of: a filter, a file of ids, or other audiences.
import type { Command } from 'commander';
import { type AudienceContent, findAudience } from '../audiences/service.ts';
import type { Database } from '../db/database.ts';
import { UsageError } from '../errors.ts';
import { idBatches } from './id-file.ts';
import { readDocument } from './rules-documents.ts';

export interface ContentOptions {
  readonly filter?: string;
  readonly ids?: string;
  readonly union?: string[];
  readonly intersection?: string[];
  readonly difference?: string[];
}

const COMPOSED = ['union', 'intersection', 'difference'] as const;

export const CONTENT_HELP = `
A filter is JSON as the API's UserFilter: {"segments": [{"dimension": "customer", "in": ["Loyal Customer"]}], "revenue": {"gte": 100}}
A file of ids has one a line, plain or gzipped; ids that no user has are counted, and are not on the list.
A difference is the first audience without any of the others. Other audiences count as they are when they are asked for.`;

export function addContentOptions(command: Command): Command {
  return command
    .option('--filter <file>', 'whoever passes this filter, as JSON; - is standard input')
    .option('--ids <file>', 'the users of these ids, one a line; - is standard input')
    .option('--union <audiences...>', 'whoever is in any of these, by id or name')
    .option('--intersection <audiences...>', 'whoever is in each of these')
    .option('--difference <audiences...>', 'whoever is in the first and in none of the others');
}

/** Null where no option is given; throws a UsageError where several are. */
export async function contentOf(
  database: Database,
  options: ContentOptions,
): Promise<AudienceContent | null> {
  const given = (['filter', 'ids', ...COMPOSED] as const).filter((name) => options[name] !== undefined);
  if (given.length > 1)
    throw new UsageError(`Give one of --${given.join(' and --')}: an audience is made of one thing.`);
  if (options.filter !== undefined) return { kind: 'filter', filter: await readDocument(options.filter) };
  if (options.ids !== undefined) return { kind: 'list', externalIds: idBatches(options.ids) };
  for (const kind of COMPOSED) {
    const named = options[kind];
    if (named === undefined) continue;
    const operands: number[] = [];
    for (const name of named) operands.push((await findAudience(database, name)).id);
    return { kind, operands };
  }
  return null;
}

/** The same; throws a UsageError where no option is given. */
export async function requireContent(database: Database, options: ContentOptions): Promise<AudienceContent> {
  const content = await contentOf(database, options);
  if (content) return content;
  throw new UsageError('Give one of --filter, --ids, --union, --intersection and --difference.');
}
