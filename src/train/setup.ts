import { losses } from '../losses/index.ts';
import { parameterGroups } from '../network/factors.ts';
import type { Factors } from '../network/factors.ts';
import { parametersOf } from '../network/parameters.ts';
import type { UpdateRequest } from '../runtime/compileRequest.ts';
import type { LossRequest, Match } from '../runtime/compileLoss.ts';
import type { Backend } from '../runtime/runtime.ts';
import type { NetworkSpec, Penalty } from '../network/spec.ts';
import { optimizers } from '../optimizers/index.ts';
import type { OptimizerSettings } from '../optimizers/define.ts';
import { RandomState } from '../util/random.ts';
import type { RandomSnapshot } from '../util/random.ts';
import { monitorsAccuracy } from './monitor.ts';
import type { MonitorChoice } from './monitor.ts';

/**
 * Everything decided about a training run except its rows, as plain data: it can be stored, and posted to a
 * thread.
 */
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
  /** Factors of learning rate and weight decay by kinds of parameters. */
  readonly rateFactors?: Factors;
  readonly decayFactors?: Factors;
  /** How weight decay and dropout rates change, as --schedule takes it. */
  readonly decaySchedule?: string;
  readonly dropoutSchedule?: string;
  /** Rows at the end of an epoch that fill no batch are not learned from. */
  readonly dropLast?: boolean;
  /** Of equally good epochs the last is kept. */
  readonly lastOfEqual?: true;
  /** As --augment takes it. */
  readonly augment?: string;
  readonly learningRate: number;
  /** As --schedule takes it. */
  readonly schedule: string;
  readonly epochs: number;
  /** Infinity: all rows. */
  readonly batchSize: number;
  readonly shuffle: boolean;
  /** Decay of the moving average of the weights, which is validated and kept; absent: no average. */
  readonly ema?: number;
  /** As --init takes it. */
  readonly init: string;
  /** Where the stream of random numbers stands when the weights are drawn. */
  readonly random: RandomSnapshot;
  readonly seed: number;
  /** Epochs without improvement before it stops; 0: never. */
  readonly patience: number;
  /** By how much an epoch must be better to count. */
  readonly minDelta?: number;
  /** Decides what is better; the validation loss unless given. */
  readonly monitor?: MonitorChoice;
  /** Dropout masks come from numpy's stream, as in the book. */
  readonly book: boolean;
  /** Stop when this many milliseconds have passed. */
  readonly timeLimit?: number;
  /** Stop when the loss of an epoch is this small. */
  readonly targetLoss?: number;
}

/** The metric that decides about the best epoch, where it is measured for that alone. */
export const monitoredMetric = ({ monitor }: Setup): string | undefined =>
  monitor && monitor.metric !== 'loss' && !monitorsAccuracy(monitor) ? monitor.metric : undefined;

/** What a run needs of the place it runs in. */
export interface World {
  readonly backend: Backend;
  /** Milliseconds since some moment. */
  now(): number;
  /** True when the user asked to stop after this epoch. */
  interrupted(): boolean;
  /** True when the user is content with what there is. */
  stopped?(): boolean;
}

/** The loss of a setup, as a network is compiled with it. */
export function lossOf({ loss, smoothing, clip, match }: Setup): LossRequest {
  return { loss: losses.get(loss), smoothing, clip, ...(match !== undefined && { match }) };
}

/** What an update of a setup does, as a network is compiled with it. */
export function updateOf(setup: Setup): UpdateRequest {
  const { spec, optimizer, settings, penalty, weightDecay, clipNorm, rateFactors, decayFactors } = setup;
  return {
    rule: optimizers.get(optimizer).rule(settings),
    penalty,
    weightDecay,
    ...(clipNorm !== undefined && { clipNorm }),
    ...((rateFactors ?? decayFactors) && {
      groups: parameterGroups(parametersOf(spec), rateFactors ?? [], decayFactors ?? []),
    }),
  };
}

/**
 * The stream of random numbers of a setup: weights are drawn first, then shuffles, then the book's dropout
 * masks.
 */
export function randomOf({ random }: Setup): RandomState {
  const stream = new RandomState(0);
  stream.restore(random);
  return stream;
}
