import { usageError } from '../errors.ts';
import { parseInitAlone } from '../initializers/index.ts';
import type { Shape } from '../layers/define.ts';
import { formatLayers } from '../network/formatLayers.ts';
import { resolve } from '../network/graph.ts';
import { parseLayers } from '../network/layerString.ts';
import { initialize, parametersOf } from '../network/parameters.ts';
import type { NetworkSpec, Penalty } from '../network/spec.ts';
import { specOf } from '../network/specJson.ts';
import { sizeOf } from '../tensor/tensor.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { RandomState } from '../util/random.ts';
import { openTrainer } from './trainer.ts';
import type { TrainerOptions } from './learning.ts';
import type { Trainer } from './trainer.ts';

/**
 * Parameters and running statistics by their names in a model file, in the layout of the formulas: W is [in,
 * units].
 */
export type Weights = ReadonlyMap<string, Tensor>;

/** A layer as it is described in code or JSON. */
export interface LayerDescription {
  /** Name of a layer type: `dense`, `conv`, `lstm`; see `layers`. */
  readonly type: string;
  /** By the names that `layers` lists; `{ units: 64 }`. */
  readonly options?: Readonly<Record<string, unknown>>;
  /** Unique; `dense1`, `dense2` … unless given. */
  readonly name?: string;
  /** Names of the layers it reads, or `input`; the layer before it unless given. */
  readonly inputs?: readonly string[];
  /** Penalties on its parameters. */
  readonly penalty?: Partial<Penalty>;
}

/** A network as it is described in code or JSON; the last layer is the output. */
export interface NetworkDescription {
  /** Shape of one sample without the batch axis: `[2]`, `[28, 28, 1]`. */
  readonly input: Shape;
  /** Layers in order, each a record or an item of a layer string: `'64'`, `'relu'`, `'conv:32:3'`. */
  readonly layers: readonly LayerDescription[] | readonly string[];
}

/** How weights are drawn. */
export interface InitOptions {
  /**
   * `auto` (by the activation that follows), `he`, `glorot`, `lecun`, `nnfs` (0.01·randn), `normal:0.1`,
   * `uniform:0.05`, `zeros`, `ones`.
   */
  readonly init?: string | undefined;
  /** Seed of `numpy.random`, 0 … 2³²−1; 0 unless given. */
  readonly seed?: number | undefined;
  /** The stream to draw from instead, as the book's scripts draw data and weights from one. */
  readonly random?: RandomState | undefined;
}

/** A layer of a network with what follows from its place in it. */
export interface NetworkLayer {
  /** As parameters are named after it: `dense1`. */
  readonly name: string;
  /** `dense`, `activation`, `conv` … */
  readonly type: string;
  /** Names of the layers it reads, or `input`. */
  readonly inputs: readonly string[];
  /** Shape of its output for one sample. */
  readonly output: Shape;
  /** How many numbers it learns. */
  readonly parameters: number;
}

/**
 * A network: its layers, checked and with their shapes. It has no weights; `init` and `trainer` make some.
 */
export interface Network {
  /** Plain JSON, as model files hold it. */
  readonly spec: NetworkSpec;
  /** Shape of one sample, without the batch axis. */
  readonly input: Shape;
  /** Shape of the output for one sample. */
  readonly output: Shape;
  /** In the order in which they run. */
  readonly layers: readonly NetworkLayer[];
  /** How many numbers it learns. */
  readonly parameters: number;
  /** The layer string, as `nn train --layers` takes it. */
  toString(): string;
  /**
   * Draws weights. The same seed gives the same weights.
   *
   * @throws {NnError} `usage` for an unknown initializer, and for `data`, which needs training rows
   */
  init(options?: InitOptions): Weights;
  /**
   * The network in memory with an optimizer, to be trained one batch at a time.
   *
   * @throws {NnError} `usage` for unknown names and settings, or when loss and output do not fit together
   */
  trainer(options?: TrainerOptions): Promise<Trainer>;
}

function specFrom(description: string | NetworkDescription): NetworkSpec {
  const plain = { activation: 'linear', outputActivation: 'linear' };
  if (typeof description === 'string') return parseLayers(description, plain);
  const { input, layers } = description;
  if (layers.every((layer) => typeof layer === 'string'))
    return parseLayers([input.join('x'), ...layers].join(','), plain);
  return specOf({ input, layers });
}

function drawn(
  spec: NetworkSpec,
  { init = 'auto', seed = 0, random = new RandomState(seed) }: InitOptions,
): Weights {
  const { trainable, states, size, stateSize } = parametersOf(spec);
  const weights = new Map<string, Tensor>();
  for (const [parameters, length] of [
    [trainable, size],
    [states, stateSize],
  ] as const) {
    const segment = new Float32Array(length);
    initialize(spec, parameters, segment, parseInitAlone(init), random);
    for (const { name, spec: parameter, offset, length: own } of parameters)
      weights.set(name, {
        shape: parameter.shape,
        dtype: 'float32',
        data: segment.slice(offset, offset + own),
      });
  }
  return weights;
}

/** A network of layers that were checked already. */
export function networkOf(spec: NetworkSpec): Network {
  const nodes = resolve(spec, 1, 'predict');
  const table = parametersOf(spec);
  const layers = nodes.map(({ node, inferred }) => ({
    name: node.name,
    type: node.type,
    inputs: node.inputs,
    output: inferred.output.slice(1),
    parameters: table.trainable
      .filter(({ layer }) => layer.name === node.name)
      .reduce((n, { spec: { shape } }) => n + sizeOf(shape), 0),
  }));
  return {
    spec,
    input: spec.input,
    output: layers.at(-1)?.output ?? spec.input,
    layers,
    parameters: table.size,
    toString: () => formatLayers(spec),
    init: (options = {}) => drawn(spec, options),
    trainer: (options = {}) => openTrainer(spec, options),
  };
}

/**
 * A network from a layer string or from records. Nothing is added to it: activations stand where they are
 * written.
 *
 * @param description `'2,64,relu,3,softmax'`; the first item is the shape of a sample:
 *   `'28x28x1,conv:32:3,relu,flatten,10,softmax'`
 * @throws {NnError} `usage` for unknown layers and options, and for shapes that do not fit together, with the
 *   layer's name
 * @example const network = defineNetwork({
 *   input: [2],
 *   layers: [
 *     { type: 'dense', options: { units: 64 } },
 *     { type: 'activation', options: { function: 'relu' } },
 *     { type: 'dense', options: { units: 3 } },
 *   ],
 * });
 */
export function defineNetwork(description: string | NetworkDescription): Network {
  const spec = specFrom(description);
  if (spec.layers.length === 0) throw usageError('a network needs at least one layer');
  return networkOf(spec);
}
