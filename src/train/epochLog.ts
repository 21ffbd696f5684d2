import { unfitStored } from '../util/stored.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { epochFigures } from './epochFigures.ts';
import type { Epoch } from './events.ts';

/** The figures of an epoch in the order of the tensor; after them comes whether it was the best so far. */
export const logColumns = ['epoch', ...Object.values(epochFigures).map(({ key }) => key)] as const;

const WIDTH = logColumns.length + 1;
/** Rows that memory is taken for at first; it doubles whenever it is full. */
const FIRST = 16;

/**
 * The figures of the epochs of a run as numbers in rows: a third of the memory of objects and nothing for the
 * garbage collector, since a run may have millions. What an epoch does not have is NaN.
 */
export class EpochLog implements Iterable<Epoch> {
  #data = new Float64Array(FIRST * WIDTH);
  #length = 0;

  /** @param epochs copied into it */
  constructor(epochs: Iterable<Epoch> = []) {
    for (const epoch of epochs) this.push(epoch);
  }

  /** Epochs. */
  get length(): number {
    return this.#length;
  }

  push(epoch: Epoch): void {
    const at = this.#length * WIDTH;
    if (at === this.#data.length) {
      const grown = new Float64Array(2 * at);
      grown.set(this.#data);
      this.#data = grown;
    }
    for (let j = 0; j < logColumns.length; j++) this.#data[at + j] = epoch[logColumns[j]] ?? NaN;
    this.#data[at + logColumns.length] = epoch.best ? 1 : 0;
    this.#length++;
  }

  /** The figures of the epoch at a place, counted from the end where it is negative. */
  at(index: number): Epoch | undefined {
    const row = index < 0 ? this.#length + index : index;
    return row < 0 || row >= this.#length ? undefined : epochOf(this.#data, row, logColumns);
  }

  *[Symbol.iterator](): Iterator<Epoch> {
    for (let row = 0; row < this.#length; row++) yield epochOf(this.#data, row, logColumns);
  }

  /** As it is stored: shape (epochs, columns), float64; a view that holds until the next epoch. */
  tensor(): Tensor {
    const data = this.#data.subarray(0, this.#length * WIDTH);
    return { shape: [this.#length, WIDTH], dtype: 'float64', data };
  }

  /**
   * Reads what `tensor` stored.
   *
   * @param names of the columns, but the last; those of today unless given
   * @throws NnError('input') unless each row has what every epoch has
   */
  static read(tensor: Tensor | undefined, source: string, names: readonly string[] = logColumns): EpochLog {
    const bad = (what: string) => unfitStored({ source }, `the tensor "history" ${what}`);
    if (!tensor) throw bad('is missing');
    const [rows = 0, width] = tensor.shape;
    if (tensor.shape.length !== 2 || width !== names.length + 1)
      throw bad(`has shape (${tensor.shape.join(', ')}), expected ${names.length + 1} columns`);
    const log = new EpochLog();
    for (let row = 0; row < rows; row++) {
      const epoch = epochOf(tensor.data, row, names);
      if (epoch.epoch !== row || !Number.isFinite(epoch.loss) || !Number.isFinite(epoch.learningRate))
        throw bad(`says no number, loss and learning rate in row ${row + 1}`);
      log.push(epoch);
    }
    return log;
  }
}

type Column = (typeof logColumns)[number];

const isKnown = (name: string): name is Column => (logColumns as readonly string[]).includes(name);

/** The epoch in a row of stored numbers, whose columns but the last have names. */
function epochOf(data: Tensor['data'], row: number, names: readonly string[]): Epoch {
  const at = row * (names.length + 1);
  const figures: Partial<Record<Column, number>> = {};
  for (let j = 0; j < names.length; j++) {
    const [name, value] = [names[j], Number(data[at + j])];
    if (!Number.isNaN(value) && isKnown(name)) figures[name] = value;
  }
  const best = Number(data[at + names.length]) === 1;
  return { kind: 'epoch', ...figures, best } as Epoch;
}
