import type { Model } from '../model/file.ts';
import { Runtime } from '../runtime/runtime.ts';
import type { Shape } from '../layers/define.ts';
import { inputsOf } from './inputs.ts';
import type { ModelInput } from './inputs.ts';
import { openKernels } from './kernels.ts';
import type { KernelOptions } from './kernels.ts';

/** What a layer gives for some rows. */
export interface LayerOutput {
  /** As in the model file: `dense1`. */
  readonly name: string;
  /** `dense`, `activation`, `conv` … */
  readonly type: string;
  /** The batch axis first: [rows, 64]. */
  readonly shape: Shape;
  /** Row-major, a copy. */
  readonly data: Float32Array | Float64Array;
}

/**
 * Runs rows through a model's network and returns what every layer gives, in order; the last one is the
 * network's output. Dropout is off.
 *
 * @param model one of `loadModel`, `train` or `Trainer.model`
 * @param input a table or records, which go through the model's scaling and categories, or rows as the
 *   network takes them
 * @param options which kernels compute, and in which precision
 * @throws {NnError} `input` when the rows do not fit the model
 * @example const [first] = await layerOutputs(model, [{ length: 5.1, width: 3.5 }]); // first.name: 'dense1',
 *   first.shape: [1, 64], first.data: 64 numbers
 */
export async function layerOutputs(
  model: Model,
  input: ModelInput,
  options: KernelOptions = {},
): Promise<LayerOutput[]> {
  const { data, rows } = inputsOf(model, input);
  const runtime = new Runtime(model.spec, await openKernels(options));
  runtime.setWeights(model.weights);
  const { compiled, bound } = runtime.compile({ mode: 'predict', rows, keepLayers: true });
  runtime.floats(compiled.x).set(data);
  bound.run();
  return compiled.layers.map(({ resolved, output }) => ({
    name: resolved.node.name,
    type: resolved.type.name,
    shape: output.shape,
    data: bound.read(output).slice(),
  }));
}
