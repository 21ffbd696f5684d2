import type { ResolvedNode } from '../network/graph.ts';
import type { Runtime } from '../runtime/runtime.ts';
import type { Tensor } from '../tensor/tensor.ts';

/** Rows of floating-point numbers, [rows, …shape]. */
export interface Rows extends Tensor {
  readonly data: Float32Array | Float64Array;
}

/** A layer in inference mode: what it reads and what it gives, in the shapes of the plan. */
export interface LayerOutput {
  readonly resolved: ResolvedNode;
  /** Of the first layer that it reads. */
  readonly input: Rows;
  readonly output: Rows;
}

/**
 * Runs rows through a network in inference mode and keeps the output of every layer.
 *
 * @param x of shape [rows, …input]
 */
export function layerOutputs(runtime: Runtime, x: Rows): LayerOutput[] {
  const { compiled, bound } = runtime.compile({ mode: 'predict', rows: x.shape[0], keepLayers: true });
  runtime.floats(compiled.x).set(x.data);
  bound.run();
  const outputs = compiled.layers.map(({ output }) => ({
    shape: output.shape,
    dtype: x.dtype,
    data: bound.read(output).slice(),
  }));
  return compiled.layers.map(({ resolved, inputs: [first] }, i) => {
    const before = compiled.layers.findIndex(({ output }) => output === first);
    return { resolved, input: before < 0 ? x : outputs[before], output: outputs[i] };
  });
}
