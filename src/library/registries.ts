import { activations as allActivations } from '../activations/index.ts';
import { layers as allLayers } from '../layers/index.ts';
import { losses as allLosses } from '../losses/index.ts';
import { classMetrics, valueMetrics } from '../metrics/index.ts';
import { optimizers as allOptimizers } from '../optimizers/index.ts';
import type { OptimizerSettings } from '../optimizers/define.ts';
import { schedules as allSchedules } from '../schedules/index.ts';

/** What every entry of a list says. */
export interface Entry {
  /** As options and layer strings take it. */
  readonly name: string;
  /** Other names that are accepted. */
  readonly aliases: readonly string[];
  /** What it is, in one line. */
  readonly summary: string;
  /** Paper, book chapter, or the function whose definition it is. */
  readonly source: string;
}

/** An option of a layer, or a value of a schedule. */
export interface EntryOption {
  /** As layer strings and records take it. */
  readonly name: string;
  /** What it may be: `a whole number of at least 1`. */
  readonly expects: string;
  /** Its value when it is not given; undefined: it must be given. */
  readonly default: unknown;
}

/** A layer type, as `defineNetwork` takes it. */
export interface LayerEntry extends Entry {
  /** As a book prints it. */
  readonly formula: string;
  /** Of a sample: `(time, k) → (units)`. */
  readonly shapes: string;
  /** What it can be told. */
  readonly options: readonly EntryOption[];
  /** Options that a layer string gives by position: `conv:32:3`. */
  readonly positional: readonly string[];
}

/** An activation function. */
export interface ActivationEntry extends Entry {
  /** As a book prints it. */
  readonly formula: string;
  /** The derivative, or why there is none. */
  readonly derivative: string;
}

/** A loss. */
export interface LossEntry extends Entry {
  /** As a book prints it. */
  readonly formula: string;
  /** What the target holds. */
  readonly target: 'classes' | 'values';
  /** The output activation that the loss computes itself. */
  readonly folds: 'softmax' | 'sigmoid' | undefined;
}

/** An optimizer. */
export interface OptimizerEntry extends Entry {
  /** Step size unless another is given. */
  readonly learningRate: number;
  /** Settings it listens to, with their defaults. */
  readonly settings: Partial<OptimizerSettings>;
}

/** A schedule of the learning rate. */
export interface ScheduleEntry extends Entry {
  /** As a book prints it. */
  readonly formula: string;
  /** A text that uses it: `step:every=30,factor=0.5`. */
  readonly example: string;
  /** Values after its colon. */
  readonly parameters: readonly EntryOption[];
}

/** A metric of `evaluate`. */
export interface MetricEntry extends Entry {
  /** What it measures: classes, or values. */
  readonly task: 'classification' | 'regression';
  /** A greater value is better. */
  readonly higherIsBetter: boolean;
}

interface Described {
  readonly name: string;
  readonly aliases?: readonly string[];
  readonly summary: string;
  readonly source: string;
}

const entryOf = ({ name, aliases = [], summary, source }: Described): Entry => ({
  name,
  aliases,
  summary,
  source,
});

/** Every layer type. */
export const layers: readonly LayerEntry[] = allLayers.all.map((layer) => ({
  ...entryOf(layer),
  formula: layer.formula,
  shapes: layer.shapes,
  options: Object.entries(layer.options).map(([name, field]) => ({
    name,
    expects: field.expects,
    default: field.fallback,
  })),
  positional: layer.positional,
}));

/** Every activation function. */
export const activations: readonly ActivationEntry[] = allActivations.all.map((activation) => ({
  ...entryOf(activation),
  formula: activation.formula,
  derivative: activation.derivative,
}));

/** Every loss. */
export const losses: readonly LossEntry[] = allLosses.all.map((loss) => ({
  ...entryOf(loss),
  formula: loss.formula,
  target: loss.target,
  folds: loss.folds,
}));

/** Every optimizer. */
export const optimizers: readonly OptimizerEntry[] = allOptimizers.all.map((optimizer) => ({
  ...entryOf(optimizer),
  learningRate: optimizer.learningRate,
  settings: optimizer.defaults,
}));

/** Every schedule of the learning rate. */
export const schedules: readonly ScheduleEntry[] = allSchedules.all.map((schedule) => ({
  ...entryOf(schedule),
  formula: schedule.formula,
  example: schedule.example,
  parameters: Object.entries(schedule.parameters).map(([name, parameter]) => ({
    name,
    expects: parameter.expects,
    default: parameter.fallback,
  })),
}));

/** Every metric, of classes and of values. */
export const metrics: readonly MetricEntry[] = [...classMetrics.all, ...valueMetrics.all].map((metric) => ({
  ...entryOf(metric),
  task: metric.task,
  higherIsBetter: metric.higherIsBetter,
}));
