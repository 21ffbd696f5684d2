import { parseAugment } from '../augment/index.ts';
import { persistent } from '../plan/plan.ts';
import type { Rule } from '../optimizers/define.ts';
import type { LossRequest } from '../runtime/compileLoss.ts';
import { Runtime } from '../runtime/runtime.ts';
import type { Position, Schedule, ScheduleState } from '../schedules/define.ts';
import { parseSchedule } from '../schedules/parse.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { RandomState } from '../util/random.ts';
import { reserveAverage, WeightAverage } from './average.ts';
import { beginWeights } from './beginWeights.ts';
import { diverged } from './divergence.ts';
import type { Epoch, Tick } from './events.ts';
import { isBetter } from './earlyStopping.ts';
import { Feed, nextBatch, placeTraining, stepsPerEpoch } from './feed.ts';
import type { Placed } from './feed.ts';
import { monitorOf, monitorsAccuracy } from './monitor.ts';
import type { Monitor } from './monitor.ts';
import { targetsOf } from './part.ts';
import type { Rows } from './part.ts';
import { passOf } from './pass.ts';
import type { Pass } from './pass.ts';
import { lossOf, randomOf, updateOf } from './setup.ts';
import { shareOf, UpdateKnobs } from './updateKnobs.ts';
import type { Setup, World } from './setup.ts';
import { checkState } from './checkState.ts';
import { beginning, copyTensors, readTensors } from './state.ts';
import type { Best, Progress, Start, TrainingState } from './state.ts';
import { validator } from './validate.ts';
import type { Totals } from './validate.ts';

const scheduleOf = (text: string | undefined) => (text === undefined ? undefined : parseSchedule(text));

/** Milliseconds between two events while an epoch lasts. */
const TICK = 100;

const UNTRAINED = { epoch: 0, score: Infinity, correct: 0 };

/**
 * A training run that can be looked at between any two steps: its network in memory, its place in the data
 * and everything random. The same setup and rows give the same numbers on every run, and a run resumed from
 * `capture` gives the same numbers as one that was never interrupted.
 */
export class Training {
  readonly runtime: Runtime;
  readonly setup: Setup;
  readonly rows: Rows;
  readonly world: World;
  best: Best;
  /** Epoch in which its numbers left the finite ones. */
  divergedIn: number | undefined;
  readonly progress: Progress = beginning();
  readonly #loss: LossRequest;
  readonly #rule: Rule;
  readonly #random: RandomState;
  readonly #fixedRate: ((step: number) => number) | undefined;
  readonly #passes: readonly Pass[];
  readonly #batches: Placed;
  /** Share of the training rows that an epoch learns from. */
  readonly #used: number;
  readonly #feed: Feed;
  readonly #monitor: Monitor | undefined;
  readonly #validate: (() => Totals) | undefined;
  readonly #average: WeightAverage | undefined;
  readonly #key: Int32Array;
  readonly #knobs: Float32Array | Float64Array;
  readonly #knobWriter: UpdateKnobs;
  readonly #dropoutShare: Float32Array | Float64Array | undefined;
  readonly #decaySchedule: Schedule | undefined;
  readonly #dropoutSchedule: Schedule | undefined;
  readonly #step;
  readonly #schedule: Schedule;
  #scheduleState: ScheduleState;
  /** Where the schedule stands; one object for all steps. */
  readonly #position: { -readonly [K in keyof Position]: number };
  /**
   * Sums of loss, penalty and correct targets of this epoch so far; an array because a field would box every
   * new number.
   */
  readonly #sums = new Float64Array(3);

  /**
   * @throws {NnError} a usage error when network, loss and rows do not fit together, or a state is of another
   * network
   */
  constructor(setup: Setup, rows: Rows, world: World, { state, weights, rate }: Start = {}) {
    const { spec, settings } = setup;
    const { train, validation } = rows;
    const update = updateOf(setup);
    this.setup = setup;
    this.rows = rows;
    this.world = world;
    this.#loss = lossOf(setup);
    this.#rule = update.rule;
    this.#random = randomOf(setup);
    this.#fixedRate = rate;
    const runtime = new Runtime(spec, world.backend, this.#rule, update.groups?.length);
    this.runtime = runtime;
    const placed = placeTraining(runtime, setup, this.#loss.loss, train);
    this.#batches = placed;
    const augment = setup.augment === undefined ? [] : parseAugment(setup.augment);
    const mode = setup.book ? 'book' : 'train';
    const share = setup.dropoutSchedule === undefined ? undefined : persistent('dropout share', [1]);
    if (share) runtime.reserve(share);
    const average = setup.ema === undefined ? undefined : reserveAverage(runtime);
    const own = {
      update: { ...update, ...(average && { average }) },
      augment,
      ...(share && { dropoutShare: share }),
    };
    const request = { mode, source: placed.source, loss: this.#loss, ...own } as const;
    const { round } = runtime.arena.views;
    this.#passes = placed.sizes.map((size) => passOf(runtime.compile({ ...request, rows: size }), round));
    this.#monitor = setup.monitor && monitorOf(setup.monitor);
    this.#validate =
      validation && validator(runtime, { spec, loss: this.#loss }, validation, this.#monitor !== undefined);
    // Views of the memory are taken last: compiling may move it.
    this.#feed = new Feed(runtime, placed, train, setup.shuffle);
    this.#key = runtime.ints(runtime.memory.key);
    this.#key[0] = setup.seed;
    this.#knobs = runtime.floats(runtime.memory.knobs);
    this.#knobWriter = new UpdateKnobs(this.#rule, settings, update.groups);
    this.#dropoutShare = share && runtime.floats(share);
    this.#decaySchedule = scheduleOf(setup.decaySchedule);
    this.#dropoutSchedule = scheduleOf(setup.dropoutSchedule);
    this.#step = { learningRate: setup.learningRate };
    this.#schedule = parseSchedule(setup.schedule);
    this.#scheduleState = this.#schedule.initial;
    const perEpoch = stepsPerEpoch(placed, train.rows);
    this.#used = placed.dropLast ? (perEpoch * placed.batch) / train.rows : 1;
    const steps = perEpoch * setup.epochs;
    this.#position = { step: 0, epoch: 0, steps, epochs: setup.epochs };
    if (weights) runtime.setWeights(weights);
    else if (!state) beginWeights(this, this.#random);
    this.#average = average && new WeightAverage(runtime, average, setup.ema ?? 0);
    this.best = state ? this.#restore(state) : { ...UNTRAINED, weights: runtime.weights() };
  }

  /** Everything that the rest of the run depends on, between two steps. */
  capture(): TrainingState {
    return {
      progress: { ...this.progress, sums: [...this.#sums] },
      best: this.best,
      schedule: this.#scheduleState,
      random: this.#random.snapshot(),
      blocks: this.#feed.blocks.slice(),
      order: this.#feed.order.slice(),
      tensors: new Map([...copyTensors(this.runtime, this.#rule), ...(this.#average?.tensors() ?? [])]),
    };
  }

  /** Copies of the weights so far; of their average where that is kept. */
  weights(): ReadonlyMap<string, Tensor> {
    return this.#averaged(() => this.runtime.weights());
  }

  #averaged<T>(look: () => T): T {
    return this.#average ? this.#average.during(look) : look();
  }

  #restore(state: TrainingState): Best {
    checkState(state, {
      ...{ runtime: this.runtime, feed: this.#feed, placed: this.#batches },
      averages: this.#average !== undefined,
      ...{ rows: this.rows.train.rows, schedule: this.#schedule.initial },
    });
    readTensors(this.runtime, this.#rule, state.tensors);
    this.#average?.restore(state.tensors);
    this.#random.restore(state.random);
    this.#feed.blocks.set(state.blocks);
    this.#feed.order.set(state.order);
    this.#scheduleState = state.schedule;
    const { sums, ...progress } = state.progress;
    Object.assign(this.progress, progress);
    this.#sums.set(sums);
    if (this.progress.at > 0) this.#feed.load(this.progress.window);
    return state.best;
  }

  /**
   * Runs the rest of the current epoch. Events: a tick now and then, after which the run may be left alone
   * for good or continued; the epoch's figures are returned.
   * @throws {NnError} `failed` when a loss stops being finite
   */
  *epoch(): Generator<Tick, Epoch> {
    const { progress, world } = this;
    const { train } = this.rows;
    if (progress.row === 0) this.#beginEpoch();
    let looked = world.now();
    while (progress.row < train.rows) {
      this.#update();
      if (progress.row >= train.rows) break;
      const now = world.now();
      if (now - looked < TICK) continue;
      looked = now;
      const targets = (progress.row * targetsOf(train)) / train.rows;
      yield { kind: 'tick', epoch: progress.epoch, row: progress.row, loss: this.#sums[0] / targets };
    }
    return this.#finish();
  }

  #beginEpoch(): void {
    const { progress } = this;
    this.#feed.beginEpoch(this.#random);
    progress.window = 0;
    progress.at = 0;
    this.#sums.fill(0);
  }

  /** One update, epoch after epoch without validation; returns the mean loss of its batch. */
  step(): number {
    const { progress } = this;
    const { train } = this.rows;
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
    if (this.#fixedRate) return this.#fixedRate(steps);
    const at = this.#position;
    at.step = steps;
    at.epoch = this.progress.epoch;
    return this.#schedule.rate(this.setup.learningRate, at, this.#scheduleState);
  }

  /** One batch: forward, loss, backward, update. Allocates nothing. */
  #update(): void {
    const { progress, runtime } = this;
    const feed = this.#feed;
    if (progress.at === 0) feed.beginWindow(progress.window, this.#random);
    const windowRows = feed.rowsOf(progress.window);
    const rows = nextBatch(windowRows - progress.at, this.#batches);
    let pass = this.#passes[0];
    for (let i = 1; pass.rows !== rows; i++) pass = this.#passes[i];
    const step = this.#step;
    feed.moveTo(progress.at);
    this.#key[1] = progress.steps;
    step.learningRate = this.#rate(progress.steps);
    this.#position.step = progress.steps;
    const decay = shareOf(this.#decaySchedule, this.#position);
    this.#knobWriter.write(this.#knobs, step.learningRate, progress.steps + 1, decay);
    if (this.#dropoutShare) this.#dropoutShare[0] = shareOf(this.#dropoutSchedule, this.#position);
    for (const { mask, keep } of pass.compiled.hostMasks) {
      const values = runtime.floats(mask);
      for (let j = 0; j < values.length; j++) values[j] = this.#random.binomial(1, keep) / keep;
    }
    this.#average?.prepare(progress.steps);
    pass.bound.run();
    progress.steps++;
    progress.row += pass.rows;
    progress.at += pass.rows;
    if (this.#batches.dropLast && windowRows - progress.at < this.#batches.batch) {
      progress.row += windowRows - progress.at;
      progress.at = windowRows;
    }
    if (progress.at >= windowRows) {
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
    sums[2] += pass.correctSum();
  }

  /** Whether the epoch is the best so far; keeps its weights then, if any are kept. */
  #isBest(epoch: number, score: number, correct: number): boolean {
    const { minDelta, patience, lastOfEqual } = this.setup;
    const better = isBetter({ epoch, score, correct }, this.best, minDelta, lastOfEqual);
    if (better && patience > 0) this.best = { epoch, score, correct, weights: this.weights() };
    return better;
  }

  #finish(): Epoch {
    const { progress, setup } = this;
    const { train, validation } = this.rows;
    const { match } = this.#loss;
    const { round } = this.runtime.arena.views;
    const { epoch } = progress;
    const [loss, penalty, correct] = this.#sums;
    const learned = targetsOf(train) * this.#used;
    const dataLoss = round(loss / learned);
    const penalized = this.#passes[0].compiled.penalties.length > 0;
    const total = this.#averaged(() => this.#validate?.());
    const validationTargets = validation ? targetsOf(validation) : 1;
    const validationLoss = total && total.loss / validationTargets;
    if (validationLoss !== undefined && !Number.isFinite(validationLoss))
      throw this.diverged('validation loss');
    const watched = validationLoss ?? dataLoss;
    const monitored = total && validation && this.#monitor?.of(validation, total.outputs);
    const score = monitored === undefined ? watched : this.#monitor?.higherIsBetter ? -monitored : monitored;
    const byAccuracy = monitorsAccuracy(setup.monitor);
    const counted = byAccuracy ? (total?.correct ?? correct) : 0;
    // Where the last of equally good epochs is kept, as many correct rows are enough, whatever the loss.
    const best = this.#isBest(epoch, byAccuracy && setup.lastOfEqual ? 0 : score, counted);
    // A classifier that grows surer pays for its mistakes by a greater loss while it still learns.
    const learns = !setup.monitor && match !== undefined && total !== undefined && !validation?.weights;
    const gained = learns && total.correct > progress.mostCorrect;
    if (gained) progress.mostCorrect = total.correct;
    if (best || gained) progress.gainedAt = epoch;
    progress.score = watched;
    const base = setup.learningRate;
    const outcome = { score: watched, higherIsBetter: false, base };
    this.#scheduleState = this.#schedule.observe(this.#scheduleState, outcome);
    progress.epoch++;
    progress.row = 0;
    // Assigned, not spread, which takes as long as the update of a small network.
    const figures: { -readonly [Key in keyof Epoch]: Epoch[Key] } = {
      kind: 'epoch',
      epoch,
      loss: dataLoss,
      learningRate: this.#step.learningRate,
      best,
    };
    if (penalized) figures.penalty = round(penalty / (train.rows * this.#used));
    if (match) {
      figures.accuracy = correct / learned;
      figures.correct = correct;
    }
    if (validationLoss !== undefined) figures.validationLoss = validationLoss;
    if (match && total) figures.validationAccuracy = total.correct / validationTargets;
    if (monitored !== undefined && Number.isFinite(monitored)) figures.monitored = monitored;
    return figures;
  }

  /** The error of a run whose numbers left the finite ones. */
  diverged(what: string): Error {
    const { train } = this.rows;
    const { epoch, steps: step } = this.progress;
    this.divergedIn = epoch;
    const { learningRate } = this.#step;
    const rows = train.kind === 'whole' ? { x: train.x, target: train.target } : {};
    return diverged(this.runtime, { what, epoch, step, learningRate, ...rows });
  }
}
