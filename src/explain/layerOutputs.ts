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

type Pass = ReturnType<typeof passFor>;

/** A pass over rows, not yet run. */
function passFor(runtime: Runtime, x: Rows) {
  const pass = runtime.compile({ mode: 'predict', rows: x.shape[0], keepLayers: true });
  runtime.floats(pass.compiled.x).set(x.data);
  return pass;
}

function outputsOf({ compiled, bound }: Pass, x: Rows): LayerOutput[] {
  const outputs = compiled.layers.map(({ output }) => ({
    shape: output.shape,
    dtype: x.dtype,
    data: bound.read(output).slice(),
  }));
  const given = new Map(compiled.layers.map(({ output }, i) => [output, outputs[i]]));
  return compiled.layers.map(({ resolved, inputs: [first] }, i) => ({
    resolved,
    input: given.get(first) ?? x,
    output: outputs[i],
  }));
}

/**
 * Runs rows through a network in inference mode and keeps the output of every layer.
 *
 * @param x of shape [rows, …input]
 */
export function layerOutputs(runtime: Runtime, x: Rows): LayerOutput[] {
  const pass = passFor(runtime, x);
  pass.bound.run();
  return outputsOf(pass, x);
}

/**
 * The same, for networks of any size.
 *
 * @param x of shape [rows, …input]
 * @param pause waited for after every step, in which a signal is heard
 */
export async function layerOutputsWithPauses(
  runtime: Runtime,
  x: Rows,
  pause: () => Promise<void>,
): Promise<LayerOutput[]> {
  const pass = passFor(runtime, x);
  for (const step of pass.bound.plan.steps.keys()) {
    pass.bound.runStep(step);
    await pause();
  }
  return outputsOf(pass, x);
}
