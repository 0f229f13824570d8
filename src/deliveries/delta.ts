// A delta: the difference between what a destination holds of an audience and who is to be in it now. It is prepared in
// one transaction, sent as it was prepared or not at all, and what the destination holds changes when it has confirmed.
import type { Database } from '../db/database.ts';
import type { PrismaTransaction } from '../db/prisma.ts';
import { BadInputError, StrataError } from '../errors.ts';
import { type Explained, type PlatformFormat, readPlatformMembers } from '../exports/service.ts';
import { type DeltaOptions, leftOf, type WantedList, wantedOf } from './eligibility.ts';
import type { Attempt } from './queries/attempts.ts';
import { recordCampaign } from './queries/campaigns.ts';
import { placesIn } from './queries/columns.ts';
import {
  addsUnwanted,
  countChanges,
  dropChanges,
  forgetChanges,
  holdStatements,
  lockDeltas,
  type Pair,
  stageChanges,
  supersedeOlder,
} from './queries/delta.ts';
import { addWanted, createWanted, fillWanted } from './queries/wanted.ts';

/** What is said of a delta, beside its rows. */
export interface DeltaManifest {
  readonly audience: { readonly id: number; readonly name: string; readonly version: number };
  readonly snapshot: number;
  readonly added: number;
  readonly removed: number;
  /** Whose columns the rows have; not there where they have Strata's own. */
  readonly platform?: string;
  /** Who is left out, for the platform could find them by nothing. */
  readonly unidentified?: number;
}

/** Another delta of the same destination and audience is being sent. */
export class DeltaWaits extends StrataError {
  constructor(deliveryId: number) {
    super('DELTA_WAITS', `Delivery ${deliveryId} of the same audience is being sent.`);
  }
}

/** What was prepared, and sent perhaps, can't be sent any more: somebody in it may not be told of. */
export class DeltaOutdated extends StrataError {
  constructor() {
    super('DELTA_OUTDATED', 'Somebody whom it adds is no longer to be in it; the next delta covers it.');
  }
}

interface Delta {
  readonly attempt: Attempt;
  readonly pair: Pair;
  readonly options: DeltaOptions;
  /** Whose columns the rows have; null for Strata's own. */
  readonly format: PlatformFormat | null;
  /** Asked for by an erasure: it takes out whom it has to, even if the audience is no more. */
  readonly byErasure: boolean;
  /** Null until it was prepared once. */
  readonly prepared: DeltaManifest | null;
  /** Whether the target may have got some of it. */
  readonly sent: boolean;
}

const MOST_PREPARATIONS = 3;

/**
 * The delta as it may be sent now. What no target has seen is prepared again where it is outdated; what one may have
 * seen must not change, and a DeltaOutdated is thrown.
 */
export async function currentDelta(database: Database, delta: Delta): Promise<DeltaManifest> {
  let manifest = delta.prepared ?? (await prepare(database, delta));
  for (let times = 1; await isOutdated(database, delta); times++) {
    if (delta.sent || times >= MOST_PREPARATIONS) throw new DeltaOutdated();
    manifest = await prepare(database, delta);
  }
  return manifest;
}

async function prepare(database: Database, delta: Delta): Promise<DeltaManifest> {
  const { deliveryId, attempt } = delta.attempt;
  const { pair } = delta;
  const { wanted, audience } = await listOf(database, delta);
  return database.prisma.$transaction(async (tx) => {
    const left = await gather(database, tx, wanted, delta.format); // before anything is locked: it can take minutes
    const others = (await lockDeltas(tx, pair)).filter((one) => one.delivery_id !== deliveryId);
    const busy = others.find(({ state, is_alive }) => state === 'sending' && is_alive);
    if (busy) throw new DeltaWaits(busy.delivery_id);
    await supersedeOlder(tx, deliveryId, pair);
    await tx.$executeRaw(dropChanges(deliveryId));
    await tx.$executeRaw(stageChanges(deliveryId, pair, delta.options.campaign));
    const counts = await countChanges(tx, deliveryId);
    const manifest = { audience, snapshot: wanted.snapshotId, ...counts, ...left };
    await tx.delivery.update({
      where: { deliveryId, attempts: attempt, state: 'sending' },
      data: { preparedAt: new Date(), heartbeatAt: new Date(), partsDone: 0, manifest },
    });
    return manifest;
  });
}

/** Has the transaction's table of who is wanted filled; returns what there is to tell of a platform. */
async function gather(
  database: Database,
  tx: PrismaTransaction,
  wanted: Explained,
  format: PlatformFormat | null,
): Promise<Pick<DeltaManifest, 'platform' | 'unidentified'>> {
  await createWanted(tx);
  if (!format) {
    await fillWanted(tx, wanted);
    return {};
  }
  const places = placesIn(format.platform);
  const { unidentified } = await readPlatformMembers(database.pool, wanted, format, (users) =>
    addWanted(tx, users, places),
  );
  return { platform: format.platform.key, unidentified };
}

/** Consent and suppression are read at the last moment before it is sent. */
async function isOutdated(database: Database, delta: Delta): Promise<boolean> {
  const { allowed } = await listOf(database, delta);
  return addsUnwanted(database.prisma, delta.attempt.deliveryId, allowed);
}

async function listOf(database: Database, { pair, options, byErasure }: Delta): Promise<WantedList> {
  if (options.emptied) return leftOf(database, pair, options);
  try {
    return await wantedOf(database, pair.audienceId, options);
  } catch (error) {
    if (!byErasure || !(error instanceof BadInputError)) throw error;
    return leftOf(database, pair, options);
  }
}

/** What the destination holds from now on, and the campaign has on record; in the transaction that confirms the delivery. */
export async function hold(
  tx: PrismaTransaction,
  deliveryId: number,
  pair: Pair,
  { campaign }: DeltaOptions,
): Promise<void> {
  const statements = [
    ...holdStatements(deliveryId, pair),
    ...(campaign === null ? [] : recordCampaign(deliveryId, pair, campaign)),
    forgetChanges(deliveryId, pair),
  ];
  for (const statement of statements) await tx.$executeRaw(statement);
}
