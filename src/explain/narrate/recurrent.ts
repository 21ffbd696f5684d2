import type { Block } from '../../report/result.ts';
import { equations, parameterOf, sourceOf, textBlocks } from './define.ts';
import type { Narrator } from './define.ts';
import { backward } from './throughTime.ts';
import type { LayerStep, ParameterStep } from '../stepValues.ts';
import { chosenUnits, cutNote, digits, factor, othersThan, stepOf, sumBlocks } from '../write.ts';
import type { Detail } from '../write.ts';
import { counted } from '../../util/plural.ts';

const sigmoid = (z: number) => 1 / (1 + Math.exp(-z));

/** A layer with the parameters of one direction. */
interface Cell {
  readonly x: readonly number[];
  readonly Wi: ParameterStep;
  readonly Wh: ParameterStep;
  readonly bi: ParameterStep;
  readonly bh: ParameterStep;
  /** Time steps, features, units, columns of the gates. */
  readonly time: number;
  readonly k: number;
  readonly h: number;
  readonly g: number;
}

/** What goes on from one step to the next. */
interface State {
  readonly h: readonly number[];
  readonly c: readonly number[];
}

/** Shares of the input and of the state in every gate before its activation. */
function shares({ x, Wi, Wh, bi, bh, k, h, g }: Cell, t: number, state: State) {
  const input = Array.from({ length: g }, (_, j) => bi.values[j]);
  const own = Array.from({ length: g }, (_, j) => bh.values[j]);
  for (let j = 0; j < g; j++) {
    for (let i = 0; i < k; i++) input[j] += x[t * k + i] * Wi.values[i * g + j];
    for (let i = 0; i < h; i++) own[j] += state.h[i] * Wh.values[i * g + j];
  }
  return { input, own };
}

interface Kind {
  /** Names of the gates in the order of their columns, with what each one does. */
  readonly gates: readonly {
    readonly name: string;
    readonly act: 'σ' | 'tanh' | 'relu';
    readonly says: string;
  }[];
  readonly formula: string;
  /** Of a gate, whether another one stands between it and the state. */
  readonly reset?: string;
  readonly next: (gates: readonly number[][], state: State) => State;
  /** How unit `u` goes on, with its numbers. */
  readonly writtenOut: (gates: readonly number[][], u: number, before: State, after: State) => string[];
}

const lstm: Kind = {
  gates: [
    { name: 'i', act: 'σ', says: 'input gate: how much is written' },
    { name: 'f', act: 'σ', says: 'forget gate: how much of the cell stays' },
    { name: 'g', act: 'tanh', says: 'what would be written' },
    { name: 'o', act: 'σ', says: 'output gate: how much of the cell is seen' },
  ],
  formula: 'c = f·c′ + i·g,  h = o·tanh(c)',
  next: ([i, f, g, o], { c }) => {
    const cell = c.map((old, u) => f[u] * old + i[u] * g[u]);
    return { c: cell, h: cell.map((value, u) => o[u] * Math.tanh(value)) };
  },
  writtenOut: ([i, f, g, o], u, before, after) => [
    `c[${u}] = ${digits(f[u])}·${factor(before.c[u])} + ${digits(i[u])}·${factor(g[u])} = ${digits(after.c[u])}`,
    `h[${u}] = ${digits(o[u])}·tanh(${digits(after.c[u])}) = ${digits(after.h[u])}`,
  ],
};

const gru: Kind = {
  gates: [
    { name: 'r', act: 'σ', says: 'reset gate: how much of the state the candidate sees' },
    { name: 'z', act: 'σ', says: 'update gate: how much of the state stays' },
    { name: 'n', act: 'tanh', says: 'candidate' },
  ],
  formula: 'h = (1 − z)·n + z·h′',
  reset: 'n',
  next: ([, z, n], { h, c }) => ({ c, h: h.map((old, u) => (1 - z[u]) * n[u] + z[u] * old) }),
  writtenOut: ([, z, n], u, before, after) => [
    `h[${u}] = (1 − ${digits(z[u])})·${factor(n[u])} + ${digits(z[u])}·${factor(before.h[u])} = ${digits(after.h[u])}`,
  ],
};

const rnn = (act: 'tanh' | 'relu'): Kind => ({
  gates: [{ name: 'h', act, says: 'the new state' }],
  formula: `h = ${act}(x·Wi + bi + h′·Wh + bh)`,
  next: ([h], { c }) => ({ c, h }),
  writtenOut: () => [],
});

const functions = { σ: sigmoid, tanh: Math.tanh, relu: (z: number) => Math.max(0, z) };

function kindOf({ type, options }: LayerStep): Kind | undefined {
  if (type === 'lstm') return lstm;
  if (type === 'gru') return gru;
  return type === 'rnn' ? rnn(options.nonlinearity === 'relu' ? 'relu' : 'tanh') : undefined;
}

/**
 * What there is of the followed step: the state before and after it, its gates, and their sums before
 * activation.
 */
interface Followed {
  readonly before: State;
  readonly after: State;
  readonly opened: readonly number[][];
  readonly sums: { readonly input: readonly number[]; readonly own: readonly number[] };
}

/** Runs a cell up to the followed step. */
function run(cell: Cell, { gates, reset, next }: Kind): Followed {
  const zeros = () => Array.from({ length: cell.h }, () => 0);
  let state: State = { h: zeros(), c: zeros() };
  let before = state;
  let opened: number[][] = [];
  let sums: Followed['sums'] = { input: [], own: [] };
  for (let t = 0; t < cell.time; t++) {
    sums = shares(cell, t, state);
    opened = [];
    for (const [at, { name, act }] of gates.entries()) {
      const from = at * cell.h;
      opened.push(
        zeros().map((_, u) => {
          const own = sums.own[from + u] * (name === reset ? opened[0][u] : 1);
          return functions[act](sums.input[from + u] + own);
        }),
      );
    }
    before = state;
    state = next(opened, state);
  }
  return { before, after: state, opened, sums };
}

/** A gate of unit `u` at the followed step: its weighted sum and its activation. */
function gateBlocks(
  cell: Cell,
  kind: Kind,
  { before, opened, sums }: Followed,
  at: number,
  u: number,
): Block[] {
  const { x, Wi, Wh, bi, bh, time, k, h, g } = cell;
  const { name, act, says } = kind.gates[at];
  const j = at * h + u;
  const weights = (W: ParameterStep, rows: number) =>
    Array.from({ length: rows }, (_, i) => W.values[i * g + j]);
  // The candidate of a GRU takes the state in only as far as the reset gate lets it.
  const share = name === kind.reset ? opened[0][u] : 1;
  const last = Array.from({ length: k }, (_, i) => x[(time - 1) * k + i]);
  const z = sums.input[j] + sums.own[j] * share;
  return [
    ...sumBlocks(
      'z',
      [...last, ...before.h.map((value) => value * share)],
      [...weights(Wi, k), ...weights(Wh, h)],
      {
        sum: z,
        bias: bi.values[j] + bh.values[j] * share,
        placeOf: (i) => (i < k ? `x[${i}]·Wi[${i},${j}]` : `h′[${i - k}]·Wh[${i - k},${j}]`),
      },
    ),
    equations([`${name}[${u}] = ${act}(${digits(z)}) = ${digits(opened[at][u])}   ${says}`]),
  ];
}

/** The cell of a layer up to the followed step; undefined for layers that cannot be followed. */
function cellOf(layer: LayerStep, detail: Detail): Cell | undefined {
  const [Wi, Wh, bi, bh] = ['Wi', 'Wh', 'bi', 'bh'].map((key) => parameterOf(layer, key));
  const { masked = false, direction = 'forwards' } = layer.options;
  if (!Wi || !Wh || !bi || !bh || masked !== false || direction !== 'forwards') return undefined;
  const { time, k, h, g } = layer.sizes;
  return { x: layer.inputs[0], Wi, Wh, bi, bh, time: stepOf(time, detail) + 1, k, h, g };
}

/**
 * The followed step of a recurrent layer, gate by gate; undefined for other layers, for those in two
 * directions or backwards, and for padded sequences.
 */
function forward(layer: LayerStep, detail: Detail): Block[] | undefined {
  const kind = kindOf(layer);
  const cell = cellOf(layer, detail);
  if (!kind || !cell) return undefined;
  const { time, k, h } = cell;
  const followed = run(cell, kind);
  const { before, after, opened } = followed;
  const shown = chosenUnits(h, detail);
  return [
    ...textBlocks([
      `step ${time} of ${layer.sizes.time}: x from ${sourceOf(layer)}, h′ from the step before;  ${kind.formula}`,
      `of ${counted(k, 'feature')} and ${counted(h, 'unit')}  z = Σᵢ x[i]·Wi[i,j] + Σᵢ ${kind.reset ? '(r·)' : ''}h′[i]·Wh[i,j] + b`,
    ]),
    ...cutNote(k + h),
    ...shown.flatMap((u): Block[] => [
      ...kind.gates.flatMap((_, at) => gateBlocks(cell, kind, followed, at, u)),
      ...(kind.gates.length > 1 ? [equations(kind.writtenOut(opened, u, before, after))] : []),
    ]),
    ...textBlocks(othersThan(shown, h, detail)),
  ];
}

export const recurrent: Narrator = { forward, backward };
