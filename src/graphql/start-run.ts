// How the API gets a run going: queued here, carried out by the worker.
import type { RunRequest } from '../runs/service.ts';

/** Queues a run (or joins the one that waits) and tells the worker; returns the run's id. */
export type StartRun = (request: RunRequest) => Promise<number>;
