import type { Block } from '../../report/result.ts';
import { writeSum } from '../products.ts';
import { equations, sourceOf, textBlocks } from './define.ts';
import type { Narrator } from './define.ts';
import type { LayerStep, ParameterStep } from '../stepValues.ts';
import {
  chain,
  chosenUnits,
  cutNote,
  digits,
  factor,
  more,
  othersThan,
  stepOf,
  sumBlocks,
} from '../write.ts';
import type { Detail } from '../write.ts';

const weightOf = ({ parameters }: LayerStep) =>
  parameters.find(({ key, shape }) => key === 'W' && shape.length === 2);
const biasOf = ({ parameters }: LayerStep) => parameters.find(({ key }) => key === 'b');

/** Column j of a matrix. */
const column = ({ values, shape }: ParameterStep, j: number) =>
  Array.from({ length: shape[0] }, (_, i) => values[i * shape[1] + j]);
const row = ({ values, shape }: ParameterStep, i: number) => values.slice(i * shape[1], (i + 1) * shape[1]);

/**
 * The matrix of a dense layer, and how many steps of a sequence it serves one by one; undefined for other
 * layers.
 */
function denseOf(layer: LayerStep): { W: ParameterStep; steps: number } | undefined {
  const W = weightOf(layer);
  if (!W || (layer.type !== 'dense' && layer.type !== 'sparse')) return undefined;
  return { W, steps: layer.output.length / W.shape[1] };
}

const part = (values: readonly number[], size: number, at: number) =>
  values.slice(at * size, (at + 1) * size);

/** Weighted sums of a dense layer, of one step where it serves many; undefined for other layers. */
function forward(layer: LayerStep, detail: Detail): Block[] | undefined {
  const dense = denseOf(layer);
  if (!dense) return undefined;
  const { W, steps } = dense;
  const [k, n] = W.shape;
  const bias = biasOf(layer);
  const step = stepOf(steps, detail);
  const x = part(layer.inputs[0], k, step);
  const z = part(layer.output, n, step);
  const shown = chosenUnits(n, detail);
  const from = `x from ${sourceOf(layer)}${steps > 1 ? `, step ${step + 1} of ${steps}` : ''}`;
  return [
    { kind: 'text', text: `weighted sums  z[j] = Σᵢ x[i]·W[i,j]${bias ? ' + b[j]' : ''},  ${from}` },
    ...cutNote(k),
    ...shown.flatMap((j) =>
      sumBlocks(`z[${j}]`, x, column(W, j), {
        sum: z[j],
        bias: bias?.values[j],
        placeOf: (i) => `x[${i}]·W[${i},${j}]`,
      }),
    ),
    ...textBlocks(othersThan(shown, n, detail)),
  ];
}

/** How the gradient comes back through a dense layer; undefined for other layers. */
function backward(layer: LayerStep, detail: Detail): Block[] | undefined {
  const dense = denseOf(layer);
  const { dOutput } = layer;
  if (!dense || !dOutput) return undefined;
  const { W, steps } = dense;
  const [k, n] = W.shape;
  const step = stepOf(steps, detail);
  const dz = part(dOutput, n, step);
  const back =
    detail.unit === undefined && layer.dInput
      ? part(layer.dInput, k, step)
          .slice(0, detail.units)
          .map((value, i) => chain(`dx[${i}]`, writeSum(row(W, i), dz, value, digits).plain))
      : undefined;
  return [
    ...(detail.frozen ? [] : steps > 1 ? summedOver(steps) : products(layer, W, dz, detail)),
    ...(back
      ? [
          {
            kind: 'text',
            text: `to the layer before  dx[i] = Σⱼ W[i,j]·dz[j]${steps > 1 ? `,  step ${step + 1}` : ''}`,
          } as const,
          { kind: 'preformatted', equations: true, text: back.join('\n') } as const,
        ]
      : []),
  ];
}

const summedOver = (steps: number): Block[] => [
  {
    kind: 'text',
    text: `weights  dW[i,j] = Σₜ x[t,i]·dz[t,j],  bias  db[j] = Σₜ dz[t,j],  over ${steps} steps`,
  },
];

/** Gradients of the weights, each a product. */
function products(
  layer: LayerStep,
  { shape, gradient }: ParameterStep,
  dz: readonly number[],
  detail: Detail,
): Block[] {
  const [x] = layer.inputs;
  const [k, n] = shape;
  const lines = chosenUnits(n, detail).flatMap((j) =>
    Array.from(
      { length: Math.min(detail.units, k) },
      (_, i) =>
        `dW[${i},${j}] = x[${i}]·dz[${j}] = ${factor(x[i])}·${factor(dz[j])} = ${digits(gradient[i * n + j])}`,
    ),
  );
  const all = detail.unit === undefined ? k * n : k;
  const units = detail.unit === undefined ? Math.max(k, n) : k;
  return [
    { kind: 'text', text: 'weights  dW[i,j] = x[i]·dz[j],  bias  db[j] = dz[j]' },
    equations([...lines, ...more(lines.length, all, 'weight', units)]),
  ];
}

export const dense: Narrator = { forward, backward };
