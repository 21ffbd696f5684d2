import { initialize } from '../network/parameters.ts';
import { Runtime } from '../runtime/runtime.ts';
import { persistent } from '../plan/plan.ts';
import type { Position, ScheduleState } from '../schedules/define.ts';
import { parseSchedule } from '../schedules/parse.ts';
import { passOf } from './pass.ts';
import type { Pass } from './pass.ts';
import { diverged } from './divergence.ts';
import { monitorOf } from './monitor.ts';
import type { Monitor } from './monitor.ts';
import { blockLoader, place, placeWindow } from './place.ts';
import { targetsOf } from './request.ts';
import type { Epoch, FitRequest, Tick } from './request.ts';
import { copyTensors, readTensors } from './state.ts';
import type { Best, Progress, TrainingState } from './state.ts';
import { validator } from './validate.ts';
import type { Totals } from './validate.ts';

/** Milliseconds between two events while an epoch lasts. */
const TICK = 100;

/**
 * A training run that can be looked at between any two steps: its network in memory, its place in the data and everything
 * random. The same request gives the same numbers on every run, and a run that goes on from `capture` gives the same
 * numbers as one that was never interrupted.
 */
export class Training {
  readonly runtime: Runtime;
  readonly request: FitRequest;
  best: Best;
  readonly progress: Progress = {
    epoch: 0,
    row: 0,
    window: 0,
    at: 0,
    steps: 0,
    rate: 0,
    score: 0,
    milliseconds: 0,
  };
  readonly #passes: readonly Pass[];
  readonly #batch: number;
  readonly #validate: (() => Totals) | undefined;
  readonly #monitor: Monitor | undefined;
  /** Brings the rows of a window into memory; absent when all of them are there. */
  readonly #load: ((first: number, rows: number) => void) | undefined;
  /** Order of the whole blocks; a shorter one at the end of the data comes last. */
  readonly #blocks: Int32Array;
  readonly #order: Int32Array;
  readonly #cursor: Int32Array;
  readonly #key: Int32Array;
  readonly #knobs: Float32Array | Float64Array;
  readonly #knobValues: Float64Array;
  readonly #step;
  readonly #schedule;
  #scheduleState: ScheduleState;
  /** Where the schedule is asked for its rate; one object for all steps. */
  readonly #position: { -readonly [K in keyof Position]: number };
  /** Loss, penalty and hits over the rows of this epoch so far; an array because a field would box every new number. */
  readonly #sums = new Float64Array(3);

  constructor(request: FitRequest, state?: TrainingState) {
    const { spec, train, update, settings, loss, random, augment = [] } = request;
    const { rule } = update;
    this.request = request;
    const runtime = new Runtime(spec, request.backend, rule);
    const { memory, arena } = runtime;
    this.runtime = runtime;
    const window = 'load' in train ? train.block * train.blocks : train.rows;
    const data =
      'load' in train ? placeWindow(runtime, request, train) : place(runtime, request, train, 'train');
    this.#batch = Math.min(request.batchSize, window);
    const gathers = request.shuffle || this.#batch < train.rows;
    const order = persistent('order', [window], 'int32');
    const cursor = persistent('cursor', [], 'int32');
    runtime.reserve(order, cursor);
    const source = { ...data, ...(gathers && { order, cursor }) };
    const lastWindow = train.rows % window || window;
    const sizes = new Set([
      this.#batch,
      window % this.#batch,
      lastWindow % this.#batch,
      Math.min(this.#batch, lastWindow),
    ]);
    const mode = request.book ? 'book' : 'train';
    this.#passes = [...sizes]
      .filter((size) => size > 0)
      .map((rows) =>
        passOf(runtime.compile({ mode, rows, source, loss, update, augment }), arena.views.round),
      );
    this.#monitor = request.monitor && monitorOf(request.monitor);
    this.#validate =
      request.validation && validator(runtime, request, request.validation, this.#monitor !== undefined);
    // Views of the memory are taken last: compiling may move it.
    this.#blocks = new Int32Array('load' in train ? Math.floor(train.rows / train.block) : 0);
    for (let i = 0; i < this.#blocks.length; i++) this.#blocks[i] = i;
    if ('load' in train) {
      const target = loss.loss.target === 'classes' ? runtime.ints(data.target) : runtime.floats(data.target);
      this.#load = blockLoader(train, this.#blocks, runtime.floats(data.x), target);
    }
    this.#order = runtime.ints(order);
    this.#cursor = runtime.ints(cursor);
    this.#key = runtime.ints(memory.key);
    this.#key[0] = request.seed;
    this.#knobs = runtime.floats(memory.knobs);
    this.#knobValues = new Float64Array(rule.knobs);
    this.#step = { learningRate: request.learningRate, t: 0, settings };
    for (let i = 0; i < window; i++) this.#order[i] = i;
    this.#schedule = request.schedule ?? parseSchedule('constant');
    this.#scheduleState = this.#schedule.initial;
    const batches = (rows: number) => Math.ceil(rows / this.#batch);
    const each = Math.floor(train.rows / window) * batches(window) + batches(train.rows % window);
    this.#position = { step: 0, epoch: 0, steps: each * request.epochs, epochs: request.epochs };
    if (state) {
      this.best = this.#restore(state);
      return;
    }
    if (request.weights) runtime.setWeights(request.weights);
    else {
      const { trainable, states } = memory.table;
      initialize(spec, trainable, runtime.floats(memory.parameters), request.init, random);
      initialize(spec, states, runtime.floats(memory.states), request.init, random);
    }
    this.best = { epoch: 0, score: Infinity, right: 0, weights: runtime.weights() };
  }

  /** Everything that the rest of the run depends on, between two steps. */
  capture(): TrainingState {
    return {
      progress: { ...this.progress, sums: [...this.#sums] },
      best: this.best,
      schedule: this.#scheduleState,
      random: this.request.random.snapshot(),
      blocks: this.#blocks.slice(),
      order: this.#order.slice(),
      tensors: copyTensors(this.runtime, this.request.update.rule),
    };
  }

  #restore(state: TrainingState): Best {
    readTensors(this.runtime, this.request.update.rule, state.tensors);
    this.request.random.restore(state.random);
    this.#blocks.set(state.blocks);
    this.#order.set(state.order);
    this.#scheduleState = state.schedule;
    const { sums, ...progress } = state.progress;
    Object.assign(this.progress, progress);
    this.#sums.set(sums);
    if (this.progress.at > 0) this.#loadWindow();
    return state.best;
  }

  /**
   * Runs the rest of the current epoch. Events: a tick now and then, after which it may be left alone for good or gone on
   * with; the epoch's figures are returned. Throws NnError('failed') when a loss stops being finite.
   */
  *epoch(): Generator<Tick, Epoch> {
    const { request, progress } = this;
    const { train } = request;
    if (progress.row === 0) this.#beginEpoch();
    let looked = request.now();
    while (progress.row < train.rows) {
      this.#update();
      if (progress.row >= train.rows) break;
      const now = request.now();
      if (now - looked < TICK) continue;
      looked = now;
      const targets = (progress.row * targetsOf(train)) / train.rows;
      yield { kind: 'tick', epoch: progress.epoch, row: progress.row, loss: this.#sums[0] / targets };
    }
    return this.#finish();
  }

  #beginEpoch(): void {
    const { request, progress } = this;
    if (request.shuffle) request.random.shuffle(this.#blocks);
    progress.window = 0;
    progress.at = 0;
    this.#sums.fill(0);
    progress.rate = this.#rate(Math.max(0, progress.steps - 1));
  }

  /** One update, epoch after epoch without validation; returns the mean loss of its batch. */
  step(): number {
    const { progress, request } = this;
    const { train } = request;
    if (progress.row >= train.rows) {
      progress.row = 0;
      progress.epoch++;
    }
    if (progress.row === 0) this.#beginEpoch();
    const [loss, row] = [this.#sums[0], progress.row];
    this.#update();
    return (((this.#sums[0] - loss) / (progress.row - row)) * train.rows) / targetsOf(train);
  }

  #rate(steps: number): number {
    const { learningRate, rate } = this.request;
    if (rate) return rate(steps);
    const at = this.#position;
    at.step = steps;
    at.epoch = this.progress.epoch;
    return this.#schedule.rate(learningRate, at, this.#scheduleState);
  }

  /** Rows of the window at hand. */
  get #windowRows(): number {
    const { train } = this.request;
    const size = this.#order.length;
    return Math.min(size, train.rows - this.progress.window * size);
  }

  #loadWindow(): void {
    this.#load?.(this.progress.window * this.#order.length, this.#windowRows);
  }

  /** Brings the next window in; rows that are all in memory are only shuffled again. */
  #beginWindow(): void {
    const { shuffle, random } = this.request;
    const rows = this.#windowRows;
    this.#loadWindow();
    if (this.#load) for (let i = 0; i < rows; i++) this.#order[i] = i;
    if (shuffle) random.shuffle(this.#order.subarray(0, rows));
  }

  /** One batch: forward, loss, backward, update. */
  #update(): void {
    const { request, progress, runtime } = this;
    const { random, update } = request;
    if (progress.at === 0) this.#beginWindow();
    const rows = Math.min(this.#batch, this.#windowRows - progress.at);
    let pass = this.#passes[0];
    for (let i = 1; pass.rows !== rows; i++) pass = this.#passes[i];
    const step = this.#step;
    this.#cursor[0] = progress.at;
    this.#key[1] = progress.steps;
    step.learningRate = this.#rate(progress.steps);
    step.t = progress.steps + 1;
    update.rule.set(this.#knobValues, step);
    this.#knobs.set(this.#knobValues);
    for (const { mask, keep } of pass.compiled.hostMasks) {
      const values = runtime.floats(mask);
      for (let j = 0; j < values.length; j++) values[j] = random.binomial(1, keep) / keep;
    }
    pass.bound.run();
    progress.steps++;
    progress.row += pass.rows;
    progress.at += pass.rows;
    if (progress.at >= this.#windowRows) {
      progress.window++;
      progress.at = 0;
    }
    const loss = pass.lossSum();
    if (!Number.isFinite(loss)) throw this.diverged('loss');
    const penalty = pass.penalty();
    if (!Number.isFinite(penalty)) throw this.diverged('penalty on the weights');
    const sums = this.#sums;
    sums[0] += loss;
    sums[1] += penalty * pass.rows;
    sums[2] += pass.hitSum();
  }

  #finish(): Epoch {
    const { request, progress } = this;
    const { train } = request;
    const { match } = request.loss;
    const { round } = this.runtime.arena.views;
    const { epoch } = progress;
    const [loss, penalty, hits] = this.#sums;
    const targets = targetsOf(train);
    const dataLoss = round(loss / targets);
    const regularizationLoss = round(penalty / train.rows);
    const total = this.#validate?.();
    const asked = request.validation ? targetsOf(request.validation) : 1;
    const validationLoss = total && total.loss / asked;
    if (validationLoss !== undefined && !Number.isFinite(validationLoss))
      throw this.diverged('validation loss');
    const watched = validationLoss ?? dataLoss;
    const monitored = total && request.validation && this.#monitor?.of(request.validation, total.outputs);
    const score = monitored === undefined ? watched : this.#monitor?.higherIsBetter ? -monitored : monitored;
    // More rows right is better; among equals the smaller loss, which still falls when no row changes sides.
    const right = request.monitor ? 0 : total ? total.hits : hits;
    const { best } = this;
    const better =
      epoch === 0 ||
      right > best.right ||
      (right === best.right && score < best.score - (request.minDelta ?? 0));
    if (better && request.patience > 0) this.best = { epoch, score, right, weights: this.runtime.weights() };
    progress.score = watched;
    this.#scheduleState = this.#schedule.observe(this.#scheduleState, {
      score: watched,
      higherIsBetter: false,
      base: request.learningRate,
    });
    progress.epoch++;
    progress.row = 0;
    return {
      kind: 'epoch',
      epoch,
      loss: round(dataLoss + regularizationLoss),
      dataLoss,
      regularizationLoss,
      learningRate: progress.rate,
      best: better,
      ...(match && { accuracy: hits / targets, hits }),
      ...(validationLoss !== undefined && { validationLoss }),
      ...(match && total && { validationAccuracy: total.hits / asked }),
      ...(monitored !== undefined && Number.isFinite(monitored) && { monitored }),
    };
  }

  /** The error of a run whose numbers left the finite ones. */
  diverged(what: string): Error {
    const { train } = this.request;
    const { epoch, steps: step } = this.progress;
    const { learningRate } = this.#step;
    const rows = 'load' in train ? {} : { x: train.x, target: train.target };
    return diverged(this.runtime, { what, epoch, step, learningRate, ...rows });
  }
}
