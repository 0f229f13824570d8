// The order of test files: those that take long for their size first, so that none is left alone at the end; the others
// as Vitest has them, the largest first where it has no times of an earlier run.
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const LONG =
  /\/test\/(faults\/|recompute\/|identities\/(equivalence|dead-runs)|cli\/import-crash|db\/embedded)/;

export class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isLong = ({ moduleId }: TestSpecification): boolean => LONG.test(moduleId);
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}
