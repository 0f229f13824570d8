// One attempt at a delivery: takes it up, sends it, and settles how that went. What is confirmed is confirmed in the
// transaction that writes what follows from it. A process that dies leaves it `sending`, and it is taken up again.
import type { Database } from '../db/database.ts';
import {
  NotAcceptedError,
  type OpenDestination,
  openDestination,
  RefusedTargetError,
} from '../destinations/service.ts';
import { describeError, isConnectionLost, StrataError } from '../errors.ts';
import { MOST_TRIES, pauseAfter } from './backoff.ts';
import { DeltaOutdated, DeltaWaits } from './delta.ts';
import { KINDS, type Outbound } from './kinds.ts';
import {
  type Attempt,
  beginAttempt,
  confirm,
  type Outcome,
  Overtaken,
  settle,
  showLife,
} from './queries/attempts.ts';
import { requestNextDelta } from './request.ts';
import { Postponed } from './send-export.ts';
import { type Delivery, requireDelivery } from './stored.ts';

const HEARTBEAT_MS = 10_000;
const WAIT_MS = 10_000;
/** Answered by a target that is never to be asked again. */
const GONE = 410;

/** Tries a delivery that is due; returns how it stands, null where it was not due or somebody has it. */
export async function executeDelivery(
  database: Database,
  deliveryId: number,
  outbound: Outbound,
): Promise<Delivery | null> {
  const { prisma } = database;
  const attempt = await beginAttempt(prisma, deliveryId);
  if (!attempt) return null;
  const beat = setInterval(() => {
    showLife(prisma, attempt).catch(() => {});
  }, HEARTBEAT_MS);
  try {
    const delivery = await requireDelivery(prisma, deliveryId);
    if (delivery.tries > MOST_TRIES) throw new GivenUp();
    const destination = await openDestination(database, delivery.destinationId);
    if (!destination) throw new RefusedTargetError('The destination', 'it was deleted');
    await send(database, delivery, destination, attempt, outbound);
  } catch (error) {
    if (isConnectionLost(error) && !(error instanceof StrataError)) throw error;
    if (!(error instanceof Overtaken)) await settleFailure(database, attempt, error);
    if (!(error instanceof StrataError)) throw error;
  } finally {
    clearInterval(beat);
  }
  return requireDelivery(prisma, deliveryId);
}

/** A delivery that brings its process down each time must not be tried for ever. */
class GivenUp extends StrataError {
  constructor() {
    super(
      'GIVEN_UP',
      `Given up after ${MOST_TRIES} tries, in the last of which the process or the database died.`,
    );
  }
}

async function send(
  database: Database,
  delivery: Delivery,
  destination: OpenDestination,
  attempt: Attempt,
  outbound: Outbound,
): Promise<void> {
  const { transmit, apply } = KINDS[delivery.kind];
  await transmit({ database, delivery, destination, attempt, outbound });
  await database.prisma.$transaction(async (tx) => {
    if (!(await confirm(tx, attempt))) throw new Overtaken(attempt);
    await apply(tx, delivery);
  });
}

async function settleFailure(database: Database, attempt: Attempt, error: unknown): Promise<void> {
  const { prisma } = database;
  const delivery = await requireDelivery(prisma, attempt.deliveryId);
  if (error instanceof DeltaOutdated && delivery.sentAt) {
    await prisma.$transaction(async (tx) => {
      if (await settle(tx, attempt, ended('superseded', error))) await requestNextDelta(tx, delivery);
    });
    return;
  }
  await settle(prisma, attempt, outcomeOf(error, delivery.tries));
}

function outcomeOf(error: unknown, tries: number): Outcome {
  if (error instanceof DeltaWaits || error instanceof Postponed)
    return { state: 'pending', error: error.message, pauseMs: WAIT_MS, counts: false };
  const hopeless =
    error instanceof RefusedTargetError || (error instanceof NotAcceptedError && error.status === GONE);
  if (hopeless || isFinal(error) || tries >= MOST_TRIES) return ended('dead', error);
  return { state: 'failed', error: describeError(error), pauseMs: pauseAfter(tries), counts: true };
}

/** What was asked can't be done, now or later. */
function isFinal(error: unknown): boolean {
  return error instanceof StrataError && ['BAD_USER_INPUT', 'EXPORT_FAILED'].includes(error.code);
}

function ended(state: 'dead' | 'superseded', error: unknown): Outcome {
  return { state, error: describeError(error), pauseMs: 0, counts: true };
}
