// Watching the feed of an audience: what is there after a cursor, then whatever comes, from one notice a step of a
// comparison. A client that lost its connection goes on with the cursor of the last page that it had.
import type { Database } from '../db/database.ts';
import { follow } from '../db/follow.ts';
import { audienceChanges, type ChangePage } from './read.ts';

/** Pages of changes that have any; throws a BadInputError where the audience is not watched, or the cursor no good. */
export async function followChanges(
  database: Database,
  audienceId: number,
  { after, first }: { after: string | null; first: number },
): Promise<AsyncIterableIterator<ChangePage, undefined>> {
  await audienceChanges(database, audienceId, { after, first: 1 }); // refuses before anything is watched
  let hasMore = false;
  let from: string | null = after;
  const nextPage = async (): Promise<ChangePage | undefined> => {
    const page = await audienceChanges(database, audienceId, { after: from, first });
    if (page.changes.length === 0) return undefined;
    from = page.cursor;
    hasMore = page.hasMore;
    return page;
  };
  const heard = follow(database.listener, {
    channel: 'changes',
    id: audienceId,
    read: nextPage,
    markOf: (page) => page.cursor,
    isLast: () => false,
  });
  const pages: AsyncIterableIterator<ChangePage, undefined> = {
    [Symbol.asyncIterator]: () => pages,
    /** A notice says that there is something, and not how many pages of it. */
    async next() {
      const page = hasMore ? await nextPage() : undefined;
      return page ? { done: false, value: page } : heard.next();
    },
    async return() {
      await heard.return?.();
      return { done: true, value: undefined };
    },
  };
  return pages;
}
