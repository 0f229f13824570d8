// Work that can go on side by side, as far as Postgres has processors for it and memory for its sorts.

export type Task = () => Promise<void>;

/** How many statements of a run go on at a time. */
export const PARALLEL = 2;

/**
 * Carries out tasks in their order, some at a time. Waits for all that were begun, then throws the first error: nothing
 * is still writing when the caller cleans up.
 */
export async function carryOut(tasks: readonly Task[]): Promise<void> {
  // Shared by the loops: where one throws, the others end as well.
  const open = eachOf(tasks);
  const loop = async (): Promise<void> => {
    for (const task of open) await task();
  };
  const ended = await Promise.allSettled(Array.from({ length: PARALLEL }, loop));
  const failed = ended.find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
}

function* eachOf<T>(items: readonly T[]): Generator<T> {
  yield* items;
}
