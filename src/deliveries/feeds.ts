// Destinations that follow the changes of an audience: each change is sent until it is confirmed, in the order of the
// feed, and the next not before. A message that is given up stops its feed until it is sent again.
import { changesFrom, START, watchAudience } from '../changes/service.ts';
import type { Database } from '../db/database.ts';
import { type Destination, NotAcceptedError, postMessage } from '../destinations/service.ts';
import { BadInputError } from '../errors.ts';
import type { Sending } from './kinds.ts';
import { markSent } from './queries/attempts.ts';
import { advanceFeed, feedsBehind, lockFeed } from './queries/feeds.ts';
import type { Delivery } from './stored.ts';

const CHANGES_A_MESSAGE = 500;

/** Sends a webhook the changes of an audience from now on, its present members first; which watches the audience. */
export async function followAudience(
  database: Database,
  { audienceId, destination, createdBy }: { audienceId: number; destination: Destination; createdBy: string },
): Promise<void> {
  if (destination.kind !== 'webhook')
    throw new BadInputError(
      `destination: changes are messages, and go to a webhook; ${destination.name} is none.`,
    );
  await watchAudience(database, audienceId, createdBy);
  await database.prisma.audienceFeed.createMany({
    data: [
      {
        audienceId,
        destinationId: destination.id,
        comparison: START.comparison,
        upToUserId: START.userId,
        createdBy,
        createdAt: new Date(),
      },
    ],
    skipDuplicates: true,
  });
}

/** Sends it no more changes. */
export async function unfollowAudience(
  { prisma }: Database,
  { audienceId, destinationId }: { audienceId: number; destinationId: number },
): Promise<void> {
  await prisma.audienceFeed.deleteMany({ where: { audienceId, destinationId } });
}

/** Queues a delivery for each feed that has changes to send and none under way; once, however many look. */
export async function requestFeeds({ prisma }: Database): Promise<void> {
  for (const feed of await feedsBehind(prisma))
    await prisma.$transaction(async (tx) => {
      await lockFeed(tx, feed);
      const isBehind = (await feedsBehind(tx)).some(
        ({ audienceId, destinationId }) =>
          audienceId === feed.audienceId && destinationId === feed.destinationId,
      );
      if (!isBehind) return;
      const at = new Date();
      await tx.delivery.create({
        data: {
          ...feed,
          kind: 'changes',
          options: {},
          state: 'pending',
          requestedBy: 'worker',
          nextAttemptAt: at,
          createdAt: at,
        },
      });
    });
}

/** Sends all changes that there are; each message that is accepted moves the feed on. */
export async function sendChanges({
  database,
  delivery,
  destination,
  attempt,
  outbound,
}: Sending): Promise<void> {
  const { audienceId } = delivery as Delivery & { audienceId: number };
  const feed = await database.prisma.audienceFeed.findUnique({
    where: { audienceId_destinationId: { audienceId, destinationId: destination.id } },
  });
  if (!feed) return; // followed no longer
  if (destination.kind !== 'webhook') throw new NotAcceptedError('Changes go to webhooks.', null);
  let place = { comparison: feed.comparison, userId: feed.upToUserId };
  for (;;) {
    const rows = await changesFrom(database, audienceId, place, CHANGES_A_MESSAGE);
    const last = rows.at(-1);
    if (!last) return;
    await markSent(database.prisma, attempt);
    const changes = rows.map(({ userId, comparison, externalId, change, snapshotId, changedAt }) => ({
      id: `change_${audienceId}_${comparison}_${userId}`,
      change,
      user: String(userId),
      externalId,
      snapshot: snapshotId,
      changedAt,
    }));
    const id = `changes_${audienceId}_${place.comparison}_${place.userId}_${last.comparison}_${last.userId}`;
    await postMessage(
      destination,
      { id, type: 'audience.changes', data: { audience: audienceId, changes } },
      outbound.guard,
    );
    const next = { comparison: last.comparison, userId: last.userId };
    await advanceFeed(database.prisma, { audienceId, destinationId: destination.id }, next);
    place = next;
  }
}
