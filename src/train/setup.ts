import { parseAugment } from '../augment/index.ts';
import { parseInit } from '../initializers/index.ts';
import { losses } from '../losses/index.ts';
import type { Match } from '../runtime/compileLoss.ts';
import type { Backend } from '../runtime/runtime.ts';
import type { NetworkSpec, Penalty } from '../network/spec.ts';
import { optimizers } from '../optimizers/index.ts';
import type { OptimizerSettings } from '../optimizers/define.ts';
import { parseSchedule } from '../schedules/parse.ts';
import { RandomState } from '../util/random.ts';
import type { RandomSnapshot } from '../util/random.ts';
import type { MonitorChoice } from './monitor.ts';
import type { FitRequest, Part, Windows } from './request.ts';

/** Everything decided about a training run except its rows, as plain data: it can be stored, and posted to a thread. */
export interface Setup {
  readonly spec: NetworkSpec;
  /** Names of the registries. */
  readonly loss: string;
  readonly optimizer: string;
  readonly settings: OptimizerSettings;
  readonly smoothing: number;
  /** Probabilities are clipped before the logarithm; 0: exact. */
  readonly clip: number;
  readonly match?: Match;
  readonly penalty: Partial<Penalty>;
  /** λ added to the gradient as λ·w. */
  readonly weightDecay: number;
  readonly clipNorm?: number;
  /** As --augment takes it. */
  readonly augment?: string;
  readonly learningRate: number;
  /** As --schedule takes it. */
  readonly schedule: string;
  readonly epochs: number;
  /** Infinity: all rows. */
  readonly batchSize: number;
  readonly shuffle: boolean;
  /** As --init takes it. */
  readonly init: string;
  /** Where the stream of random numbers stands when the weights are drawn. */
  readonly random: RandomSnapshot;
  readonly seed: number;
  readonly patience: number;
  readonly minDelta?: number;
  readonly monitor?: MonitorChoice;
  readonly book: boolean;
  /** Milliseconds. */
  readonly timeLimit?: number;
  readonly targetLoss?: number;
}

/** What a run needs of the place it runs in. */
export interface World {
  readonly backend: Backend;
  now(): number;
  interrupted(): boolean;
}

/** The run that a setup describes, on some rows. */
export function requestOf(
  setup: Setup,
  parts: { train: Part | Windows; validation?: Part | undefined },
  world: World,
): FitRequest {
  const { loss, optimizer, settings, smoothing, clip, match, penalty, weightDecay, clipNorm } = setup;
  const random = new RandomState(0);
  random.restore(setup.random);
  return {
    ...setup,
    backend: world.backend,
    train: parts.train,
    ...(parts.validation && { validation: parts.validation }),
    loss: { loss: losses.get(loss), smoothing, clip, ...(match !== undefined && { match }) },
    update: {
      rule: optimizers.get(optimizer).rule(settings),
      penalty,
      weightDecay,
      ...(clipNorm !== undefined && { clipNorm }),
    },
    augment: setup.augment === undefined ? [] : parseAugment(setup.augment),
    schedule: parseSchedule(setup.schedule),
    init: parseInit(setup.init),
    random,
    now: () => world.now(),
    interrupted: () => world.interrupted(),
  };
}
