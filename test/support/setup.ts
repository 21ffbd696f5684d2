import { optimizers } from '../../src/optimizers/index.ts';
import type { OptimizerSettings } from '../../src/optimizers/define.ts';
import type { Backend } from '../../src/runtime/runtime.ts';
import { optimizerSettings } from '../../src/train/choose.ts';
import type { Setup, World } from '../../src/train/setup.ts';
import { RandomState } from '../../src/util/random.ts';

/**
 * A setup with what a test does not care about filled in: one epoch, all rows as one batch, no order, no
 * penalty.
 */
export function setupOf(
  setup: Pick<Setup, 'spec' | 'loss' | 'optimizer'> &
    Partial<Omit<Setup, 'settings'>> & { readonly settings?: Partial<OptimizerSettings> },
): Setup {
  const { settings = {}, ...rest } = setup;
  return {
    smoothing: 0,
    clip: 0,
    penalty: {},
    weightDecay: 0,
    learningRate: 1,
    schedule: 'constant',
    epochs: 1,
    batchSize: Infinity,
    shuffle: false,
    init: 'auto',
    random: new RandomState(0).snapshot(),
    seed: 0,
    patience: 0,
    book: false,
    settings: optimizerSettings(optimizers.get(setup.optimizer), settings),
    ...rest,
  };
}

/** A world in which no time passes. */
export const still = (backend: Backend): World => ({ backend, now: () => 0, interrupted: () => false });
