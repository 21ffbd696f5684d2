import { activationNamed } from '../activations/index.ts';
import { losses } from '../losses/index.ts';
import type { Block } from '../report/result.ts';
import { writeSum } from './products.ts';
import { recurrentForward } from './narrateRecurrent.ts';
import { windowForward } from './narrateWindow.ts';
import { chain, chosenUnits, cutNote, digits, factor, listed, more, othersThan, sumBlocks } from './write.ts';
import type { Detail } from './write.ts';
import type { LayerStep, ParameterStep, StepValues } from './stepValues.ts';

const weightOf = ({ parameters }: LayerStep) =>
  parameters.find(({ key, shape }) => key === 'W' && shape.length === 2);
const biasOf = ({ parameters }: LayerStep) => parameters.find(({ key }) => key === 'b');
const isDense = (layer: LayerStep) =>
  (layer.type === 'dense' || layer.type === 'sparse') && weightOf(layer)?.shape[1] === layer.output.length;

/** Column j of a matrix. */
const column = ({ values, shape }: ParameterStep, j: number) =>
  Array.from({ length: shape[0] }, (_, i) => values[i * shape[1] + j]);
const row = ({ values, shape }: ParameterStep, i: number) => values.slice(i * shape[1], (i + 1) * shape[1]);

function denseForward(layer: LayerStep, detail: Detail): Block[] {
  const W = weightOf(layer);
  if (!W) return [];
  const bias = biasOf(layer);
  const [x] = layer.inputs;
  const shown = chosenUnits(layer.output.length, detail);
  const [source] = layer.reads;
  return [
    {
      kind: 'text',
      text: `weighted sums  z[j] = Σᵢ x[i]·W[i,j]${bias ? ' + b[j]' : ''},  x from ${source === 'input' ? 'the row' : source}`,
    },
    ...cutNote(x.length),
    ...shown.flatMap((j) =>
      sumBlocks(`z[${j}]`, x, column(W, j), {
        sum: layer.output[j],
        bias: bias?.values[j],
        placeOf: (i) => `x[${i}]·W[${i},${j}]`,
      }),
    ),
    ...othersThan(shown, layer.output.length, detail).map((text): Block => ({ kind: 'text', text })),
  ];
}

function activationForward(layer: LayerStep, detail: Detail): Block[] {
  const { name, formula } = activationNamed(layer.activation ?? '');
  const [z] = layer.inputs;
  const shown = chosenUnits(z.length, detail);
  const lines = shown.map((j) => `a[${j}] = ${name}(${digits(z[j])}) = ${digits(layer.output[j])}`);
  return [
    { kind: 'text', text: `${name}  a = ${formula}` },
    {
      kind: 'preformatted',
      equations: true,
      text: [...lines, ...othersThan(shown, z.length, detail)].join('\n'),
    },
  ];
}

function forwardOf(layer: LayerStep, index: number, detail: Detail): Block[] {
  const sizes = `${layer.inputs.map((input) => input.length).join(' and ')} → ${layer.output.length}`;
  const heading: Block = { kind: 'heading', text: `${index + 1}. ${layer.name} (${layer.type}): ${sizes}` };
  if (isDense(layer)) return [heading, ...denseForward(layer, detail)];
  if (layer.activation !== undefined) return [heading, ...activationForward(layer, detail)];
  const own = windowForward(layer, detail) ?? recurrentForward(layer, detail);
  if (own) return [heading, ...own];
  return [
    heading,
    { kind: 'preformatted', equations: true, text: `output  ${listed(layer.output, 2 * detail.units)}` },
  ];
}

/** Softmax written out, where the loss takes it in. */
function foldedForward(values: StepValues, { units }: Detail): Block[] {
  const z = values.layers.at(-1)?.output ?? [];
  const p = values.prediction;
  const shown = Math.min(Math.max(units, 3), z.length);
  if (values.lossName !== 'cross-entropy') {
    const lines = z
      .slice(0, shown)
      .map((value, j) => `p[${j}] = 1 / (1 + e^${digits(-value)}) = ${digits(p[j])}`);
    return [
      { kind: 'heading', text: 'sigmoid' },
      { kind: 'preformatted', equations: true, text: lines.join('\n') },
    ];
  }
  const most = Math.max(...z);
  const powers = z.map((value) => Math.exp(value - most));
  const sum = powers.reduce((a, b) => a + b, 0);
  const lines = z
    .slice(0, shown)
    .map(
      (value, j) =>
        `p[${j}] = e^(${digits(value)} − ${digits(most)}) / Σ = ${digits(powers[j])} / ${digits(sum)} = ${digits(p[j])}`,
    );
  return [
    {
      kind: 'heading',
      text: 'softmax: shares of e^z, the largest z taken off first so that nothing overflows',
    },
    {
      kind: 'preformatted',
      equations: true,
      text: [...lines, ...more(shown, z.length, 'classes')].join('\n'),
    },
  ];
}

function lossOf(values: StepValues, target: string, at: number | undefined): Block[] {
  const formula = losses.find(({ name }) => name === values.lossName)?.formula ?? '';
  const written =
    values.lossName === 'cross-entropy' && at !== undefined
      ? [`L = −ln p[${at}] = −ln ${digits(values.prediction[at])} = ${digits(values.loss)}`]
      : values.lossName === 'mse' && values.target.length === 1
        ? [`L = (${digits(values.prediction[0])} − ${factor(values.target[0])})² = ${digits(values.loss)}`]
        : [`L = ${digits(values.loss)}`];
  return [
    { kind: 'heading', text: `loss (${values.lossName}): the answer was to be ${target}` },
    { kind: 'text', text: formula },
    { kind: 'preformatted', equations: true, text: written.join('\n') },
  ];
}

const isMeant = ({ name }: LayerStep, { layer }: Detail) => layer === undefined || layer === name;

/** What the network answers for the sample, with every sum. */
export function narrateForward(
  values: StepValues,
  target: string,
  at: number | undefined,
  detail: Detail,
): Block[] {
  return [
    ...values.layers.flatMap((layer, i) => (isMeant(layer, detail) ? forwardOf(layer, i, detail) : [])),
    ...(detail.layer !== undefined
      ? []
      : [...(values.folded ? foldedForward(values, detail) : []), ...lossOf(values, target, at)]),
  ];
}

/** Some elements of a parameter with gradient, difference quotient and what an update makes of them. */
function gradientTable(
  parameter: ParameterStep,
  indices: readonly number[],
  { learningRate }: Detail,
  update: boolean,
): Block {
  const { shape, values, gradient } = parameter;
  const width = shape.at(-1) ?? 1;
  const place = (index: number) =>
    shape.length === 1 ? String(index) : `${Math.floor(index / width)},${index % width}`;
  return {
    kind: 'table',
    columns: [
      { name: parameter.name },
      { name: 'value', align: 'right' },
      { name: 'gradient', align: 'right' },
      { name: 'by differences', align: 'right' },
      ...(update ? [{ name: `− ${digits(learningRate)}·gradient`, align: 'right' as const }] : []),
    ],
    rows: indices.map((index) => [
      `${parameter.key}[${place(index)}]`,
      digits(values[index]),
      digits(gradient[index]),
      digits(parameter.difference(index)),
      ...(update ? [digits(values[index] - learningRate * gradient[index])] : []),
    ]),
  };
}

function denseBackward(layer: LayerStep, dz: readonly number[], detail: Detail): Block[] {
  const W = weightOf(layer);
  if (!W) return [];
  const [x] = layer.inputs;
  const [k, n] = W.shape;
  const rows = Math.min(detail.units, k);
  const columns = chosenUnits(n, detail);
  const lines = columns.flatMap((j) =>
    Array.from(
      { length: rows },
      (_, i) =>
        `dW[${i},${j}] = x[${i}]·dz[${j}] = ${factor(x[i])}·${factor(dz[j])} = ${digits(W.gradient[i * n + j])}`,
    ),
  );
  const all = detail.unit === undefined ? k * n : k;
  const back =
    detail.unit === undefined
      ? layer.dInput?.slice(0, detail.units).map((value, i) => {
          const { plain } = writeSum(row(W, i), dz, value, digits);
          return chain(`dx[${i}]`, plain);
        })
      : undefined;
  return [
    { kind: 'text', text: 'weights  dW[i,j] = x[i]·dz[j],  bias  db[j] = dz[j]' },
    {
      kind: 'preformatted',
      equations: true,
      text: [
        ...lines,
        ...more(lines.length, all, 'weights', detail.unit === undefined ? Math.max(k, n) : k),
      ].join('\n'),
    },
    ...(back
      ? [
          { kind: 'text', text: 'to the layer before  dx[i] = Σⱼ W[i,j]·dz[j]' } as const,
          { kind: 'preformatted', equations: true, text: back.join('\n') } as const,
        ]
      : []),
  ];
}

function activationBackward(layer: LayerStep, detail: Detail): Block[] {
  const { name, derivative } = activationNamed(layer.activation ?? '');
  const { dOutput = [], dInput = [], inputs } = layer;
  const shown = chosenUnits(dInput.length, detail);
  const lines = shown.map(
    (j) => `dz[${j}] = ${factor(dOutput[j])}·${name}′(${digits(inputs[0][j])}) = ${digits(dInput[j])}`,
  );
  return [
    { kind: 'text', text: `chain rule  dz = da·${name}′(z),  ${name}′ = ${derivative}` },
    {
      kind: 'preformatted',
      equations: true,
      text: [...lines, ...othersThan(shown, dInput.length, detail)].join('\n'),
    },
  ];
}

/** Elements of a parameter that are shown: a corner of a matrix, or what leads to one unit, else the first ones. */
function corner({ shape, values }: ParameterStep, detail: Detail): number[] {
  if (shape.length !== 2) return chosenUnits(values.length, detail);
  const [k, n] = shape;
  return chosenUnits(n, detail).flatMap((j) =>
    Array.from({ length: Math.min(detail.units, k) }, (_, i) => i * n + j),
  );
}

/** How the loss's slope comes back through the layers, and with `update` what the weights become. */
export function narrateBackward(
  values: StepValues,
  at: number | undefined,
  detail: Detail,
  update: boolean,
): Block[] {
  const first: Block[] = values.folded
    ? [
        {
          kind: 'heading',
          text: `gradient of ${values.lossName} and the output activation together: dz = p − t`,
        },
        {
          kind: 'preformatted',
          equations: true,
          text: (values.layers.at(-1)?.dOutput ?? [])
            .slice(0, Math.max(3, detail.units))
            .map((value, j) => {
              const t = at === undefined ? values.prediction[j] - value : Number(j === at);
              return `dz[${j}] = ${digits(values.prediction[j])} − ${digits(t)} = ${digits(value)}`;
            })
            .join('\n'),
        },
      ]
    : [];
  if (values.lossName === 'mse' && values.target.length === 1) {
    const [p, t, dz = 0] = [values.prediction[0], values.target[0], values.layers.at(-1)?.dOutput?.[0]];
    first.push(
      { kind: 'heading', text: 'gradient of the loss: dz = 2·(z − t)' },
      {
        kind: 'preformatted',
        equations: true,
        text: `dz[0] = 2·(${digits(p)} − ${factor(t)}) = ${digits(dz)}`,
      },
    );
  }
  const blocks = values.layers.toReversed().flatMap((layer): Block[] => {
    if (!isMeant(layer, detail)) return [];
    const { dOutput, parameters } = layer;
    const heading: Block = { kind: 'heading', text: `back through ${layer.name} (${layer.type})` };
    const told =
      isDense(layer) && dOutput
        ? denseBackward(layer, dOutput, detail)
        : layer.activation !== undefined && layer.dInput
          ? activationBackward(layer, detail)
          : dOutput
            ? [
                {
                  kind: 'preformatted',
                  equations: true,
                  text: `gradient that arrives  ${listed(dOutput, 2 * detail.units)}`,
                } as const,
              ]
            : [];
    const tables = parameters.map((parameter) =>
      gradientTable(parameter, corner(parameter, detail), detail, update),
    );
    return told.length + tables.length > 0 ? [heading, ...told, ...tables] : [];
  });
  return detail.layer === undefined ? [...first, ...blocks] : blocks;
}
