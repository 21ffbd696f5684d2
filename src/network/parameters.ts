import { activations } from '../activations/index.ts';
import { initializers } from '../initializers/index.ts';
import type { InitChoice } from '../initializers/index.ts';
import type { Draw, ParameterSpec } from '../layers/define.ts';
import { sizeOf } from '../tensor/tensor.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { RandomState } from '../util/random.ts';
import { disconnect } from './connections.ts';
import { resolve } from './graph.ts';
import type { LayerNode, NetworkSpec } from './spec.ts';

/** One parameter and its place in the segment that holds all of them. */
export interface Parameter {
  /** `dense1.weight`, as in a model file. */
  readonly name: string;
  readonly layer: LayerNode;
  /** The letter in the layer's formula: W. */
  readonly key: string;
  readonly spec: ParameterSpec;
  /** First element in its segment, and how many. */
  readonly offset: number;
  readonly length: number;
}

/** What a network remembers: learned parameters, and running statistics that are kept but not learned. */
export interface ParameterTable {
  readonly trainable: readonly Parameter[];
  readonly states: readonly Parameter[];
  /** Lengths of the two segments. */
  readonly size: number;
  readonly stateSize: number;
}

/** Lists the parameters of a network in order of its layers. */
export function parametersOf(spec: NetworkSpec): ParameterTable {
  const trainable: Parameter[] = [];
  const states: Parameter[] = [];
  let size = 0;
  let stateSize = 0;
  for (const { node, inferred } of resolve(spec, 1, 'predict')) {
    for (const [key, parameter] of Object.entries(inferred.params ?? {})) {
      if (!parameter) continue;
      const length = sizeOf(parameter.shape);
      const name = `${node.name}.${parameter.disk}`;
      const place = { name, layer: node, key, spec: parameter, length };
      if (parameter.trainable === false) {
        states.push({ ...place, offset: stateSize });
        stateSize += length;
      } else {
        trainable.push({ ...place, offset: size });
        size += length;
      }
    }
  }
  return { trainable, states, size, stateSize };
}

/**
 * The activation that a layer feeds, through layers that have none of their own; its name decides --init
 * auto.
 */
function fedActivation(readers: ReadonlyMap<string, LayerNode>, layer: LayerNode): string {
  let name = layer.name;
  for (;;) {
    const next = readers.get(name);
    if (!next) return 'linear';
    if (next.type === 'activation') return String(next.options.function);
    if (next.type === layer.type) return 'linear';
    name = next.name;
  }
}

/** The first layer that takes each layer's output. */
function firstReaders(spec: NetworkSpec): ReadonlyMap<string, LayerNode> {
  const readers = new Map<string, LayerNode>();
  for (const node of spec.layers)
    for (const name of node.inputs) if (!readers.has(name)) readers.set(name, node);
  return readers;
}

/** Layers that --init data draws for; others are drawn as by auto. */
const DENSE = new Set(['dense', 'ntp']);

const isDraw = (init: ParameterSpec['init']): init is Draw =>
  typeof init === 'object' && !Array.isArray(init);

function fillDrawn(values: Float32Array | Float64Array, how: Draw, random: RandomState): void {
  const fans = { fanIn: 1, fanOut: 1 };
  if ('normal' in how) initializers.get('normal').fill(values, random, fans, how.normal);
  else if ('uniform' in how) initializers.get('uniform').fill(values, random, fans, how.uniform);
  else for (let i = 0; i < values.length; i++) values[i] = random.uniform(-1, 1) < 0 ? -how.signs : how.signs;
}

/** Fills a parameter with a draw that neighbours may share, and of which there may be equal copies. */
function draw(
  values: Float32Array | Float64Array,
  how: Draw,
  random: RandomState,
  { together, copies = 1 }: Pick<ParameterSpec, 'together' | 'copies'>,
): void {
  const one = values.subarray(0, values.length / copies);
  if (together) {
    const width = together.reduce((a, b) => a + b, 0);
    const drawn = new Float64Array((one.length / width) * together.length);
    fillDrawn(drawn, how, random);
    let at = 0;
    drawn.forEach((value, i) => one.fill(value, at, (at += together[i % together.length])));
  } else fillDrawn(one, how, random);
  for (let i = 1; i < copies; i++) values.set(one, i * one.length);
}

/**
 * Draws the parameters of one segment, layer by layer in order, from one stream: the order in which the
 * book's scripts call np.random.randn.
 */
export function initialize(
  spec: NetworkSpec,
  parameters: readonly Parameter[],
  segment: Float32Array | Float64Array,
  choice: InitChoice,
  random: RandomState,
): void {
  const readers = firstReaders(spec);
  for (const { layer, spec: parameter, offset, length } of parameters) {
    const values = segment.subarray(offset, offset + length);
    if (parameter.init !== 'weight') {
      const { init } = parameter;
      if (isDraw(init)) {
        draw(values, init, random, parameter);
        continue;
      }
      const parts = typeof init === 'string' ? [init === 'ones' ? 1 : 0] : init;
      const each = length / parts.length;
      parts.forEach((value, i) => values.fill(value, i * each, (i + 1) * each));
      continue;
    }
    const fans = { fanIn: parameter.fanIn ?? length, fanOut: parameter.fanOut ?? length };
    const own = choice === 'auto' || (choice.initializer.name === 'data' && !DENSE.has(layer.type));
    if (own && parameter.usual) draw(values, parameter.usual, random, parameter);
    else if (own) {
      const fed = parameter.feeds ?? fedActivation(readers, layer);
      const name = activations.find(fed)?.init ?? 'glorot';
      initializers.get(name).fill(values, random, fans, 0);
    } else {
      choice.initializer.fill(values, random, fans, choice.parameter);
    }
    if (parameter.connections) disconnect(values, parameter.shape.at(-1) ?? 1, parameter.connections, random);
  }
}

/** The parameters and states of a network as they are drawn before training. */
export function drawWeights(
  spec: NetworkSpec,
  choice: InitChoice,
  random: RandomState,
  dtype: 'float32' | 'float64',
): Map<string, Tensor> {
  const { trainable, states, size, stateSize } = parametersOf(spec);
  const Floats = dtype === 'float32' ? Float32Array : Float64Array;
  const [learned, kept] = [new Floats(size), new Floats(stateSize)];
  initialize(spec, trainable, learned, choice, random);
  initialize(spec, states, kept, choice, random);
  const from = (segment: Float32Array | Float64Array) => (parameter: Parameter) =>
    [
      parameter.name,
      {
        shape: parameter.spec.shape,
        dtype,
        data: segment.slice(parameter.offset, parameter.offset + parameter.length),
      },
    ] as const;
  return new Map([...trainable.map(from(learned)), ...states.map(from(kept))]);
}
