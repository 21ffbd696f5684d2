import { BaseSequencer } from 'vitest/node';
import type { TestSpecification } from 'vitest/node';

/** Files that take seconds, though they are short. */
const slow = /\/test\/(?:cases|kernels|library)\/|\/kill\.test\.ts$/;

/**
 * Begins with what takes long, so that no worker is left with it at the end; otherwise the order is Vitest's
 * own.
 */
export class SlowFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isSlow = ({ moduleId }: TestSpecification) => slow.test(moduleId);
    return [...sorted.filter(isSlow), ...sorted.filter((file) => !isSlow(file))];
  }
}
