import { inputError, usageError } from '../errors.ts';
import { numberAt } from '../tensor/dtype.ts';
import { firstNotFinite } from '../tensor/numbers.ts';
import { shapeToString } from '../tensor/shape.ts';
import { sizeOf } from '../tensor/tensor.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { counted } from '../util/plural.ts';
import { parametersOf } from './parameters.ts';
import type { Parameter } from './parameters.ts';
import { givenExtents, orientationOf, orientationText } from './orientation.ts';
import type { Around, GivenLayer, Orientation } from './orientation.ts';
import type { LayerNode, NetworkSpec } from './spec.ts';

/** A network whose weights were given. */
export interface GivenNetwork {
  readonly spec: NetworkSpec;
  /** By the names of a model file, in the layout of the formulas. */
  readonly weights: ReadonlyMap<string, Tensor>;
  /** How the shapes were understood, a line for each layer. */
  readonly remarks: readonly string[];
}

/** Activations by name, where they are wanted. */
interface Activations {
  /** Between two layers. */
  readonly between?: string | undefined;
  /** After the last one. */
  readonly last?: string | undefined;
}

/** @throws NnError('input') where a number is none */
function checkNumbers(name: string, { data }: Tensor): void {
  const bad = firstNotFinite(data);
  if (bad >= 0)
    throw inputError(`${name} holds ${numberAt(data, bad)} at place ${bad}, expected finite numbers`);
}

/** The numbers of an array, in the order of W [inputs × neurons] where `turned`. */
function numbersOf({ shape, data }: Tensor, turned: boolean): Float64Array {
  const [a, b] = shape;
  if (!turned || shape.length < 2)
    return Float64Array.from({ length: sizeOf(shape) }, (_, i) => numberAt(data, i));
  return Float64Array.from({ length: a * b }, (_, i) => numberAt(data, (i % a) * b + Math.floor(i / a)));
}

/** W and b of a dense layer: float32 where the file holds that, else float64 as in NumPy. */
function denseWeights(layer: GivenLayer, name: string, orientation: Orientation): [string, Tensor][] {
  const { inputs, neurons } = givenExtents(layer, orientation);
  checkNumbers(layer.name, layer.weights);
  if (layer.bias) checkNumbers(`the bias of ${layer.name}`, layer.bias);
  const bias = layer.bias ? numbersOf(layer.bias, false) : new Float64Array(1);
  // One bias is added to every neuron, as NumPy does.
  const each = Float64Array.from({ length: neurons }, (_, j) => bias[bias.length === 1 ? 0 : j]);
  const tensor = (shape: readonly number[], values: Float64Array): Tensor =>
    layer.weights.dtype === 'float32'
      ? { shape, dtype: 'float32', data: Float32Array.from(values) }
      : { shape, dtype: 'float64', data: values };
  return [
    [`${name}.weight`, tensor([inputs, neurons], numbersOf(layer.weights, orientation === 'neurons'))],
    [`${name}.bias`, tensor([neurons], each)],
  ];
}

function remarksOf(layers: readonly GivenLayer[], orientation: Orientation): string[] {
  return layers.flatMap((layer) => {
    const { neurons } = givenExtents(layer, orientation);
    const one = layer.bias && sizeOf(layer.bias.shape) === 1 && neurons > 1;
    return [
      orientationText(layer, orientation),
      ...(one ? [`one bias for ${neurons} neurons: it is added to each, as NumPy does`] : []),
    ];
  });
}

/**
 * Dense layers after each other, made of their weights.
 *
 * @throws NnError('input') where shapes do not fit, and NnError('usage') where the orientation has to be said
 */
export function denseNetwork(
  layers: readonly GivenLayer[],
  around: Around,
  { between, last }: Activations,
): GivenNetwork {
  const orientation = orientationOf(layers, around);
  if (between !== undefined && between !== 'linear' && layers.length === 1 && last === undefined)
    throw usageError(`--activation ${between} stands between layers, and there is one`, {
      hint: `--output-activation ${between} follows the last layer`,
    });
  const nodes: LayerNode[] = [];
  const counts = new Map<string, number>();
  const append = (type: string, label: string, options: LayerNode['options']) => {
    const n = (counts.get(label) ?? 0) + 1;
    counts.set(label, n);
    nodes.push({ name: `${label}${n}`, type, options, inputs: [nodes.at(-1)?.name ?? 'input'] });
  };
  layers.forEach((layer, i) => {
    append('dense', 'dense', { units: givenExtents(layer, orientation).neurons, bias: true });
    const after = i < layers.length - 1 ? between : last;
    if (after !== undefined && after !== 'linear') append('activation', after, { function: after });
  });
  const weights = new Map(layers.flatMap((layer, i) => denseWeights(layer, `dense${i + 1}`, orientation)));
  const { inputs } = givenExtents(layers[0], orientation);
  return { spec: { input: [inputs], layers: nodes }, weights, remarks: remarksOf(layers, orientation) };
}

/** The parameters of a network, those of one layer together. */
function byLayer(spec: NetworkSpec): Map<LayerNode, Parameter[]> {
  const found = new Map<LayerNode, Parameter[]>();
  for (const parameter of parametersOf(spec).trainable) {
    const own = found.get(parameter.layer);
    if (own) own.push(parameter);
    else found.set(parameter.layer, [parameter]);
  }
  return found;
}

/**
 * A network whose layers with weights are filled in their order.
 *
 * @throws NnError('input') where shapes do not fit, and NnError('usage') where there are too few or too many
 */
export function filledNetwork(
  spec: NetworkSpec,
  layers: readonly GivenLayer[],
  around: Omit<Around, 'rows'>,
): GivenNetwork {
  const all = [...byLayer(spec)];
  const other = all.find(([{ type }]) => type !== 'dense');
  if (other)
    throw usageError(`--weights fill dense layers, but ${other[0].name} is of type ${other[0].type}`, {
      hint: 'a model file of nn holds all kinds of layers: --weights model.safetensors without --layers',
    });
  if (layers.length !== all.length)
    throw usageError(
      `the network has ${counted(all.length, 'layer')} with weights, found the weights of ${layers.length}`,
      {
        hint:
          layers.length < all.length
            ? `give one --weights for each, in order; those of ${all
                .slice(layers.length)
                .map(([{ name }]) => name)
                .join(' and ')} are missing`
            : 'leave out the last --weights, or add layers to --layers',
      },
    );
  const rows = [spec.input.at(-1) ?? 1];
  const orientation = orientationOf(layers, {
    ...around,
    rows: undefined,
    ...(spec.input.length === 1 && { rows }),
  });
  const weights = new Map(
    layers.flatMap((layer, i) => {
      const [{ name, options }] = all[i];
      const { neurons } = givenExtents(layer, orientation);
      if (neurons !== options.units)
        throw inputError(
          `${layer.name} ${shapeToString(layer.weights.shape)} makes ${counted(neurons, 'neuron')}, but ${name} of --layers has ${String(options.units)}`,
          { hint: `give ${String(options.units)} neurons, or ${neurons} in --layers` },
        );
      return denseWeights(layer, name, orientation);
    }),
  );
  return { spec, weights, remarks: remarksOf(layers, orientation) };
}
