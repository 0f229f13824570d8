// Deleting an audience that destinations hold: nobody stays in a list there that nobody can see any more.
import { deleteAudience, nameOf, RefusedAudienceError } from '../audiences/service.ts';
import { auditStatement } from '../auth/audit.ts';
import type { Database } from '../db/database.ts';
import { execute, select } from '../db/execute.ts';
import type { Connection } from '../db/pool.ts';
import type { DeltaOptions } from './eligibility.ts';
import { giveUpUnsent, type Holder, holdersOf, requestEmptying } from './queries/withdrawn.ts';
import { type Delivery, requireDelivery } from './stored.ts';

export interface Withdrawal {
  readonly audienceId: number;
  /** Who asks. */
  readonly by: string;
  /** Whether everybody is to be removed where the audience was delivered to. */
  readonly removeFromDestinations: boolean;
}

const EMPTIED: DeltaOptions = { withoutConsent: false, campaign: null, holdoutShare: null, emptied: true };

/**
 * Deletes an audience, and asks for the last deltas, which take everybody out at the destinations that hold it: returns
 * these. Who follows it is told by the worker that all have left. Throws a RefusedAudienceError while another is
 * composed of it, and where a destination holds or follows it and nothing is to be removed.
 */
export async function withdrawAudience(
  database: Database,
  { audienceId, by, removeFromDestinations }: Withdrawal,
): Promise<Delivery[]> {
  const asked: number[] = [];
  await deleteAudience(database, audienceId, by, async (connection, { name }) => {
    await execute(connection, giveUpUnsent(audienceId));
    const holders = await select<Holder>(connection, holdersOf(audienceId));
    if (holders.length > 0 && !removeFromDestinations)
      throw stillHeld(nameOf({ id: audienceId, name }), holders);
    for (const { holds, destination_id: destinationId } of holders)
      if (holds) asked.push(await askForEmptying(connection, { audienceId, destinationId }, by));
  });
  return Promise.all(asked.map((deliveryId) => requireDelivery(database.prisma, deliveryId)));
}

async function askForEmptying(
  connection: Connection,
  pair: { audienceId: number; destinationId: number },
  by: string,
): Promise<number> {
  const [row] = await select<{ delivery_id: number }>(connection, requestEmptying(pair, EMPTIED, by));
  const { delivery_id: delivery } = row as { delivery_id: number };
  await execute(connection, auditStatement(by, 'delivery.delta', { delivery }));
  return delivery;
}

function stillHeld(audience: string, holders: readonly Holder[]): RefusedAudienceError {
  const told = holders.map(({ name, users, holds, follows }) => {
    const held = users > 0 ? `holds ${users} users of it` : 'may hold users of it';
    return `${name} ${[holds ? held : [], follows ? 'follows it' : []].flat().join(' and ')}`;
  });
  return new RefusedAudienceError(
    ['id'],
    `id: ${audience} is at destinations: ${told.join('; ')}. Delete it with removeFromDestinations (--remove-from-destinations), which has everybody removed there.`,
  );
}
