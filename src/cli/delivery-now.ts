// Deliveries that were asked for on the command line: tried at once, and told of. The worker goes on with what fails.
import type { Config } from '../config.ts';
import type { Database } from '../db/database.ts';
import { type Delivery, executeDelivery } from '../deliveries/service.ts';
import { StrataError } from '../errors.ts';

/** Tries it, if it is due; returns how it stands. */
export async function tryNow(
  database: Database,
  { deliveries: { allowedNetworks, dir, publicUrl }, exports }: Config,
  deliveryId: number,
): Promise<Delivery> {
  const outbound = { guard: { allowed: allowedNetworks }, folder: dir, exportsDir: exports.dir, publicUrl };
  const tried = await executeDelivery(database, deliveryId, outbound);
  if (tried) return tried;
  return (await database.prisma.delivery.findUniqueOrThrow({ where: { deliveryId } })) as Delivery;
}

/** Throws where one of them came to nothing. */
export function requireDelivered(tried: readonly Delivery[]): void {
  const failed = tried.filter(({ state }) => state === 'failed' || state === 'dead');
  if (failed.length === 0) return;
  const told = failed.map(({ deliveryId, state, error }) => `Delivery ${deliveryId} is ${state}: ${error}`);
  throw new StrataError('NOT_DELIVERED', told.join('\n'));
}

export function toLine({
  deliveryId,
  createdAt,
  kind,
  state,
  destinationId,
  audienceId,
  error,
  manifest,
}: Delivery): string {
  const of = audienceId === null ? '' : `audience ${audienceId} `;
  const { added, removed } = (manifest ?? {}) as { added?: number; removed?: number };
  const rows = added === undefined ? '' : `  +${added} −${removed}`;
  const parts = [
    String(deliveryId).padStart(6),
    createdAt.toISOString().slice(0, 19),
    kind.padEnd(7),
    state.padEnd(10),
  ];
  const line = `${parts.join('  ')}  ${of}to destination ${destinationId}${rows}`;
  return error === null ? line : `${line}  ${error}`;
}

export function toJson({ deliveryId, ...delivery }: Delivery): object {
  return { id: deliveryId, ...delivery };
}
