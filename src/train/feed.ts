import type { Loss } from '../losses/define.ts';
import type { NetworkSpec } from '../network/spec.ts';
import { persistent } from '../plan/plan.ts';
import type { Handle } from '../plan/plan.ts';
import type { BatchSource } from '../runtime/compileRequest.ts';
import type { Runtime } from '../runtime/runtime.ts';
import type { RandomState } from '../util/random.ts';
import { checkBatch, leastBatch } from './leastBatch.ts';
import type { Part, StreamedPart, WholePart } from './part.ts';
import type { Setup } from './setup.ts';

/** What is trained on the rows. */
interface Target {
  readonly spec: NetworkSpec;
  readonly loss: Loss;
}

interface Data {
  readonly x: Handle;
  readonly target: Handle;
  readonly weights?: Handle;
}

/** Puts a data set into a runtime's memory; classes as the numbers 0 and 1 where the loss needs numbers. */
export function place(runtime: Runtime, { spec, loss }: Target, part: WholePart, label: string): Data {
  const { x, target, rows, weights } = part;
  const classes = target instanceof Int32Array && loss.target === 'classes';
  const handles = {
    x: persistent(`${label} x`, [rows, ...spec.input]),
    target: persistent(
      `${label} target`,
      classes && target.length === rows ? [rows] : [rows, target.length / rows],
      classes ? 'int32' : 'float',
    ),
    ...(weights && { weights: persistent(`${label} weights`, [rows, 1]) }),
  };
  runtime.reserveRows(
    rows,
    [handles.x, handles.target, handles.weights].filter((handle) => handle !== undefined),
  );
  runtime.floats(handles.x).set(x);
  if (classes) runtime.ints(handles.target).set(target);
  else runtime.floats(handles.target).set(target);
  if (handles.weights && weights) runtime.floats(handles.weights).set(weights);
  return handles;
}

/** Room for a window of rows that are loaded later. */
function placeWindow(runtime: Runtime, { spec, loss }: Target, { block, blocks }: StreamedPart): Data {
  const window = block * blocks;
  const classes = loss.target === 'classes';
  const handles = {
    x: persistent('train x', [window, ...spec.input]),
    target: persistent('train target', classes ? [window] : [window, 1], classes ? 'int32' : 'float'),
  };
  runtime.reserve(handles.x, handles.target);
  return handles;
}

/** Where training rows lie in memory, and in batches of which sizes they are taken. */
export interface Placed {
  readonly data: Data;
  readonly order: Handle;
  readonly cursor: Handle;
  /** Where a compiled network takes its batches from. */
  readonly source: BatchSource;
  /** Rows in memory at a time, and rows of a whole batch. */
  readonly window: number;
  readonly batch: number;
  /** Rows of the smallest batch: fewer at the end of a window join the batch before. */
  readonly least: number;
  /** Rows that fill no batch are left out. */
  readonly dropLast: boolean;
  /** Rows of every batch there is: whole ones, and what is left at the end of a window. */
  readonly sizes: readonly number[];
}

/** Rows of the next batch where so many are left of a window. */
export function nextBatch(left: number, { batch, least }: Pick<Placed, 'batch' | 'least'>): number {
  const rows = Math.min(batch, left);
  return left - rows < least ? left : rows;
}

/** Rows of the batches of a window: of whole ones, and of the last. */
function batchSizes(rows: number, batch: number, least: number): number[] {
  const rest = rows % batch;
  if (rest >= least || rest === 0) return [Math.min(batch, rows), ...(rest > 0 ? [rest] : [])];
  return rows < 2 * batch ? [rows] : [batch, batch + rest];
}

/** Reserves memory for training rows and puts those in that are there. */
export function placeTraining(
  runtime: Runtime,
  { spec, batchSize, shuffle, dropLast = false }: Setup,
  loss: Loss,
  train: Part,
): Placed {
  const streamed = train.kind === 'streamed';
  const window = streamed ? train.block * train.blocks : train.rows;
  const data = streamed
    ? placeWindow(runtime, { spec, loss }, train)
    : place(runtime, { spec, loss }, train, 'train');
  const batch = Math.min(batchSize, window);
  const gathers = shuffle || batch < train.rows;
  const order = persistent('order', [window], 'int32');
  const cursor = persistent('cursor', [], 'int32');
  runtime.reserve(order, cursor);
  const last = train.rows % window || window;
  const least = leastBatch(spec);
  checkBatch(spec, Math.min(batch, last));
  const sizes = new Set([window, last].flatMap((rows) => batchSizes(rows, batch, least)));
  return {
    data,
    order,
    cursor,
    source: { ...data, ...(gathers && { order, cursor }) },
    window,
    batch,
    least,
    dropLast,
    // Whole batches first, as most are.
    sizes: dropLast ? [batch] : [...new Set([batch, ...sizes])],
  };
}

/** Updates of an epoch over so many rows. */
export function stepsPerEpoch({ window, batch, least, dropLast }: Placed, rows: number): number {
  if (dropLast) return Math.floor(rows / batch);
  const batches = (count: number) => {
    const rest = count % batch;
    return Math.floor(count / batch) + (rest >= least || (rest > 0 && count < batch) ? 1 : 0);
  };
  return Math.floor(rows / window) * batches(window) + batches(rows % window);
}

/**
 * How the rows of a window are put together from blocks.
 *
 * @param order of the whole blocks, changed by whoever shuffles them
 */
function blockLoader(
  source: StreamedPart,
  order: Int32Array,
  x: WholePart['x'],
  target: WholePart['target'],
): (first: number, rows: number) => void {
  const { rows: all, block } = source;
  const width = x.length / target.length;
  return (first, rows) => {
    for (let done = 0; done < rows; done += block) {
      const position = (first + done) / block;
      const from = (position < order.length ? order[position] : order.length) * block;
      const count = Math.min(block, all - from, rows - done);
      source.load(from, count, x.subarray(done * width), target.subarray(done));
    }
  };
}

/**
 * The order in which training rows come: of the blocks of an epoch, and of the rows of the window in memory.
 */
export class Feed {
  /** Order of the whole blocks; a shorter one at the end of the data comes last. */
  readonly blocks: Int32Array;
  readonly order: Int32Array;
  readonly #cursor: Int32Array;
  readonly #rows: number;
  readonly #shuffle: boolean;
  /** Brings the rows of a window into memory; absent when all of them are there. */
  readonly #load: ((first: number, rows: number) => void) | undefined;

  /** Takes views of the memory, so that everything must be compiled before: compiling may move it. */
  constructor(runtime: Runtime, { data, order, cursor }: Placed, train: Part, shuffle: boolean) {
    const streamed = train.kind === 'streamed';
    this.blocks = new Int32Array(streamed ? Math.floor(train.rows / train.block) : 0);
    for (let i = 0; i < this.blocks.length; i++) this.blocks[i] = i;
    if (streamed) {
      const ints = data.target.storage.element === 'int32';
      const target = ints ? runtime.ints(data.target) : runtime.floats(data.target);
      this.#load = blockLoader(train, this.blocks, runtime.floats(data.x), target);
    }
    this.order = runtime.ints(order);
    for (let i = 0; i < this.order.length; i++) this.order[i] = i;
    this.#cursor = runtime.ints(cursor);
    this.#rows = train.rows;
    this.#shuffle = shuffle;
  }

  /** Rows of a window of the epoch, counted from 0. */
  rowsOf(window: number): number {
    const size = this.order.length;
    return Math.min(size, this.#rows - window * size);
  }

  beginEpoch(random: RandomState): void {
    if (this.#shuffle) random.shuffle(this.blocks);
  }

  /** Brings the rows of a window into memory, where they are not there already. */
  load(window: number): void {
    this.#load?.(window * this.order.length, this.rowsOf(window));
  }

  /** Brings the next window in; rows that are all in memory are only shuffled again. */
  beginWindow(window: number, random: RandomState): void {
    const rows = this.rowsOf(window);
    this.load(window);
    if (this.#load) for (let i = 0; i < rows; i++) this.order[i] = i;
    if (this.#shuffle) random.shuffle(this.order.subarray(0, rows));
  }

  /** The next batch begins at this row of the window. */
  moveTo(row: number): void {
    this.#cursor[0] = row;
  }
}
