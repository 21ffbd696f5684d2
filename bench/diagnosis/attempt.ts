import { encodeFeatures, inputWidth } from '../../src/data/preprocessing.ts';
import { windowInputs, windowStarts, windowTargets } from '../../src/data/series.ts';
import type { Table } from '../../src/data/table.ts';
import { encodeClasses, encodeValues } from '../../src/data/target.ts';
import { NnError } from '../../src/errors.ts';
import { parseSpec, valuesOf, withOptions } from '../../src/options/spec.ts';
import type { GivenOptions } from '../../src/options/spec.ts';
import type { TrainOptions } from '../../src/options/train.ts';
import { decide } from '../../src/runs/decide.ts';
import type { Prepared } from '../../src/runs/decide.ts';
import { ofClasses, Predictor } from '../../src/runtime/predictor.ts';
import type { Backend } from '../../src/runtime/runtime.ts';
import { encodePart } from '../../src/tasks/table/encode.ts';
import { tableDataset } from '../../src/tasks/table/dataset.ts';
import { seriesDataset } from '../../src/tasks/series/dataset.ts';
import { extentsOf } from '../../src/tasks/series/fit.ts';
import type { Epoch } from '../../src/train/events.ts';
import { fit } from '../../src/train/fit.ts';
import type { Finished } from '../../src/train/fit.ts';
import type { WholePart } from '../../src/train/part.ts';
import { Training } from '../../src/train/training.ts';
import { RandomState } from '../../src/util/random.ts';
import { mean, populationDeviation } from '../../src/util/statistics.ts';
import { withoutLeaks } from './problems/columns.ts';
import type { Problem } from './problems/define.ts';

/** New rows that measure what a network is worth. */
const FRESH = 2000;

/** Options of a run as words: `--layers 2,64,3 --epochs 60`. */
export async function optionsOf(words: string): Promise<GivenOptions> {
  return (await parseSpec(['train', 'made', ...words.split(' ').filter((word) => word !== '')])).options;
}

/** How good answers to some rows are, row by row. */
export interface Fit {
  /** −log p of the true class, or the squared error as a share of the variance. */
  readonly losses: Float64Array;
  /** 1 where the class is correct; absent for values. */
  readonly correct?: Uint8Array;
  readonly target: Int32Array | Float64Array | Float32Array;
}

/** A run of nn train in memory. */
export interface Attempt {
  readonly o: TrainOptions;
  readonly prepared: Prepared;
  readonly epochs: readonly Epoch[];
  /** Absent where it diverged. */
  readonly finished?: Finished;
  /** On the rows that it learned from, and on new ones. */
  readonly training?: Fit;
  readonly fresh?: Fit;
  /** On new rows of which its leaking columns say nothing yet. */
  readonly later?: Fit;
}

/** A problem with so many rows, drawn with a seed. */
export interface Drawn {
  readonly problem: Problem;
  readonly rows: number;
  readonly seed: number;
}

function datasetOf({ problem, rows, seed }: Drawn, o: TrainOptions) {
  const { table } = problem.make(rows, new RandomState([seed, 1]), false);
  const origin = { name: problem.name, digest: undefined, dtype: 'float32' } as const;
  const random = new RandomState(seed);
  const dataset = problem.series
    ? seriesDataset(table, origin, { ...o, dateFormat: undefined })
    : tableDataset(table, origin, random, o, () => {});
  return decide(dataset, random.snapshot(), seed, o);
}

/** New rows as the network of a run takes them. */
function freshPart({ preprocessing }: Prepared, o: TrainOptions, table: Table, series = false): WholePart {
  const { target } = preprocessing;
  const rows = Int32Array.from({ length: table.rows }, (_, i) => i);
  const encoded = target.kind === 'classes' ? encodeClasses(target, table) : encodeValues(target, table);
  if (!series) return encodePart({ preprocessing, table, encoded, dtype: 'float32' }, rows);
  const width = inputWidth(preprocessing);
  const steps = encodeFeatures(preprocessing, table, new Float32Array(table.rows * width));
  const pieces = extentsOf(o);
  const starts = windowStarts(0, table.rows, pieces);
  return {
    kind: 'whole',
    x: windowInputs(steps, width, starts, pieces.window),
    target: windowTargets(encoded, starts, pieces),
    rows: starts.length,
  };
}

function measured(
  { setup, preprocessing }: Prepared,
  { weights }: Finished,
  part: WholePart,
  backend: Backend,
): Fit {
  const { x, rows, target } = part;
  const raw = new Predictor({ spec: setup.spec, weights }, backend).run(x, rows);
  if (preprocessing.target.kind !== 'classes') {
    const variance = populationDeviation(target) ** 2;
    return { losses: Float64Array.from(target, (value, i) => (raw[i] - value) ** 2 / variance), target };
  }
  const classes = preprocessing.target.classes.length;
  const outputs = ofClasses(raw, rows, classes);
  const of = (row: number) => outputs.subarray(row * classes, (row + 1) * classes);
  return {
    losses: Float64Array.from(target, (label, row) => -Math.log(Math.max(of(row)[label], 1e-7))),
    correct: Uint8Array.from(target, (label, row) => Number(of(row).indexOf(Math.max(...of(row))) === label)),
    target,
  };
}

/** Trains as nn train would and measures the network on many rows that it has not seen. */
export function attempt(drawn: Drawn, options: GivenOptions, backend: Backend): Attempt {
  const o = valuesOf({ source: 'made', options });
  const prepared = datasetOf(drawn, o);
  const { setup, train, validation } = prepared;
  const epochs: Epoch[] = [];
  let finished: Finished;
  try {
    const world = { backend, now: () => 0, interrupted: () => false };
    const run = fit(new Training(setup, { train, validation }, world));
    let next = run.next();
    for (; !next.done; next = run.next()) if (next.value.kind === 'epoch') epochs.push(next.value);
    finished = next.value;
  } catch (error) {
    if (!(error instanceof NnError)) throw error;
    return { o, prepared, epochs };
  }
  const { problem, seed } = drawn;
  const random = new RandomState([seed, 2]);
  // A class of the training rows that new rows lack keeps its place: names decide.
  const { table } = problem.make(problem.series ? 1000 : FRESH, random, true);
  const of = (rows: Table) =>
    measured(prepared, finished, freshPart(prepared, o, rows, problem.series), backend);
  return {
    o,
    prepared,
    epochs,
    finished,
    ...(train.kind === 'whole' && { training: measured(prepared, finished, train, backend) }),
    fresh: of(table),
    ...(problem.leaks && { later: of(withoutLeaks(table, problem.leaks, random)) }),
  };
}

/** The same run with other options on top. */
export const changed = (options: GivenOptions, patch: GivenOptions): GivenOptions =>
  withOptions(options, patch);

/** The share of correct classes, or of the variance that is explained. */
export const scoreOf = ({ correct, losses }: Fit): number => (correct ? mean(correct) : 1 - mean(losses));

/** The share of correct rows of each class. */
export function recalls({ correct = new Uint8Array(0), target }: Fit): number[] {
  const rows: number[] = [];
  const hits: number[] = [];
  target.forEach((label, row) => {
    rows[label] = (rows[label] ?? 0) + 1;
    hits[label] = (hits[label] ?? 0) + correct[row];
  });
  return rows.map((count, label) => hits[label] / count);
}

/**
 * Whether the second of two networks is better on the same new rows beyond chance: by its losses or by its correct
 * rows, and by neither of them worse. A paired z test, two-sided 5 %.
 */
export function isBetter(before: Fit | undefined, after: Fit | undefined): boolean {
  if (!after) return false;
  if (!before) return true;
  const z = (a: ArrayLike<number>, b: ArrayLike<number>) => {
    const differences = Float64Array.from(a, (value, i) => value - b[i]);
    const average = mean(differences);
    const variance = mean(differences.map((value) => (value - average) ** 2));
    return variance > 0 ? average / Math.sqrt(variance / differences.length) : 0;
  };
  const loss = z(before.losses, after.losses);
  const hits = before.correct && after.correct ? z(after.correct, before.correct) : 0;
  return Math.max(loss, hits) > 1.96 && Math.min(loss, before.correct ? hits : loss) > -1.96;
}

/** Whether the mean recall of the classes has grown by more than two hundredths. */
export function balancedBetter(before: Fit | undefined, after: Fit | undefined): boolean {
  const of = (fit: Fit) => mean(recalls(fit).filter(Number.isFinite));
  return before !== undefined && after !== undefined && of(after) > of(before) + 0.02;
}
