import { failure } from '../errors.ts';
import { initialize } from '../model/parameters.ts';
import { Runtime } from '../model/runtime.ts';
import { persistent } from '../plan/plan.ts';
import { inverseTimeDecay } from '../schedules/decay.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { passOf } from './figures.ts';
import { place } from './place.ts';
import type { Epoch, FitRequest } from './request.ts';
import { validator } from './validate.ts';

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
  const { round } = arena.views;
  const data = place(runtime, spec, train, 'train');
  const batch = Math.min(request.batchSize, train.rows);
  const gathers = request.shuffle || batch < train.rows;
  const order = persistent('order', [train.rows], 'int32');
  const cursor = persistent('cursor', [], 'int32');
  runtime.reserve(order, cursor);
  const source = { ...data, ...(gathers && { order, cursor }) };
  const sizes = [batch, train.rows % batch].filter((size) => size > 0);
  const passes = sizes.map((rows) =>
    passOf(runtime.compile({ mode: request.book ? 'book' : 'train', rows, source, loss, update }), round),
  );
  const validate = request.validation && validator(runtime, request, request.validation);

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
      const pass = passes[train.rows - row >= batch ? 0 : passes.length - 1];
      at[0] = row;
      key[1] = steps;
      step.learningRate = inverseTimeDecay(request.learningRate, request.decay, steps);
      step.t = steps + 1;
      rule.set(knobValues, step);
      knobs.set(knobValues);
      for (const { mask, keep } of pass.compiled.hostMasks) {
        const values = runtime.floats(mask);
        for (let j = 0; j < values.length; j++) values[j] = random.binomial(1, keep) / keep;
      }
      pass.bound.run();
      steps++;
      const batchLoss = pass.lossSum();
      if (!Number.isFinite(batchLoss)) throw diverged('loss', epoch, i, step.learningRate);
      lossTotal += batchLoss;
      penaltyTotal += pass.penalty() * pass.rows;
      hits += pass.hitSum();
      row += pass.rows;
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
