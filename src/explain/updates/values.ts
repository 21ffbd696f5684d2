import type { Optimizer, OptimizerSettings } from '../../optimizers/define.ts';
import type { Penalty } from '../../network/spec.ts';
import { parameterView } from '../../runtime/networkMemory.ts';
import { Replica } from '../replica.ts';
import type { PenaltyValue, Subject } from '../replica.ts';

/** How a network learns in the steps that are followed. */
export interface Learning {
  readonly optimizer: Optimizer;
  readonly settings: OptimizerSettings;
  readonly learningRate: number;
  /** λ·w added to the gradient; 0 for optimizers that decouple it. */
  readonly weightDecay: number;
  /** Of layers that have none of their own; absent: no layer has any. */
  readonly penalty?: Partial<Penalty> | undefined;
  /** How many updates, all on the same rows. */
  readonly steps: number;
}

/** A moment of a parameter before and after an update. */
interface Moment {
  readonly before: readonly number[];
  readonly after: readonly number[];
}

/** What an update makes of a parameter. */
export interface ParameterUpdate {
  readonly name: string;
  /** The letter in the layer's formula. */
  readonly key: string;
  readonly layer: string;
  readonly shape: readonly number[];
  readonly before: readonly number[];
  /** Gradient of the loss without penalties. */
  readonly lossGradient: readonly number[];
  /** Gradient that the optimizer sees: with penalties and weight decay. */
  readonly gradient: readonly number[];
  /** In the order of the optimizer. */
  readonly moments: Readonly<Record<string, Moment>>;
  readonly after: readonly number[];
}

/** Loss of a network with its parts. */
export interface LossParts {
  readonly dataLoss: number;
  readonly regularizationLoss: number;
  readonly loss: number;
}

/** One update, from 1. */
export interface Update extends LossParts {
  readonly t: number;
  readonly penalties: readonly PenaltyValue[];
  /** What the optimizer's kernel reads, as its rule writes it. */
  readonly knobs: readonly number[];
  readonly parameters: readonly ParameterUpdate[];
}

/** Updates one after the other, and the loss and the answer that they lead to. */
export interface Updates extends Learning {
  /** Name of the optimizer's kernel, and its formula. */
  readonly kernel: string;
  readonly formula: string;
  readonly all: readonly Update[];
  readonly after: LossParts;
  /** Output of the network before the first update and after the last. */
  readonly predictions: readonly [before: readonly number[], after: readonly number[]];
}

const regularization = (penalties: readonly PenaltyValue[]) =>
  penalties.reduce((all, { factor, sum }) => all + factor * sum, 0);

function partsOf({ loss: dataLoss, penalties }: Replica): LossParts {
  const regularizationLoss = regularization(penalties);
  return { dataLoss, regularizationLoss, loss: dataLoss + regularizationLoss };
}

const penaltyKernels = new Set(['addL1Grad', 'addL2Grad']);

/** Runs the plan once; returns the gradients as they are before penalties. */
function runOnce({ runtime, bound }: Replica): number[] {
  const gradients = () => [...runtime.floats(runtime.memory.gradients)];
  let ofLoss: number[] | undefined;
  bound.plan.steps.forEach(({ kernel, pass }, i) => {
    if (pass === 'update' || penaltyKernels.has(kernel.name)) ofLoss ??= gradients();
    bound.runStep(i);
  });
  return ofLoss ?? gradients();
}

/** Everything about update `t`, from 1; the network has learned from it then. */
function update(replica: Replica, t: number, { learningRate, settings }: Learning): Update {
  const { runtime, rule } = replica;
  const { memory } = runtime;
  const knobs = replica.prepare(t, learningRate, settings);
  const copies = () => ({
    weights: [...runtime.floats(memory.parameters)],
    moments: memory.moments.map((handle) => [...runtime.floats(handle)]),
  });
  const before = copies();
  const ofLoss = runOnce(replica);
  const after = copies();
  const gradients = [...runtime.floats(memory.gradients)];
  return {
    t,
    ...partsOf(replica),
    penalties: replica.penalties,
    knobs,
    parameters: memory.table.trainable.map((parameter): ParameterUpdate => {
      const { offset, length } = parameter;
      const part = (all: readonly number[]) => all.slice(offset, offset + length);
      return {
        name: parameter.name,
        key: parameter.key,
        layer: parameter.layer.name,
        shape: parameterView(memory, parameter).shape,
        before: part(before.weights),
        lossGradient: part(ofLoss),
        gradient: part(gradients),
        moments: Object.fromEntries(
          rule.moments.map((name, i) => [
            name,
            { before: part(before.moments[i]), after: part(after.moments[i]) },
          ]),
        ),
        after: part(after.weights),
      };
    }),
  };
}

/**
 * Updates a copy of a network on the same rows with the optimizer's own kernel, in float64, and keeps every
 * number.
 *
 * @throws NnError('usage') for a network that cannot be trained
 */
export function updateValues(subject: Subject, learning: Learning): Updates {
  const { optimizer, settings, penalty, weightDecay, steps } = learning;
  const rule = optimizer.rule(settings);
  const replica = new Replica(subject, { rule, penalty, weightDecay });
  const prediction = () => [...replica.bound.read(replica.compiled.prediction)];
  let first: number[] = [];
  const all = Array.from({ length: steps }, (_, i) => {
    const made = update(replica, i + 1, learning);
    if (i === 0) first = prediction();
    return made;
  });
  // With the random numbers of the first step, so that the two losses are of the same network.
  replica.shake(1);
  replica.bound.run();
  return {
    ...learning,
    kernel: rule.kernel.name,
    formula: rule.kernel.formula,
    all,
    after: partsOf(replica),
    predictions: [first, prediction()],
  };
}
