// Sends what is due: looks every few seconds for schedules whose time has come, watched audiences to compare, and
// deliveries to try. What is stored is the truth, so any number of processes may look, and one that died is made up for.
import type { Logger } from 'pino';
import { compareAudience, pruneChanges, watchedAudiences } from '../changes/service.ts';
import type { Database } from '../db/database.ts';
import { dueDeliveries, executeDelivery, type Outbound, requestFeeds } from '../deliveries/service.ts';
import { runDueSchedules } from '../schedules/service.ts';
import type { Watch } from './watch.ts';

const INTERVAL_MS = 5_000;
const FORGET_EVERY_MS = 3_600_000;
const DAY_MS = 86_400_000;
/** Deliveries that one process has going at a time. */
const PARALLEL = 2;

export interface DispatchOptions {
  readonly outbound: Outbound;
  /** How long changes of audiences are kept. */
  readonly historyDays: number;
  readonly intervalMs?: number;
}

/** Starts looking; deliveries and the rest don't wait for each other. */
export function startDispatch(
  database: Database,
  log: Logger,
  { outbound, historyDays, intervalMs = INTERVAL_MS }: DispatchOptions,
): Watch {
  let stopped = false;
  const repeat = (what: string, everyMs: number, work: () => Promise<void>): (() => Promise<void>) => {
    const attempt = () =>
      work().catch((error) => log.warn({ component: 'dispatch', error }, `could not ${what}; trying again`));
    let busy = false;
    let going = Promise.resolve();
    const timer = setInterval(() => {
      if (busy) return;
      busy = true;
      going = attempt().finally(() => {
        busy = false;
      });
    }, everyMs);
    return () => {
      clearInterval(timer);
      return going;
    };
  };
  const ends = [
    repeat('plan deliveries', intervalMs, () => plan(database, log)),
    repeat('send deliveries', intervalMs, () => sendDue(database, log, outbound, () => stopped)),
    repeat('forget changes', FORGET_EVERY_MS, async () => {
      await pruneChanges(database, new Date(Date.now() - historyDays * DAY_MS));
    }),
  ];
  return {
    async stop() {
      stopped = true;
      await Promise.all(ends.map((end) => end()));
    },
  };
}

async function plan(database: Database, log: Logger): Promise<void> {
  await runDueSchedules(database, new Date());
  for (const audienceId of await watchedAudiences(database)) {
    // One that can't be resolved any more keeps nobody else waiting.
    await compareAudience(database, audienceId).catch((error) =>
      log.warn({ component: 'dispatch', audienceId, error }, 'could not compare an audience; trying again'),
    );
  }
  await requestFeeds(database);
}

async function sendDue(
  database: Database,
  log: Logger,
  outbound: Outbound,
  isStopped: () => boolean,
): Promise<void> {
  const due = await dueDeliveries(database.prisma);
  const next = due.values();
  const work = async (): Promise<void> => {
    for (const deliveryId of next) {
      if (isStopped()) return;
      const delivery = await executeDelivery(database, deliveryId, outbound);
      if (delivery) log.info({ deliveryId, state: delivery.state, error: delivery.error }, 'delivery tried');
    }
  };
  await Promise.all(Array.from({ length: PARALLEL }, work));
}
