import { failure } from '../errors.ts';
import { initialize } from '../model/parameters.ts';
import { Runtime } from '../model/runtime.ts';
import type { Backend } from '../model/runtime.ts';
import type { LossRequest, UpdateRequest } from '../model/compile.ts';
import type { NetworkSpec } from '../model/spec.ts';
import type { InitChoice } from '../initializers/index.ts';
import type { OptimizerSettings } from '../optimizers/define.ts';
import { persistent } from '../plan/plan.ts';
import { inverseTimeDecay } from '../schedules/decay.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { RandomState } from '../util/random.ts';

/** Inputs and targets of some rows, row-major; targets are class indices or values. */
export interface Part {
  readonly x: Float32Array | Float64Array;
  readonly target: Int32Array | Float32Array | Float64Array;
  readonly rows: number;
  /** A weight for each row, mean 1. */
  readonly weights?: Float64Array;
}

/** Everything that decides a training run. */
export interface FitRequest {
  readonly spec: NetworkSpec;
  readonly backend: Backend;
  readonly train: Part;
  readonly validation?: Part;
  readonly loss: LossRequest;
  readonly update: UpdateRequest;
  readonly settings: OptimizerSettings;
  readonly learningRate: number;
  readonly decay: number;
  readonly epochs: number;
  readonly batchSize: number;
  readonly shuffle: boolean;
  readonly init: InitChoice;
  /** Weights are drawn from it first, then shuffles, then the book's dropout masks. */
  readonly random: RandomState;
  readonly seed: number;
  /** Start from these weights instead of drawing. */
  readonly weights?: ReadonlyMap<string, Tensor>;
  /** Epochs without improvement before it stops; 0: never. */
  readonly patience: number;
  /** Dropout masks come from numpy's stream. */
  readonly book: boolean;
  /** Stop when this many milliseconds have passed. */
  readonly timeLimit?: number;
  readonly targetLoss?: number;
  now(): number;
  /** True when the user asked to stop after this epoch. */
  interrupted(): boolean;
}

/** Figures of one epoch; losses are means over the rows. */
export interface Epoch {
  readonly kind: 'epoch';
  readonly epoch: number;
  readonly loss: number;
  readonly dataLoss: number;
  readonly regularizationLoss: number;
  readonly accuracy?: number;
  /** Rows counted as right; a sum of shares for several outputs. */
  readonly hits?: number;
  readonly learningRate: number;
  readonly validationLoss?: number;
  readonly validationAccuracy?: number;
  readonly best: boolean;
}

export type StopReason = 'epochs' | 'early stopping' | 'interrupted' | 'time limit' | 'target loss';

export interface Finished {
  readonly kind: 'finished';
  readonly reason: StopReason;
  /** Epoch whose weights are returned. */
  readonly bestEpoch: number;
  readonly epochs: number;
  readonly weights: ReadonlyMap<string, Tensor>;
  readonly steps: number;
}

/** A data set in a runtime's memory. */
function place(runtime: Runtime, spec: NetworkSpec, part: Part, label: string) {
  const { x, target, rows, weights } = part;
  const classes = target instanceof Int32Array;
  const handles = {
    x: persistent(`${label} x`, [rows, ...spec.input]),
    target: persistent(
      `${label} target`,
      classes ? [rows] : [rows, target.length / rows],
      classes ? 'int32' : 'float',
    ),
    ...(weights && { weights: persistent(`${label} weights`, [rows, 1]) }),
  };
  runtime.reserve(handles.x, handles.target, ...(handles.weights ? [handles.weights] : []));
  runtime.floats(handles.x).set(x);
  if (classes) runtime.ints(handles.target).set(target);
  else runtime.floats(handles.target).set(target);
  if (handles.weights && weights) runtime.floats(handles.weights).set(weights);
  return handles;
}

interface Totals {
  loss: number;
  hits: number;
}

/** Runs a plan without update over all rows in pieces. */
function evaluator(runtime: Runtime, request: FitRequest, part: Part) {
  const data = place(runtime, request.spec, part, 'validation');
  const order = persistent('validation order', [part.rows], 'int32');
  const cursor = persistent('validation cursor', [], 'int32');
  runtime.reserve(order, cursor);
  const rows = Math.min(part.rows, 1024);
  const sizes = [rows, part.rows % rows].filter((size) => size > 0);
  const plans = sizes.map((size) =>
    runtime.compile({
      mode: 'predict',
      rows: size,
      source: { x: data.x, target: data.target, order, cursor },
      loss: request.loss,
    }),
  );
  runtime.ints(order).forEach((_, i, all) => (all[i] = i));
  const totals: Totals = { loss: 0, hits: 0 };
  return () => {
    totals.loss = 0;
    totals.hits = 0;
    const at = runtime.ints(cursor);
    for (at[0] = 0; at[0] < part.rows;) {
      const { compiled, bound } = plans[part.rows - at[0] >= rows ? 0 : plans.length - 1];
      bound.run();
      if (compiled.lossSum) totals.loss += bound.read(compiled.lossSum)[0];
      if (compiled.hitSum) totals.hits += bound.read(compiled.hitSum)[0];
      at[0] += compiled.rows;
    }
    return totals;
  };
}

function diverged(what: string, epoch: number, step: number, learningRate: number): Error {
  return failure(
    `training diverged: the ${what} is no longer a finite number (epoch ${epoch}, step ${step})`,
    {
      hint: `the learning rate ${learningRate} is probably too high: try --learning-rate ${Number((learningRate / 10).toPrecision(2))}, or --clip-norm 1`,
    },
  );
}

/**
 * Trains a network and reports every epoch. The same request gives the same numbers on every run.
 *
 * Epochs count from 0 as in the book's scripts; epoch e reports the loss before its update when one batch holds all rows,
 * as the book prints it. Throws NnError('failed') when a loss stops being finite.
 */
export function* fit(request: FitRequest): Generator<Epoch, Finished> {
  const { spec, train, update, settings, loss, random } = request;
  const { rule } = update;
  const runtime = new Runtime(spec, request.backend, rule);
  const { memory, arena } = runtime;
  const data = place(runtime, spec, train, 'train');
  const batch = Math.min(request.batchSize, train.rows);
  const gathers = request.shuffle || batch < train.rows;
  const order = persistent('order', [train.rows], 'int32');
  const cursor = persistent('cursor', [], 'int32');
  runtime.reserve(order, cursor);
  const source = { ...data, ...(gathers && { order, cursor }) };
  const sizes = [batch, train.rows % batch].filter((size) => size > 0);
  const plans = sizes.map((rows) =>
    runtime.compile({ mode: request.book ? 'book' : 'train', rows, source, loss, update }),
  );
  const validate = request.validation && evaluator(runtime, request, request.validation);

  const parameters = runtime.floats(memory.parameters);
  if (request.weights) runtime.setWeights(request.weights);
  else {
    initialize(spec, memory.table.trainable, parameters, request.init, random);
    initialize(spec, memory.table.states, runtime.floats(memory.states), request.init, random);
  }
  const orderView = runtime.ints(order);
  for (let i = 0; i < train.rows; i++) orderView[i] = i;
  const at = runtime.ints(cursor);
  const key = runtime.ints(memory.key);
  key[0] = request.seed;
  const knobs = runtime.floats(memory.knobs);
  const knobValues = new Float64Array(rule.knobs);
  const step = { learningRate: 0, t: 0, settings };
  const { round } = arena.views;

  let best = { epoch: 0, score: Infinity, right: 0, weights: runtime.weights() };
  const began = request.now();
  let reason: StopReason = 'epochs';
  let epoch = 0;
  let steps = 0;
  for (; epoch < request.epochs; epoch++) {
    if (request.shuffle) random.shuffle(orderView);
    let lossTotal = 0;
    let penaltyTotal = 0;
    let hits = 0;
    const reportedRate = inverseTimeDecay(request.learningRate, request.decay, Math.max(0, steps - 1));
    for (let row = 0, i = 0; row < train.rows; i++) {
      const { compiled, bound } = plans[train.rows - row >= batch ? 0 : plans.length - 1];
      at[0] = row;
      key[1] = steps;
      step.learningRate = inverseTimeDecay(request.learningRate, request.decay, steps);
      step.t = steps + 1;
      rule.set(knobValues, step);
      knobs.set(knobValues);
      for (const { mask, keep } of compiled.hostMasks) {
        const values = runtime.floats(mask);
        for (let j = 0; j < values.length; j++) values[j] = random.binomial(1, keep) / keep;
      }
      bound.run();
      steps++;
      const batchLoss = compiled.lossSum ? bound.read(compiled.lossSum)[0] : 0;
      if (!Number.isFinite(batchLoss)) throw diverged('loss', epoch, i, step.learningRate);
      lossTotal += batchLoss;
      let penalty = 0;
      for (const term of compiled.penalties)
        penalty = round(penalty + round(round(term.factor) * bound.read(term.sum)[0]));
      penaltyTotal += penalty * compiled.rows;
      if (compiled.hitSum) hits += bound.read(compiled.hitSum)[0];
      row += compiled.rows;
    }
    const dataLoss = round(lossTotal / train.rows);
    const regularizationLoss = round(penaltyTotal / train.rows);
    const total = validate?.();
    const rows = request.validation?.rows ?? 1;
    const validationLoss = total && total.loss / rows;
    if (validationLoss !== undefined && !Number.isFinite(validationLoss))
      throw diverged('validation loss', epoch, steps, step.learningRate);
    const score = validationLoss ?? dataLoss;
    const right = total ? total.hits : hits;
    // More rows right is better; among equals the smaller loss, which still falls when no row changes sides.
    const better = right > best.right || (right === best.right && score < best.score);
    if (better && request.patience > 0) best = { epoch, score, right, weights: runtime.weights() };
    yield {
      kind: 'epoch',
      epoch,
      loss: round(dataLoss + regularizationLoss),
      dataLoss,
      regularizationLoss,
      learningRate: reportedRate,
      best: better,
      ...(loss.match && { accuracy: hits / train.rows, hits }),
      ...(validationLoss !== undefined && { validationLoss }),
      ...(loss.match && total && { validationAccuracy: total.hits / rows }),
    };
    if (request.interrupted()) reason = 'interrupted';
    else if (request.patience > 0 && epoch - best.epoch >= request.patience) reason = 'early stopping';
    else if (request.timeLimit !== undefined && request.now() - began >= request.timeLimit)
      reason = 'time limit';
    else if (request.targetLoss !== undefined && score <= request.targetLoss) reason = 'target loss';
    if (reason !== 'epochs') {
      epoch++;
      break;
    }
  }
  const keepBest = request.patience > 0;
  const finite = parameters.every(Number.isFinite);
  if (!finite) throw diverged('network', epoch, steps, step.learningRate);
  return {
    kind: 'finished',
    reason,
    bestEpoch: keepBest ? best.epoch : epoch - 1,
    epochs: epoch,
    weights: keepBest ? best.weights : runtime.weights(),
    steps,
  };
}
