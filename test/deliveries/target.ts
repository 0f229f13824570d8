// A destination as its owner would build one: a webhook that keeps the list of an audience by the deltas that it gets,
// and that can be made to refuse a message, or to take it and not say so.
import type { Database } from '../../src/db/database.ts';
import { type Delivery, executeDelivery } from '../../src/deliveries/service.ts';
import { createDestination } from '../../src/destinations/service.ts';
import { LOOPBACK, type Receiver, startReceiver } from '../destinations/receiver.ts';

/** A user by the columns of the destination's format. */
export type ListRow = { readonly key: string } & Readonly<Record<string, string | null>>;

type Change = ListRow & { readonly operation: 'add' | 'remove' };

export interface ReceivedMessage {
  readonly id: string;
  readonly type: string;
  readonly data: { readonly delivery: number; readonly rows?: readonly Change[] } & Record<string, unknown>;
}

/** What it does with the next messages: takes and confirms, refuses, or takes and lets the answer get lost. */
export type Mood = 'takes' | 'refuses' | 'loses';

export interface Target {
  readonly destinationId: number;
  readonly receiver: Receiver;
  readonly messages: ReceivedMessage[];
  readonly list: Map<string, ListRow>;
  /** One for each message to come; when they are used up it takes. */
  moods: Mood[];
  close(): Promise<void>;
}

export const outbound = (folder = '/nonexistent') => ({
  guard: { allowed: LOOPBACK },
  folder,
  exportsDir: folder,
  publicUrl: 'https://strata.example.com',
});

export async function startTarget(
  database: Database,
  name: string,
  platform: string | null = null,
): Promise<Target> {
  const receiver = await startReceiver();
  const url = `http://127.0.0.1:${receiver.port}/`;
  const { destination } = await createDestination(
    database,
    { name, webhook: { url }, platform, createdBy: 'test' },
    LOOPBACK,
  );
  const target: Target = {
    destinationId: destination.id,
    receiver,
    messages: [],
    list: new Map(),
    moods: [],
    close: () => receiver.close(),
  };
  receiver.answer = ({ headers, body }, response) => {
    const mood = target.moods.shift() ?? 'takes';
    if (mood === 'refuses') return void response.writeHead(503).end();
    const message = { id: String(headers['webhook-id']), ...JSON.parse(body) } as ReceivedMessage;
    target.messages.push(message);
    applyRows(target.list, message.data.rows ?? []);
    if (mood === 'loses') return void response.destroy();
    response.writeHead(204).end();
  };
  return target;
}

export function applyRows(list: Map<string, ListRow>, rows: readonly Change[]): void {
  for (const { operation, ...row } of rows) {
    if (operation === 'remove') list.delete(row.key);
    else list.set(row.key, row);
  }
}

/** Tries the delivery now, however long it was to wait. */
export async function attempt(database: Database, deliveryId: number, folder?: string): Promise<Delivery> {
  await database.prisma.delivery.updateMany({
    where: { deliveryId, state: { in: ['pending', 'failed'] } },
    data: { nextAttemptAt: new Date(0) },
  });
  await executeDelivery(database, deliveryId, outbound(folder));
  return (await database.prisma.delivery.findUniqueOrThrow({ where: { deliveryId } })) as Delivery;
}
