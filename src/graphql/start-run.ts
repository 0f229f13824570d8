// How the API gets a run going: queued here, carried out by the worker.

/** Queues a run (or joins the one that waits) and tells the worker; returns the run's id. */
export type StartRun = (requestedBy: string, asOf: string | null) => Promise<number>;
