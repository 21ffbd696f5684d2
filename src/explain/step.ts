import type { LayerStep, StepValues } from './stepValues.ts';
import { losses } from '../losses/index.ts';
import { referenceBackend, Runtime } from '../runtime/runtime.ts';
import type { NetworkSpec } from '../network/spec.ts';
import { sgd } from '../optimizers/sgd.ts';
import { optimizerSettings } from '../train/choose.ts';
import type { Tensor } from '../tensor/tensor.ts';

export interface StepRequest {
  readonly spec: NetworkSpec;
  readonly weights: ReadonlyMap<string, Tensor>;
  /** Name of the loss. */
  readonly loss: string;
  readonly x: ArrayLike<number>;
  /** Index of the class, one for each step where every step has an answer, or values for each output. */
  readonly target: ArrayLike<number>;
}

/** Step of the difference quotient: where rounding and curvature do the least harm in float64. */
const H = 1e-6;

/**
 * Runs one sample forwards and backwards with the reference kernels in float64 and keeps every number. Nothing is updated.
 * Throws usage errors of networks that cannot be trained.
 */
export function stepValues({ spec, weights, loss: name, x, target }: StepRequest): StepValues {
  const loss = losses.get(name);
  const settings = optimizerSettings(sgd, {});
  const rule = sgd.rule(settings);
  const runtime = new Runtime(spec, referenceBackend('float64'), rule);
  runtime.setWeights(weights);
  const { compiled, bound } = runtime.compile({
    // As it answers: of one row there are no statistics of a batch, and dropout would hide units at random.
    mode: 'predict',
    rows: 1,
    loss: { loss },
    update: { rule },
    keepLayers: true,
  });
  runtime.floats(compiled.x).set(x);
  if (!compiled.target || !compiled.lossSum) throw new Error('a step has a loss');
  if (loss.target === 'classes') runtime.ints(compiled.target).set(target);
  else runtime.floats(compiled.target).set(target);
  const answers = loss.target === 'classes' ? target.length : 1;
  const { lossSum } = compiled;
  // The gradient of an output lives only until the layer before has read it.
  const gradients = new Map<string, number[]>();
  bound.observe((step) => {
    for (const [arg, handle] of Object.entries(step.tensors)) {
      const { kind } = step.kernel.args[arg];
      if (kind !== 'tensor' || step.pass !== 'backward' || handle.storage.element !== 'float') continue;
      gradients.set(handle.name, [...bound.read(handle)]);
    }
  });
  const outputs = new Map(
    compiled.layers.map(({ resolved, output }) => [resolved.node.name, [...bound.read(output)]]),
  );
  outputs.set('input', Array.from(x));
  const { memory } = runtime;
  const parameters = runtime.floats(memory.parameters);
  const gradient = runtime.floats(memory.gradients).slice();
  const states = runtime.floats(memory.states);
  const lossNow = () => {
    bound.run();
    return bound.read(lossSum)[0] / answers;
  };
  const value = bound.read(lossSum)[0] / answers;
  const prediction = [...bound.read(compiled.prediction)];
  const last = compiled.layers.at(-1)?.resolved.node.name;
  const layers = compiled.layers.map(({ resolved: { node, type, options, inferred } }): LayerStep => {
    const dOutput = node.name === last ? gradients.get('dlogits') : gradients.get(`d${node.name}`);
    const dInput = gradients.get(`d${node.inputs[0]}`);
    return {
      name: node.name,
      type: type.name,
      ...(type.name === 'activation' && { activation: String(node.options.function) }),
      reads: node.inputs,
      inputs: node.inputs.map((input) => outputs.get(input) ?? []),
      output: outputs.get(node.name) ?? [],
      sizes: inferred.sizes,
      options,
      ...(dOutput && { dOutput }),
      ...(dInput && node.inputs[0] !== 'input' && { dInput }),
      states: memory.table.states
        .filter((state) => state.layer.name === node.name)
        .map(({ key, offset, length }) => ({ key, values: [...states.subarray(offset, offset + length)] })),
      parameters: memory.table.trainable
        .filter((parameter) => parameter.layer.name === node.name)
        .map(({ name: own, key, spec: { shape }, offset, length }) => ({
          name: own,
          key,
          shape,
          values: [...parameters.subarray(offset, offset + length)],
          gradient: [...gradient.subarray(offset, offset + length)],
          difference(index) {
            const before = parameters[offset + index];
            parameters[offset + index] = before + H;
            const above = lossNow();
            parameters[offset + index] = before - H;
            const below = lossNow();
            parameters[offset + index] = before;
            return (above - below) / (2 * H);
          },
        })),
    };
  });
  return {
    x: Array.from(x),
    target: Array.from(target),
    layers,
    loss: value,
    lossName: loss.name,
    prediction,
    folded: loss.folds !== undefined && layers.length < spec.layers.length,
  };
}
