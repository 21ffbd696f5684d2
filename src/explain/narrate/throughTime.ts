import { writeSum } from '../products.ts';
import type { Block } from '../../report/result.ts';
import { right } from '../../report/table.ts';
import { equations, parameterOf, textBlocks } from './define.ts';
import { backCells } from './backCells.ts';
import type { BackCell, BackState, Past } from './backCells.ts';
import type { LayerStep } from '../stepValues.ts';
import { chain, chosenUnits, digits, othersThan } from '../write.ts';
import type { Detail } from '../write.ts';

/** Steps that a table lists, from the last one back. */
const LISTED = 8;

/** What a recurrent layer left behind; undefined for layers that cannot be followed. */
function pastOf(layer: LayerStep): Past | undefined {
  const [Wi, Wh] = ['Wi', 'Wh'].map((key) => parameterOf(layer, key));
  const { masked = false, direction = 'forwards', output } = layer.options;
  const { saved, savedGradients, dOutput, inputs } = layer;
  const followed = masked === false && direction === 'forwards' && saved.gates && savedGradients.gates;
  if (!Wi || !Wh || !dOutput || !followed) return undefined;
  const { time, k, h, g } = layer.sizes;
  const part = (all: readonly number[], size: number, t: number) => all.slice(t * size, (t + 1) * size);
  const none = Array.from({ length: h }, () => 0);
  return {
    time,
    k,
    h,
    g,
    Wi: Wi.values,
    Wh: Wh.values,
    x: (t) => part(inputs[0], k, t),
    gates: (t) => part(saved.gates, g, t),
    before: (t) => part(saved.start, h, t),
    kept: (t) => (t < 0 ? none : part(saved.kept ?? [], h, t)),
    sums: (t) => part(savedGradients.gates, g, t),
    keptGradient: (t) => part(savedGradients.kept ?? [], h, t),
    arriving: (t) => (output === 'sequence' ? part(dOutput, h, t) : t === time - 1 ? [...dOutput] : none),
  };
}

/** A recurrent layer on its way back, with the gradients of its state at every step. */
interface Back {
  readonly past: Past;
  readonly cell: BackCell;
  readonly states: readonly BackState[];
}

/** What each step of a recurrent layer gets from the ones after it; undefined for other layers. */
export function backThroughTime(layer: LayerStep): Back | undefined {
  const cell = backCells.find(layer.type);
  const past = cell && pastOf(layer);
  if (!past) return undefined;
  const states: BackState[] = [];
  for (let t = past.time - 1; t >= 0; t--) states[t] = cell.state(past, t, states[t + 1]);
  return { past, cell, states };
}

/** Columns of the gates of one unit. */
const columnsOf = ({ h, g }: Past, u: number) => Array.from({ length: g / h }, (_, at) => at * h + u);

/** Steps from the last one back, as a table lists them. */
const listedSteps = ({ time }: Past) =>
  Array.from({ length: Math.min(time, LISTED) }, (_, i) => time - 1 - i);

const earlier = ({ time }: Past): string[] => (time > LISTED ? [`… and ${time - LISTED} earlier steps`] : []);

/** The gradients of one unit at every step. */
function stateTable({ past, cell, states }: Back, u: number): Block {
  const columns = columnsOf(past, u);
  return {
    kind: 'table',
    title: `unit ${u}: gradients at each step, from the last one back`,
    columns: [
      right('step'),
      { ...right('from output'), dropAt: 1 },
      ...cell.carried.map((name) => right(`d${name}`)),
      ...cell.gates.map((name) => right(`dz ${name}`.trim())),
    ],
    rows: listedSteps(past).map((t) => [
      String(t + 1),
      digits(past.arriving(t)[u]),
      ...cell.carried.map((name) => digits(states[t][name]?.[u] ?? 0)),
      ...columns.map((j) => digits(past.sums(t)[j])),
    ]),
  };
}

/** What each step adds to some weights, and their sum, which is the gradient. */
function shareTable(
  past: Past,
  title: string,
  shares: readonly { readonly name: string; readonly gradient: number; readonly at: (t: number) => number }[],
): Block {
  return {
    kind: 'table',
    title,
    columns: [right('step'), ...shares.map(({ name }) => right(name))],
    rows: listedSteps(past).map((t) => [String(t + 1), ...shares.map(({ at }) => digits(at(t)))]),
    foot: [['sum', ...shares.map(({ gradient }) => digits(gradient))]],
  };
}

/** What each step adds to the weights that lead to a unit. */
function shareBlocks(layer: LayerStep, past: Past, cell: BackCell, u: number): Block[] {
  const { g } = past;
  const columns = columnsOf(past, u);
  const of = (key: 'Wi' | 'Wh') =>
    columns.map((j) => ({
      name: `d${key}[0,${j}]`,
      gradient: parameterOf(layer, key)?.gradient[j] ?? 0,
      at: (t: number) =>
        key === 'Wi' ? past.x(t)[0] * past.sums(t)[j] : past.before(t)[0] * cell.ofState(past, t)[j],
    }));
  const [input, state] = [of('Wi'), of('Wh')];
  const title = `unit ${u}: what each step adds to weights`;
  if (g / past.h <= 3) return [shareTable(past, title, [...input, ...state])];
  return [shareTable(past, title, input), shareTable(past, title, state)];
}

/** The gradient that a unit gets at a step, written out: from the output, and from the step after. */
function stepLines({ past, cell, states }: Back, t: number, u: number): string[] {
  const { g, time, Wh } = past;
  const arriving = past.arriving(t)[u];
  const dh = states[t].h[u];
  if (t === time - 1)
    return [`dh[${u}] = ${digits(dh)}, from the output`, ...cell.equations(past, states, t, u)];
  const next = cell.ofState(past, t + 1);
  const row = Array.from({ length: g }, (_, j) => Wh[u * g + j]);
  const direct = cell.direct?.(past, states, t, u) ?? 0;
  const share = next.reduce((sum, value, j) => sum + value * row[j], 0);
  const written = writeSum(row, next, share, digits).plain;
  const others = [
    ...(arriving === 0 ? [] : [`${digits(arriving)} from the output`]),
    ...(cell.direct ? [`${digits(direct)} ${cell.directText}`] : []),
  ];
  const sum =
    others.length === 0
      ? [chain(`dh[${u}]`, written)]
      : [
          chain(`dz·Wh[${u}]`, written),
          `dh[${u}] = ${[...others, `${digits(share)} from dz·Wh`].join(' + ')} = ${digits(dh)}`,
        ];
  return [...sum, ...cell.equations(past, states, t, u)];
}

/** What goes to the layer before at a step; nothing for the first layer. */
function inputLines({ dInput }: LayerStep, { k, g, Wi, sums }: Past, t: number, detail: Detail): string[] {
  if (!dInput || detail.unit !== undefined) return [];
  return dInput.slice(t * k, t * k + Math.min(k, detail.units)).map((value, i) => {
    const row = Array.from({ length: g }, (_, j) => Wi[i * g + j]);
    return chain(`dx[${t},${i}]`, writeSum(row, sums(t), value, digits).plain);
  });
}

/** Steps that are written out: the followed one, or the last two. */
function writtenSteps({ time }: Past, { place }: Detail): number[] {
  if (place !== undefined && place < time) return [place];
  return time > 1 ? [time - 1, time - 2] : [0];
}

/** How the gradient comes back through the steps of a recurrent layer; undefined for other layers. */
export function backward(layer: LayerStep, detail: Detail): Block[] | undefined {
  const back = backThroughTime(layer);
  if (!back) return undefined;
  const { past, cell } = back;
  const shown = chosenUnits(past.h, detail);
  const steps = writtenSteps(past, detail);
  return [
    ...textBlocks([
      `through time, from step ${past.time} back to step 1:  ${cell.formula}`,
      'weights  dWi[i,j] = Σₜ x[t,i]·dz[t,j],  dWh[i,j] = Σₜ h[t − 1,i]·dz[t,j]',
    ]),
    ...steps.flatMap((t): Block[] => [
      { kind: 'text', text: `step ${t + 1} of ${past.time}` },
      equations([...shown.flatMap((u) => stepLines(back, t, u)), ...inputLines(layer, past, t, detail)]),
    ]),
    ...shown.flatMap((u) => [stateTable(back, u), ...shareBlocks(layer, past, cell, u)]),
    ...textBlocks([...earlier(past), ...othersThan(shown, past.h, detail)]),
  ];
}
