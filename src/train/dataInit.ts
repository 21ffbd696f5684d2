import type { NetworkSpec } from '../network/spec.ts';
import { parameterView } from '../runtime/networkMemory.ts';
import { Runtime } from '../runtime/runtime.ts';
import type { Backend } from '../runtime/runtime.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { RandomState } from '../util/random.ts';
import { BLOCK, outputOf, someOf } from './rowOutputs.ts';
import type { RowsOfInputs } from './rowOutputs.ts';

/** Rows between which the kink of a unit comes to lie. */
const CORNERS = 5;

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
  rows: RowsOfInputs,
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
