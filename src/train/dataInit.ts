import type { NetworkSpec } from '../network/spec.ts';
import type { Handle } from '../plan/plan.ts';
import { parameterView } from '../runtime/networkMemory.ts';
import type { Bound } from '../plan/bind.ts';
import { Runtime } from '../runtime/runtime.ts';
import type { Backend } from '../runtime/runtime.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { RandomState } from '../util/random.ts';

/** Rows of one forward pass, and rows that are looked at, at most. */
const BLOCK = 1024;
const MOST = 16_384;
/** Rows between which the kink of a unit comes to lie. */
const CORNERS = 5;

/** Rows of inputs, one after the other. */
interface Inputs {
  readonly x: Float32Array | Float64Array;
  readonly rows: number;
}

/** Evenly spaced rows, where there are more than are looked at. */
function someOf({ x, rows }: Inputs): Inputs {
  if (rows <= MOST) return { x, rows };
  const width = x.length / rows;
  const some = new Float64Array(MOST * width);
  for (let i = 0; i < MOST; i++) {
    const row = Math.floor((i * rows) / MOST);
    some.set(x.subarray(row * width, (row + 1) * width), i * width);
  }
  return { x: some, rows: MOST };
}

/** What a layer gives for all rows, one after the other. */
function outputOf(
  runtime: Runtime,
  { bound, x, output }: { bound: Bound; x: Handle; output: Handle },
  rows: Inputs,
): Float64Array {
  const [room, width] = [x.shape[0], rows.x.length / rows.rows];
  const units = bound.read(output).length / room;
  const all = new Float64Array(rows.rows * units);
  for (let row = 0; row < rows.rows; row += room) {
    const count = Math.min(room, rows.rows - row);
    runtime.floats(x).set(rows.x.subarray(row * width, (row + count) * width));
    bound.run();
    all.set(bound.read(output).subarray(0, count * units), row * units);
  }
  return all;
}

/** Population deviation of a column; 1 where it does not vary. */
function deviationOf(values: Float64Array, units: number, unit: number): number {
  const rows = values.length / units;
  let [sum, squares] = [0, 0];
  for (let i = unit; i < values.length; i += units) sum += values[i];
  for (let i = unit; i < values.length; i += units) squares += (values[i] - sum / rows) ** 2;
  const deviation = Math.sqrt(squares / rows);
  return deviation > 1e-6 * Math.abs(sum / rows) && deviation > 1e-20 ? deviation : 1;
}

/** Minus a random mean of what a unit gives for some rows, with weights of a flat Dirichlet distribution. */
function kinkOf(values: Float64Array, units: number, unit: number, random: RandomState): number {
  const rows = values.length / units;
  const at = Array.from({ length: CORNERS }, () => Math.floor(random.randomSample() * rows));
  const weights = at.map(() => random.exponential());
  const total = weights.reduce((a, b) => a + b);
  return -at.reduce((sum, row, i) => sum + (weights[i] / total) * values[row * units + unit], 0);
}

/**
 * Weights as --init data has them: what every unit of a dense layer sums up has deviation 1 over the training
 * rows, and its bias puts 0 at a random mean of five of them ("std" and "he+5" of Holzmueller et al. 2024).
 * Layer by layer, so that each sees what the layers before it now give.
 *
 * @param weights as they were drawn
 */
export function fitToRows(
  spec: NetworkSpec,
  backend: Backend,
  weights: ReadonlyMap<string, Tensor>,
  rows: Inputs,
  seed: number,
): ReadonlyMap<string, Tensor> {
  const some = someOf(rows);
  const runtime = new Runtime(spec, backend);
  runtime.setWeights(weights);
  const { compiled, bound } = runtime.compile({
    mode: 'predict',
    rows: Math.min(BLOCK, some.rows),
    keepLayers: true,
  });
  const { memory } = runtime;
  const random = new RandomState(seed);
  for (const { resolved, output } of compiled.layers) {
    const own = memory.table.trainable.filter(({ layer }) => layer.name === resolved.node.name);
    const weight = own.find(({ key }) => key === 'W');
    if (!isDataDriven(resolved.node.type) || !weight) continue;
    const w = runtime.floats(parameterView(memory, weight));
    const bias = own.find(({ key }) => key === 'b');
    const b = bias && runtime.floats(parameterView(memory, bias));
    b?.fill(0);
    const sums = outputOf(runtime, { bound, x: compiled.x, output }, some);
    const units = weight.spec.shape[1];
    for (let unit = 0; unit < units; unit++) {
      const deviation = deviationOf(sums, units, unit);
      for (let i = unit; i < w.length; i += units) w[i] /= deviation;
      if (b) b[unit] = kinkOf(sums, units, unit, random) / deviation;
    }
  }
  return runtime.weights();
}

/** Layers that --init data fits to the rows. */
export const isDataDriven = (type: string): boolean => type === 'dense' || type === 'ntp';
