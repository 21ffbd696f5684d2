import { tableFromGenerated } from '../data/convert.ts';
import { blobs } from '../data/generators/blobs.ts';
import { circles } from '../data/generators/circles.ts';
import type { Generator } from '../data/generators/define.ts';
import { friedman } from '../data/generators/friedman.ts';
import { moons } from '../data/generators/moons.ts';
import { sine } from '../data/generators/sine.ts';
import { spiral } from '../data/generators/spiral.ts';
import { vertical } from '../data/generators/vertical.ts';
import { xor } from '../data/generators/xor.ts';
import type { Table } from '../data/table.ts';
import { usageError } from '../errors.ts';
import { rangeText } from '../util/fields.ts';
import { RandomState } from '../util/random.ts';

/** How a data set is drawn. */
export interface DataSetOptions {
  /** Seed of `numpy.random`, 0 … 2³²−1; 0 unless given. */
  readonly seed?: number | undefined;
  /** The stream to draw from instead; it is left where NumPy's would stand. */
  readonly random?: RandomState | undefined;
  /** Precision of x, and of a target of numbers; float32 unless given, as after `nnfs.init()`. */
  readonly dtype?: 'float32' | 'float64' | undefined;
}

/** How a data set with noise is drawn. */
export interface NoisyOptions extends DataSetOptions {
  /** Standard deviation of the Gaussian noise, in the units of x. */
  readonly noise?: number | undefined;
}

/** Rows that were drawn, as arrays and as a table. */
export interface DataSet<Y extends Int32Array | Float32Array | Float64Array> {
  /** How many rows were drawn. */
  readonly rows: number;
  /** Names of the columns of x. */
  readonly features: readonly string[];
  /** Inputs, row-major [rows × features]. */
  readonly x: Float32Array | Float64Array;
  /** Targets [rows]: class indices from 0, or numbers. */
  readonly y: Y;
  /** The same rows with the target as the last column: `label` of classes, `y` of numbers. */
  readonly table: Table;
}

/** A data set of classes. */
export type ClassDataSet = DataSet<Int32Array>;
/** A data set of numbers to predict. */
export type ValueDataSet = DataSet<Float32Array | Float64Array>;

function generated(generator: Generator, sizes: readonly number[], options: NoisyOptions) {
  const {
    seed = 0,
    random = new RandomState(seed),
    dtype = 'float32',
    noise = generator.noise ?? 0,
  } = options;
  generator.parameters.forEach(({ name, min }, i) => {
    if (Number.isInteger(sizes[i]) && sizes[i] >= min) return;
    const wanted = rangeText({ integer: true, min });
    throw usageError(`${generator.name}: ${name} must be ${wanted}, found ${sizes[i]}`);
  });
  if (!(noise >= 0 && noise < Infinity))
    throw usageError(`${generator.name}: noise must be a number of at least 0, found ${noise}`);
  const made = generator.generate(random, { sizes, noise, dtype });
  const { rows, features, x, labels, values } = made;
  return { rows, features, x, labels, values, table: tableFromGenerated(made, generator.name) };
}

function ofClasses(generator: Generator, sizes: readonly number[], options: NoisyOptions): ClassDataSet {
  const { labels: y = new Int32Array(0), values: _, ...others } = generated(generator, sizes, options);
  return { ...others, y };
}

function ofValues(generator: Generator, sizes: readonly number[], options: NoisyOptions): ValueDataSet {
  const { values: y = new Float32Array(0), labels: _, ...others } = generated(generator, sizes, options);
  return { ...others, y };
}

/**
 * Arms of a spiral, one per class: `nnfs.datasets.spiral_data`, to the bit (NNFS ch. 3, from Karpathy's
 * CS231n).
 *
 * @param samples rows of each class, from 1
 * @param classes number of classes, from 1
 * @param options seed or stream, and precision
 * @returns x [samples·classes × 2], y [samples·classes]
 * @throws {NnError} `usage` for sizes that are no whole numbers from 1
 */
export function spiralData(samples: number, classes: number, options: DataSetOptions = {}): ClassDataSet {
  return ofClasses(spiral, [samples, classes], options);
}

/**
 * Vertical bands of points, one per class: `nnfs.datasets.vertical_data`, to the bit (NNFS ch. 6).
 *
 * @param samples rows of each class, from 1
 * @param classes number of classes, from 1
 * @param options seed or stream, and precision
 * @returns x [samples·classes × 2], y [samples·classes]
 * @throws {NnError} `usage` for sizes that are no whole numbers from 1
 */
export function verticalData(samples: number, classes: number, options: DataSetOptions = {}): ClassDataSet {
  return ofClasses(vertical, [samples, classes], options);
}

/**
 * One period of a sine: `nnfs.datasets.sine_data`, to the bit (NNFS ch. 17).
 *
 * @param samples rows, from 1
 * @param options seed or stream, noise, and precision
 * @returns x [samples × 1] from 0 to just below 1, y [samples] = sin(2πx) + noise (0 unless given)
 * @throws {NnError} `usage` for a size that is no whole number from 1, or a negative noise
 */
export function sineData(samples: number, options: NoisyOptions = {}): ValueDataSet {
  return ofValues(sine, [samples], options);
}

/**
 * Two half circles that interlock: the points of `sklearn.datasets.make_moons`, in class blocks.
 *
 * @param samples rows of each class, from 1
 * @param options seed or stream, noise, and precision
 * @returns x [2·samples × 2], with a noise of 0.1 unless given, y [2·samples]
 * @throws {NnError} `usage` for a size that is no whole number from 1, or a negative noise
 */
export function moonsData(samples: number, options: NoisyOptions = {}): ClassDataSet {
  return ofClasses(moons, [samples], options);
}

/**
 * A circle of radius ½ inside one of radius 1: `sklearn.datasets.make_circles(factor=0.5)`, in class blocks.
 *
 * @param samples rows of each class, from 1
 * @param options seed or stream, noise, and precision
 * @returns x [2·samples × 2], with a noise of 0.1 unless given, y [2·samples]
 * @throws {NnError} `usage` for a size that is no whole number from 1, or a negative noise
 */
export function circlesData(samples: number, options: NoisyOptions = {}): ClassDataSet {
  return ofClasses(circles, [samples], options);
}

/**
 * Gaussian clouds around centres drawn from −10 … 10, as `sklearn.datasets.make_blobs` makes them, in class
 * blocks.
 *
 * @param samples rows of each class, from 1
 * @param classes number of classes, from 1
 * @param options seed or stream, noise, and precision
 * @returns x [samples·classes × 2], with a deviation (`noise`) of 1 unless given, y [samples·classes]
 * @throws {NnError} `usage` for sizes that are no whole numbers from 1, or a negative noise
 */
export function blobsData(samples: number, classes: number, options: NoisyOptions = {}): ClassDataSet {
  return ofClasses(blobs, [samples, classes], options);
}

/**
 * Points of the square −1 … 1; class 1 where exactly one coordinate is positive. No single layer tells the
 * classes apart (Minsky and Papert 1969).
 *
 * @param samples rows of each class, from 1
 * @param options seed or stream, noise, and precision
 * @returns x [2·samples × 2], without noise unless given, y [2·samples]
 * @throws {NnError} `usage` for a size that is no whole number from 1, or a negative noise
 */
export function xorData(samples: number, options: NoisyOptions = {}): ClassDataSet {
  return ofClasses(xor, [samples], options);
}

/**
 * y = 10·sin(π·x1·x2) + 20·(x3 − ½)² + 10·x4 + 5·x5 + noise; x6 … x10 say nothing.
 * `sklearn.datasets.make_friedman1`, to the bit (Friedman 1991).
 *
 * @param samples rows, from 1
 * @param options seed or stream, noise, and precision
 * @returns x [samples × 10] from 0 to 1, y [samples], with a noise of 1 unless given
 * @throws {NnError} `usage` for a size that is no whole number from 1, or a negative noise
 */
export function friedmanData(samples: number, options: NoisyOptions = {}): ValueDataSet {
  return ofValues(friedman, [samples], options);
}
