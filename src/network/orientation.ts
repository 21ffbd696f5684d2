import { inputError, usageError } from '../errors.ts';
import type { NnError } from '../errors.ts';
import { dotRule } from '../tensor/dot.ts';
import { shapeToString } from '../tensor/shape.ts';
import { sizeOf } from '../tensor/tensor.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { counted } from '../util/plural.ts';

/** Weights and biases of one layer as they were given. */
export interface GivenLayer {
  /** As the user knows the weights: `--weights`, `w1 of net.json`. */
  readonly name: string;
  /** A vector is one neuron. */
  readonly weights: Tensor;
  readonly bias?: Tensor | undefined;
}

/** What the rows of a matrix of weights are: neurons, as in the notes and in PyTorch, or inputs, as in Layer_Dense. */
export type Orientation = 'neurons' | 'inputs';

/** What is known about the shapes beside the weights themselves. */
export interface Around {
  /** Shape of what is multiplied, [inputs] of one row or [rows, inputs]; undefined where there are no rows. */
  readonly rows: readonly number[] | undefined;
  /** Orientation that was asked for. */
  readonly forced?: Orientation | undefined;
  /** Orientation of square matrices where nothing else decides; without it that is asked. */
  readonly assumed?: Orientation | undefined;
}

/** Inputs and neurons of a layer. */
export interface Extents {
  readonly inputs: number;
  readonly neurons: number;
}

/**
 * What the axes of weights mean.
 *
 * @throws NnError('input') for arrays of other ranks
 */
function extentsOf({ name, weights: { shape } }: GivenLayer, orientation: Orientation): Extents {
  if (shape.length > 2)
    throw inputError(`${name} has shape ${shapeToString(shape)}, expected a matrix: a row for each neuron`, {
      hint: 'weights of several layers are several options: --weights A --weights B',
    });
  if (shape.length < 2) return { inputs: sizeOf(shape), neurons: 1 };
  const [a, b] = shape;
  return orientation === 'neurons' ? { inputs: b, neurons: a } : { inputs: a, neurons: b };
}

/** The inputs of a row, or undefined where there is none. */
const inputsOf = (rows: readonly number[] | undefined) => rows?.at(-1);

/** NumPy's line where weights cannot be multiplied with these rows. */
function numpyLine(rows: readonly number[], { weights: { shape } }: GivenLayer, orientation: Orientation) {
  const turned = orientation === 'neurons' && shape.length === 2 ? shape.toReversed() : shape;
  // The notes write np.dot(weights, inputs) for one row, and np.dot(inputs, weights.T) for several.
  const rule =
    orientation === 'neurons' && rows.length === 1 && shape.length === 2
      ? dotRule(shape, rows)
      : dotRule(rows, turned);
  return 'message' in rule ? rule.message : undefined;
}

function unfitInputs(
  layer: GivenLayer,
  rows: readonly number[],
  orientation: Orientation,
  around: Around,
): NnError {
  const { inputs, neurons } = extentsOf(layer, orientation);
  const found = inputsOf(rows) ?? 0;
  const first = rows === around.rows;
  const giver = first
    ? `a row has ${counted(found, 'number')}`
    : `the layer before gives ${counted(found, 'number')}`;
  const each = neurons === 1 ? 'the neuron has' : 'each neuron has';
  const { shape } = layer.weights;
  const others: Orientation = orientation === 'neurons' ? 'inputs' : 'neurons';
  const otherFits = shape.length === 2 && extentsOf(layer, others).inputs === found;
  const example = Array.from({ length: inputs }, (_, i) => i + 1).slice(0, 12);
  const hint =
    otherFits && around.forced
      ? `${orientation === 'neurons' ? '--no-transpose' : '--transpose'} takes the other axis, or leave both out`
      : first && inputs <= 12
        ? `give a row of ${counted(inputs, 'number')}, such as '[${example.join(', ')}]', or neurons of ${counted(found, 'weight')}`
        : `give neurons of ${counted(found, 'weight')}`;
  const line = numpyLine(rows, layer, orientation);
  return inputError(
    [
      ...(line === undefined ? [] : [line]),
      `${layer.name}: ${each} ${counted(inputs, 'weight')}, but ${giver}`,
    ].join('\n'),
    { hint, ownLines: true },
  );
}

const zeros = (length: number) => `[${Array.from({ length }, () => 0).join(', ')}]`;

/** The error of biases that do not fit their neurons; undefined where they do. */
function unfitBias(
  { name, bias }: GivenLayer,
  { neurons }: Extents,
  rows: readonly number[] | undefined,
): NnError | undefined {
  if (!bias) return undefined;
  const { shape } = bias;
  const size = sizeOf(shape);
  const flat = shape.length <= 1 || size === shape.at(-1);
  if (flat && (size === neurons || size === 1)) return undefined;
  const product = rows && rows.length > 1 ? [rows[0], neurons] : [neurons];
  const broken = `operands could not be broadcast together with shapes (${product.join(',')}${product.length === 1 ? ',' : ''}) (${shape.join(',')}${shape.length === 1 ? ',' : ''})`;
  return inputError(
    `${broken}\n${name} makes ${counted(neurons, 'neuron')}, which ${neurons === 1 ? 'takes' : 'take'} ${counted(neurons, 'bias', 'biases')}, found ${flat ? size : `shape ${shapeToString(shape)}`}`,
    {
      ownLines: true,
      hint: neurons <= 12 ? `--bias '${zeros(neurons)}'` : 'give one number for each neuron',
    },
  );
}

/** The error of layers under an orientation; undefined where all of them fit. */
function misfit(
  layers: readonly GivenLayer[],
  orientation: Orientation,
  around: Around,
): NnError | undefined {
  let { rows } = around;
  for (const layer of layers) {
    const extents = extentsOf(layer, orientation);
    const found = inputsOf(rows);
    if (rows && found !== extents.inputs) return unfitInputs(layer, rows, orientation, around);
    const bias = unfitBias(layer, extents, rows);
    if (bias) return bias;
    rows = [...(rows ?? [0]).slice(0, -1), extents.neurons];
  }
  return undefined;
}

/** The orientation under which most of the first layer fits, for the message. */
function nearest([first]: readonly GivenLayer[], { rows }: Around): Orientation {
  const found = inputsOf(rows);
  const fits = (orientation: Orientation) => extentsOf(first, orientation).inputs === found;
  return !fits('neurons') && fits('inputs') ? 'inputs' : 'neurons';
}

/**
 * What the rows of the given matrices are, the same for all of them: what the lengths of rows and biases and the layers after
 * each other leave.
 *
 * @throws NnError('input') where no way fits, and NnError('usage') where both do: of square matrices alone
 */
export function orientationOf(layers: readonly GivenLayer[], around: Around): Orientation {
  const { forced, assumed } = around;
  if (forced) {
    const bad = misfit(layers, forced, around);
    if (bad) throw bad;
    return forced;
  }
  const fits = (['neurons', 'inputs'] as const).filter((orientation) => !misfit(layers, orientation, around));
  if (fits.length === 1) return fits[0];
  if (fits.length === 0) {
    const error = misfit(layers, nearest(layers, around), around);
    if (error) throw error;
  }
  // Vectors are neurons anyway.
  const turning = layers.find(({ weights: { shape } }) => shape.length === 2 && shape.some((n) => n !== 1));
  if (assumed || !turning) return assumed ?? 'neurons';
  const { shape } = turning.weights;
  const why = shape[0] === shape[1] ? 'are square' : 'fit both ways';
  throw usageError(`the weights ${shapeToString(shape)} ${why}: is a row a neuron or an input?`, {
    hint: 'add --transpose: a row is a neuron, np.dot(x, W.T) as in the notes; or --no-transpose: a row is an input, np.dot(x, W) as in Layer_Dense',
  });
}

/** What the shape of weights means, in words: `weights (3, 4): 3 neurons × 4 inputs`. */
export function orientationText(layer: GivenLayer, orientation: Orientation): string {
  const { inputs, neurons } = extentsOf(layer, orientation);
  const [n, i] = [counted(neurons, 'neuron'), counted(inputs, 'input')];
  const isMatrix = layer.weights.shape.length === 2;
  return `weights ${shapeToString(layer.weights.shape)}: ${orientation === 'neurons' || !isMatrix ? `${n} × ${i}` : `${i} × ${n}`}`;
}

/** Inputs and neurons of a layer that fits. */
export const givenExtents = extentsOf;
