// A change of an audience that can't be made: what is wrong with the input, and where.
import { BadInputError } from '../errors.ts';

export class RefusedAudienceError extends BadInputError {
  /** Field of the input, and what is inside it. */
  readonly path: readonly string[];
  /** True where somebody else changed the audience meanwhile. */
  readonly conflict: boolean;
  constructor(path: readonly string[], message: string, { conflict = false } = {}) {
    super(message);
    this.path = path;
    this.conflict = conflict;
  }
}

/** What `work` does; a problem with what was given is told as one of that field. */
export async function refusedAt<T>(path: readonly string[], work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof BadInputError) || error instanceof RefusedAudienceError) throw error;
    throw new RefusedAudienceError(path, error.message);
  }
}
