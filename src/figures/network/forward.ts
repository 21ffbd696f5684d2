import type { LayerOutput } from '../../explain/layerOutputs.ts';
import { activations } from '../../activations/index.ts';
import { activationText } from '../../explain/activationText.ts';
import { cutNote, digits, manyDigits, someDigits, sumBlocks } from '../../explain/write.ts';
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
  /** The one row was given as a vector, and so are the outputs. */
  readonly single?: boolean;
  /** Its numbers were typed, so that sums show all their digits. */
  readonly typed?: boolean;
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

/** What a row or rows give, as they were given: a vector of one. */
const asGiven = (tensor: Tensor, { single }: Pick<Pass, 'single'>): Tensor => {
  const matrix = asMatrix(tensor);
  return single ? { ...matrix, shape: matrix.shape.slice(1) } : matrix;
};

/** Head and tail rows of a matrix in NumPy's print format. */
function preview(tensor: Tensor, pass: Pass, { precision, width }: PassDetail): string {
  const lineWidth = Math.min(75, width);
  const threshold = tensor.shape[0] <= WHOLE ? Infinity : 1;
  return arrayToString(asGiven(tensor, pass), { precision, lineWidth, threshold });
}

/** How numbers are written in the sums of a pass. */
const printOf = ({ typed }: Pass) => (typed ? manyDigits : digits);

/** Of which row something is written out; nothing where there is only one. */
const ofRow = ({ single }: Pass, row: number) => (single ? '' : `row ${row}, `);

/** That some units are not written out. */
const moreUnits = (all: number): Block[] =>
  all > UNITS ? [{ kind: 'text', text: `… and ${counted(all - UNITS, 'more unit')}` }] : [];

/** The weighted sums of one row through one dense layer. */
function explainDense(
  { input: x, output: y }: LayerOutput,
  W: Tensor,
  b: Tensor | undefined,
  pass: Pass,
  row: number,
): Block[] {
  const [k, units] = W.shape;
  const inputs = Array.from({ length: k }, (_, i) => x.data[row * k + i]);
  const column = (j: number) => Array.from({ length: k }, (_, i) => Number(W.data[i * units + j]));
  const shown = Math.min(units, UNITS);
  return [
    {
      kind: 'text',
      text: `${ofRow(pass, row)}unit by unit:  z[j] = Σᵢ x[i]·W[i,j]${b ? ' + b[j]' : ''}`,
    },
    ...cutNote(k),
    ...Array.from({ length: shown }, (_, j) =>
      sumBlocks(`z[${j}]`, inputs, column(j), {
        sum: y.data[row * units + j],
        bias: b ? Number(b.data[j]) : undefined,
        placeOf: (i) => `x[${i}]·W[${i},${j}]`,
        print: printOf(pass),
      }),
    ).flat(),
    ...moreUnits(units),
  ];
}

/** What an activation makes of each number of one row. */
function explainActivation({ resolved, input: x, output: y }: LayerOutput, pass: Pass, row: number): Block[] {
  const activation = activations.get(String(resolved.node.options.function));
  const size = asMatrix(x).shape[1];
  // Softmax goes over the last axis.
  const width = x.shape.at(-1) ?? size;
  const from = (at: number) => row * size + Math.floor(at / width) * width;
  const own = resolved.options.alpha;
  // NaN: the one of the function.
  const alpha = typeof own === 'number' && !Number.isNaN(own) ? own : activation.alpha;
  const lines = Array.from({ length: Math.min(size, UNITS) }, (_, at) => {
    const text = activationText(
      activation,
      {
        all: Array.from(x.data.subarray(from(at), from(at) + width)),
        at: at % width,
        y: y.data[row * size + at],
        alpha,
      },
      pass.typed ? someDigits : digits,
    );
    return `a[${at}] = ${text}`;
  });
  const text = `${ofRow(pass, row)}number by number:  ${activation.name}(x) = ${activation.formula}`;
  return [
    { kind: 'text', text },
    { kind: 'preformatted', equations: true, text: lines.join('\n') },
    ...moreUnits(size),
  ];
}

const parametersOf = ({ resolved: { node } }: LayerOutput, weights: Pass['weights']) => ({
  W: weights.get(`${node.name}.weight`),
  b: weights.get(`${node.name}.bias`),
});

/** A shape without the axis of rows, where there is one row that is no matrix. */
const shapeText = (shape: readonly number[], { single }: Pass) =>
  shapeToString(single ? shape.slice(1) : shape);

/** One layer: its shapes, its output, and its arithmetic for one row where that is to be written out. */
function layerBlocks(one: LayerOutput, number: number, pass: Pass, detail: PassDetail): Block[] {
  const { resolved, input, output } = one;
  const { W, b } = parametersOf(one, pass.weights);
  const shapes = [
    `${number}. ${resolved.node.name}: ${shapeText(input.shape, pass)} → ${shapeText(resolved.inferred.output, pass)}`,
    ...(W ? [`weights ${shapeToString(W.shape)}`] : []),
  ].join(', ');
  const row = detail.explainedRow;
  return [
    { kind: 'heading', text: shapes },
    { kind: 'preformatted', text: preview(output, pass, detail) },
    ...(row !== undefined && W?.shape.length === 2 ? explainDense(one, W, b, pass, row) : []),
    ...(row !== undefined && resolved.node.type === 'activation' ? explainActivation(one, pass, row) : []),
  ];
}

function nestedRows(tensor: Tensor): Json {
  const { shape, data } = asMatrix(tensor);
  return Array.from({ length: shape[0] }, (_, r) =>
    Array.from(data.subarray(r * shape[1], (r + 1) * shape[1]), Number),
  );
}

function layerJson(one: LayerOutput, pass: Pass): Json {
  const { node } = one.resolved;
  const { W, b } = parametersOf(one, pass.weights);
  const output = asGiven(one.output, pass);
  return {
    name: node.name,
    type: node.type,
    shape: pass.single ? output.shape : one.output.shape,
    ...(W && { weights: nestedRows(W) }),
    ...(b && { biases: Array.from(b.data, Number) }),
    output: pass.single ? Array.from(output.data, Number) : nestedRows(output),
  };
}

/** The layers of a forward pass; as data the output of the last one, or of the one that is shown alone. */
export function passResult(pass: Pass, detail: PassDetail): Result {
  const { source, layers, single } = pass;
  const shape = single ? pass.shape.slice(1) : pass.shape;
  const shown = layers
    .map((one, i) => ({ one, number: i + 1 }))
    .filter(({ number }) => detail.layer === undefined || detail.layer === number);
  const last = shown[shown.length - 1].one;
  return {
    blocks: () => [
      {
        kind: 'text',
        text: `input: ${source}, shape ${shapeToString(shape)}${single ? '' : ', a sample a row'}`,
      },
      ...shown.flatMap(({ one, number }) => layerBlocks(one, number, pass, detail)),
    ],
    json: () => ({
      input: { source, shape },
      layers: shown.map(({ one }) => layerJson(one, pass)),
    }),
    ...(detail.explainedRow === undefined && {
      data: { kind: 'array' as const, tensor: asGiven(last.output, pass) },
    }),
  };
}
