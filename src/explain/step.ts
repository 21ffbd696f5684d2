import { losses } from '../losses/index.ts';
import type { Parameter } from '../network/parameters.ts';
import { sgd } from '../optimizers/sgd.ts';
import { optimizerSettings } from '../train/choose.ts';
import { Replica } from './replica.ts';
import type { Subject } from './replica.ts';
import type { LayerStep, StepValues } from './stepValues.ts';

/** Step of the difference quotient: where rounding and curvature do the least harm in float64. */
const H = 1e-6;

const ruleOf = () => sgd.rule(optimizerSettings(sgd, {}));

/** The network with one sample in it, its loss and its gradients. Nothing moves: the learning rate is 0. */
class Step {
  readonly replica: Replica;

  constructor(request: Subject) {
    this.replica = new Replica(request, { rule: ruleOf() });
  }

  /**
   * Runs once and keeps what scratch memory holds only for a moment: every gradient by its name, and what the
   * layers leave for their backward pass, before it and after it.
   */
  runObserved(): Observed {
    const { bound } = this.replica;
    const found: Observed = { gradients: new Map(), saved: new Map(), after: new Map() };
    bound.observe(({ tensors, kernel, pass, layer }) => {
      for (const [arg, handle] of Object.entries(tensors)) {
        if (kernel.args[arg].kind !== 'tensor' || handle.storage.element !== 'float') continue;
        const ofLayer = handle.name.startsWith(`${layer} `);
        if (ofLayer) found[pass === 'backward' ? 'after' : 'saved'].set(handle.name, [...bound.read(handle)]);
        if (pass === 'backward') found.gradients.set(handle.name, [...bound.read(handle)]);
      }
    });
    return found;
  }

  /** The numerical gradient of the loss along one parameter, (L(w + h) − L(w − h)) / 2h. */
  difference(at: number): number {
    const { runtime, bound } = this.replica;
    const parameters = runtime.floats(runtime.memory.parameters);
    const before = parameters[at];
    const lossAt = (value: number) => {
      parameters[at] = value;
      bound.run();
      return this.replica.loss;
    };
    const [above, below] = [lossAt(before + H), lossAt(before - H)];
    parameters[at] = before;
    return (above - below) / (2 * H);
  }
}

/** What was seen of tensors while a step ran, by their names. */
interface Observed {
  readonly gradients: Map<string, number[]>;
  /** Tensors of the layers after the forward pass, and after the backward pass. */
  readonly saved: Map<string, number[]>;
  readonly after: Map<string, number[]>;
}

/** The tensors that a layer keeps for its backward pass, by their own names. */
const ownTensors = (all: ReadonlyMap<string, number[]>, layer: string) =>
  Object.fromEntries(
    [...all].flatMap(([name, values]) =>
      name.startsWith(`${layer} `) ? [[name.slice(layer.length + 1), values]] : [],
    ),
  );

/** The parameters of a layer with their gradients, and what else it keeps. */
function tensorsOf(step: Step, layer: string): Pick<LayerStep, 'parameters' | 'states'> {
  const { runtime } = step.replica;
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
function layerSteps(step: Step, x: ArrayLike<number>, observed: Observed): LayerStep[] {
  const { compiled, bound } = step.replica;
  const { layers } = compiled;
  const { gradients } = observed;
  const outputs = new Map(
    layers.map(({ resolved, output }) => [resolved.node.name, [...bound.read(output)]]),
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
      saved: ownTensors(observed.saved, name),
      savedGradients: ownTensors(observed.after, name),
      ...(dOutput && { dOutput }),
      ...(dInput && (inputs[0] !== 'input' || compiled.inputGradient) && { dInput }),
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
export function stepValues(request: Subject): StepValues {
  const { spec, x, target } = request;
  const loss = losses.get(request.loss);
  const step = new Step(request);
  const observed = step.runObserved();
  const layers = layerSteps(step, x, observed);
  const { replica } = step;
  return {
    x: Array.from(x),
    target: Array.from(target),
    layers,
    loss: replica.loss,
    lossName: loss.name,
    prediction: [...replica.bound.read(replica.compiled.prediction)],
    folded: loss.folds !== undefined && layers.length < spec.layers.length,
    training: request.training !== undefined,
  };
}
