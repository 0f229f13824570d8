// How the API gets a run or an export going: queued here, carried out by the worker.
import type { ExportRequest, RequestedExport } from '../exports/service.ts';
import type { RunRequest } from '../runs/service.ts';

/** Queues a run (or joins the one that waits) and tells the worker; returns the run's id. */
export type StartRun = (request: RunRequest) => Promise<number>;

/** Queues an export and tells the worker; the same idempotency key is answered with the same export. */
export type StartExport = (request: ExportRequest) => Promise<RequestedExport>;
