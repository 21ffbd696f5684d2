import type { LayerOutput } from '../../explain/layerOutputs.ts';
import { cutNote, sumBlocks } from '../../explain/write.ts';
import type { Block, Json, Result } from '../../report/result.ts';
import { arrayToString } from '../../tensor/print.ts';
import { shapeToString } from '../../tensor/shape.ts';
import { sizeOf } from '../../tensor/tensor.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { counted } from '../../util/plural.ts';

/** A forward pass, layer by layer. */
export interface Pass {
  /** Where the rows came from, and their shape, [rows, …input]. */
  readonly source: string;
  readonly shape: readonly number[];
  /** What every layer gives. */
  readonly layers: readonly LayerOutput[];
  readonly weights: ReadonlyMap<string, Tensor>;
}

/** What of a forward pass is shown. */
export interface PassDetail {
  /** One layer, counted from 1; all of them when absent. */
  readonly layer: number | undefined;
  /** The row whose weighted sums are written out; none when absent. */
  readonly explainedRow: number | undefined;
  /** Digits after the decimal point, and columns of the terminal. */
  readonly precision: number;
  readonly width: number;
}

/** Matrices of more rows are printed by their first and last ones. */
const WHOLE = 10;
/** Units whose sums are written out. */
const UNITS = 8;

/** An output as a matrix, a row for each sample. */
export const asMatrix = (tensor: Tensor): Tensor => ({
  ...tensor,
  shape: [tensor.shape[0], sizeOf(tensor.shape.slice(1))],
});

/** Head and tail rows of a matrix in NumPy's print format. */
function preview(tensor: Tensor, { precision, width }: PassDetail): string {
  const lineWidth = Math.min(75, width);
  const threshold = tensor.shape[0] <= WHOLE ? Infinity : 1;
  return arrayToString(asMatrix(tensor), { precision, lineWidth, threshold });
}

/** The weighted sums of one row through one dense layer. */
function explainDense(
  { input: x, output: y }: LayerOutput,
  W: Tensor,
  b: Tensor | undefined,
  row: number,
): Block[] {
  const [k, units] = W.shape;
  const inputs = Array.from({ length: k }, (_, i) => x.data[row * k + i]);
  const column = (j: number) => Array.from({ length: k }, (_, i) => Number(W.data[i * units + j]));
  const shown = Math.min(units, UNITS);
  return [
    { kind: 'text', text: `row ${row}, unit by unit:  z[j] = Σᵢ x[i]·W[i,j]${b ? ' + b[j]' : ''}` },
    ...cutNote(k),
    ...Array.from({ length: shown }, (_, j) =>
      sumBlocks(`z[${j}]`, inputs, column(j), {
        sum: y.data[row * units + j],
        bias: b ? Number(b.data[j]) : undefined,
        placeOf: (i) => `x[${i}]·W[${i},${j}]`,
      }),
    ).flat(),
    ...(units > shown
      ? [{ kind: 'text', text: `… and ${counted(units - shown, 'more unit')}` } as const]
      : []),
  ];
}

const parametersOf = ({ resolved: { node } }: LayerOutput, weights: Pass['weights']) => ({
  W: weights.get(`${node.name}.weight`),
  b: weights.get(`${node.name}.bias`),
});

/** One layer: its shapes, its output, and the sums of a dense one where they are to be written out. */
function layerBlocks(
  one: LayerOutput,
  number: number,
  weights: Pass['weights'],
  detail: PassDetail,
): Block[] {
  const { resolved, input, output } = one;
  const { W, b } = parametersOf(one, weights);
  const shapes = [
    `${number}. ${resolved.node.name}: ${shapeToString(input.shape)} → ${shapeToString(resolved.inferred.output)}`,
    ...(W ? [`weights ${shapeToString(W.shape)}`] : []),
  ].join(', ');
  const row = detail.explainedRow;
  return [
    { kind: 'heading', text: shapes },
    { kind: 'preformatted', text: preview(output, detail) },
    ...(row !== undefined && W?.shape.length === 2 ? explainDense(one, W, b, row) : []),
  ];
}

function nestedRows(tensor: Tensor): Json {
  const { shape, data } = asMatrix(tensor);
  return Array.from({ length: shape[0] }, (_, r) =>
    Array.from(data.subarray(r * shape[1], (r + 1) * shape[1]), Number),
  );
}

function layerJson(one: LayerOutput, weights: Pass['weights']): Json {
  const { node } = one.resolved;
  const { W, b } = parametersOf(one, weights);
  return {
    name: node.name,
    type: node.type,
    shape: one.output.shape,
    ...(W && { weights: nestedRows(W) }),
    ...(b && { biases: Array.from(b.data, Number) }),
    output: nestedRows(one.output),
  };
}

/** The layers of a forward pass; as data the output of the last one, or of the one that is shown alone. */
export function passResult({ source, shape, layers, weights }: Pass, detail: PassDetail): Result {
  const shown = layers
    .map((one, i) => ({ one, number: i + 1 }))
    .filter(({ number }) => detail.layer === undefined || detail.layer === number);
  const last = shown[shown.length - 1].one;
  return {
    blocks: () => [
      { kind: 'text', text: `input: ${source}, shape ${shapeToString(shape)}, a sample a row` },
      ...shown.flatMap(({ one, number }) => layerBlocks(one, number, weights, detail)),
    ],
    json: () => ({
      input: { source, shape },
      layers: shown.map(({ one }) => layerJson(one, weights)),
    }),
    ...(detail.explainedRow === undefined && {
      data: { kind: 'array' as const, tensor: asMatrix(last.output) },
    }),
  };
}
