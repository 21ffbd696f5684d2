import type { LayerStep, StepValues } from './stepValues.ts';
import { losses } from '../losses/index.ts';
import type { Parameter } from '../network/parameters.ts';
import type { Bound } from '../plan/bind.ts';
import type { Handle } from '../plan/plan.ts';
import type { Compiled } from '../runtime/compileRequest.ts';
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

/** The network with one sample in it, its loss and its gradients. */
class Step {
  readonly runtime: Runtime;
  readonly compiled: Compiled;
  readonly bound: Bound;
  readonly #lossSum: Handle;
  /** How many answers the loss is the sum over. */
  readonly #answers: number;

  constructor(request: StepRequest) {
    const { spec, weights, x, target } = request;
    const loss = losses.get(request.loss);
    const rule = sgd.rule(optimizerSettings(sgd, {}));
    this.runtime = new Runtime(spec, referenceBackend('float64'), rule);
    this.runtime.setWeights(weights);
    const { compiled, bound } = this.runtime.compile({
      // In inference mode: of one row there are no statistics of a batch, and dropout would hide units at
      // random.
      mode: 'predict',
      rows: 1,
      loss: { loss },
      update: { rule },
      keepLayers: true,
    });
    if (!compiled.target || !compiled.lossSum) throw new Error('a step has a loss');
    this.compiled = compiled;
    this.bound = bound;
    this.runtime.floats(compiled.x).set(x);
    const classes = loss.target === 'classes';
    (classes ? this.runtime.ints(compiled.target) : this.runtime.floats(compiled.target)).set(target);
    this.#lossSum = compiled.lossSum;
    this.#answers = classes ? target.length : 1;
  }

  /** Mean loss of the last run. */
  get loss(): number {
    return this.bound.read(this.#lossSum)[0] / this.#answers;
  }

  /**
   * Runs once and keeps every gradient by its name: that of an output lives only until the layer before has
   * read it.
   */
  runObserved(): Map<string, number[]> {
    const gradients = new Map<string, number[]>();
    this.bound.observe(({ tensors, kernel, pass }) => {
      for (const [arg, handle] of Object.entries(tensors)) {
        const { kind } = kernel.args[arg];
        if (kind !== 'tensor' || pass !== 'backward' || handle.storage.element !== 'float') continue;
        gradients.set(handle.name, [...this.bound.read(handle)]);
      }
    });
    return gradients;
  }

  /** The numerical gradient of the loss along one parameter, (L(w + h) − L(w − h)) / 2h. */
  difference(at: number): number {
    const parameters = this.runtime.floats(this.runtime.memory.parameters);
    const before = parameters[at];
    const lossAt = (value: number) => {
      parameters[at] = value;
      this.bound.run();
      return this.loss;
    };
    const [above, below] = [lossAt(before + H), lossAt(before - H)];
    parameters[at] = before;
    return (above - below) / (2 * H);
  }
}

/** The parameters of a layer with their gradients, and what else it keeps. */
function tensorsOf(step: Step, layer: string): Pick<LayerStep, 'parameters' | 'states'> {
  const { runtime } = step;
  const { memory } = runtime;
  const own = <T extends Parameter>(all: readonly T[]) => all.filter((one) => one.layer.name === layer);
  const [values, gradients, states] = [memory.parameters, memory.gradients, memory.states].map((handle) =>
    runtime.floats(handle),
  );
  const part = (all: ArrayLike<number>, { offset, length }: Parameter) =>
    Array.from({ length }, (_, i) => all[offset + i]);
  return {
    states: own(memory.table.states).map((state) => ({ key: state.key, values: part(states, state) })),
    parameters: own(memory.table.trainable).map((parameter) => ({
      name: parameter.name,
      key: parameter.key,
      shape: parameter.spec.shape,
      values: part(values, parameter),
      gradient: part(gradients, parameter),
      difference: (index) => step.difference(parameter.offset + index),
    })),
  };
}

/** Every layer with what it reads and gives, and the gradients that arrive at it and leave it. */
function layerSteps(step: Step, x: ArrayLike<number>, gradients: ReadonlyMap<string, number[]>): LayerStep[] {
  const { layers } = step.compiled;
  const outputs = new Map(
    layers.map(({ resolved, output }) => [resolved.node.name, [...step.bound.read(output)]]),
  );
  outputs.set('input', Array.from(x));
  const last = layers.at(-1)?.resolved.node.name;
  return layers.map(({ resolved: { node, type, options, inferred } }): LayerStep => {
    const { name, inputs } = node;
    const dOutput = name === last ? gradients.get('dlogits') : gradients.get(`d${name}`);
    const dInput = gradients.get(`d${inputs[0]}`);
    return {
      name,
      type: type.name,
      ...(type.name === 'activation' && { activation: String(node.options.function) }),
      reads: inputs,
      inputs: inputs.map((input) => outputs.get(input) ?? []),
      output: outputs.get(name) ?? [],
      sizes: inferred.sizes,
      options,
      ...(dOutput && { dOutput }),
      ...(dInput && inputs[0] !== 'input' && { dInput }),
      ...tensorsOf(step, name),
    };
  });
}

/**
 * Runs one sample forwards and backwards with the reference kernels in float64 and keeps every number.
 * Nothing is updated.
 *
 * @throws NnError('usage') for a network that cannot be trained
 */
export function stepValues(request: StepRequest): StepValues {
  const { spec, x, target } = request;
  const loss = losses.get(request.loss);
  const step = new Step(request);
  const gradients = step.runObserved();
  const layers = layerSteps(step, x, gradients);
  return {
    x: Array.from(x),
    target: Array.from(target),
    layers,
    loss: step.loss,
    lossName: loss.name,
    prediction: [...step.bound.read(step.compiled.prediction)],
    folded: loss.folds !== undefined && layers.length < spec.layers.length,
  };
}
