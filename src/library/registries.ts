import { activations as allActivations } from '../activations/index.ts';
import { layers as allLayers } from '../layers/index.ts';
import { losses as allLosses } from '../losses/index.ts';
import { classMetrics, valueMetrics } from '../metrics/index.ts';
import { optimizers as allOptimizers } from '../optimizers/index.ts';
import type { OptimizerSettings } from '../optimizers/define.ts';
import { schedules as allSchedules } from '../schedules/index.ts';

/** What every entry of a list says. */
export interface Entry {
  readonly name: string;
  /** Other names that are accepted. */
  readonly aliases: readonly string[];
}

/** An option of a layer, or a value of a schedule. */
export interface EntryOption {
  readonly name: string;
  /** What it may be: `a whole number from 1`. */
  readonly expects: string;
  /** Its value when it is not given; undefined: it must be given. */
  readonly default: unknown;
}

/** A layer type, as `defineNetwork` takes it. */
export interface LayerEntry extends Entry {
  readonly summary: string;
  /** Book chapter or paper. */
  readonly source: string;
  readonly options: readonly EntryOption[];
  /** Options that a layer string gives by position: `conv:32:3`. */
  readonly positional: readonly string[];
}

/** An activation function. */
export interface ActivationEntry extends Entry {
  readonly formula: string;
  /** The derivative, or why there is none. */
  readonly derivative: string;
}

/** A loss. */
export interface LossEntry extends Entry {
  readonly summary: string;
  readonly formula: string;
  /** What the target holds. */
  readonly target: 'classes' | 'values';
  /** The output activation that the loss computes itself. */
  readonly folds: 'softmax' | 'sigmoid' | undefined;
}

/** An optimizer. */
export interface OptimizerEntry extends Entry {
  readonly summary: string;
  readonly source: string;
  /** Step size unless another is given. */
  readonly learningRate: number;
  /** Settings it listens to, with their defaults. */
  readonly settings: Partial<OptimizerSettings>;
}

/** A schedule of the learning rate. */
export interface ScheduleEntry extends Entry {
  readonly summary: string;
  readonly formula: string;
  readonly source: string;
  /** A text that uses it: `step:every=30,factor=0.5`. */
  readonly example: string;
  readonly parameters: readonly EntryOption[];
}

/** A metric of `evaluate`. */
export interface MetricEntry extends Entry {
  readonly summary: string;
  /** The function or paper whose definition it is. */
  readonly source: string;
  readonly task: 'classification' | 'regression';
  readonly higherIsBetter: boolean;
}

/** Every layer type. */
export const layers: readonly LayerEntry[] = allLayers.all.map(
  ({ name, aliases, summary, source, options, positional }) => ({
    name,
    aliases,
    summary,
    source,
    options: Object.entries(options).map(([option, field]) => ({
      name: option,
      expects: field.expects,
      default: field.fallback,
    })),
    positional,
  }),
);

/** Every activation function. */
export const activations: readonly ActivationEntry[] = allActivations.all.map(
  ({ name, aliases = [], formula, derivative }) => ({ name, aliases, formula, derivative }),
);

/** Every loss. */
export const losses: readonly LossEntry[] = allLosses.all.map(
  ({ name, aliases = [], summary, formula, target, folds }) => ({
    name,
    aliases,
    summary,
    formula,
    target,
    folds,
  }),
);

/** Every optimizer. */
export const optimizers: readonly OptimizerEntry[] = allOptimizers.all.map(
  ({ name, summary, source, learningRate, defaults }) => ({
    name,
    aliases: [],
    summary,
    source,
    learningRate,
    settings: defaults,
  }),
);

/** Every schedule of the learning rate. */
export const schedules: readonly ScheduleEntry[] = allSchedules.all.map(
  ({ name, aliases, summary, formula, source, example, parameters }) => ({
    name,
    aliases,
    summary,
    formula,
    source,
    example,
    parameters: Object.entries(parameters).map(([key, parameter]) => ({
      name: key,
      expects: parameter.expects,
      default: parameter.fallback,
    })),
  }),
);

/** Every metric, of classes and of values. */
export const metrics: readonly MetricEntry[] = [...classMetrics.all, ...valueMetrics.all].map(
  ({ name, aliases = [], summary, source, task, higherIsBetter }) => ({
    name,
    aliases,
    summary,
    source,
    task,
    higherIsBetter,
  }),
);
