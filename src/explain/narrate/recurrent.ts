import type { Block } from '../../report/result.ts';
import type { LayerStep, ParameterStep } from '../stepValues.ts';
import { chosenUnits, cutNote, digits, factor, othersThan, stepOf, sumBlocks } from '../write.ts';
import type { Detail } from '../write.ts';

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
  readonly told: (gates: readonly number[][], u: number, before: State, after: State) => string[];
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
  told: ([i, f, g, o], u, before, after) => [
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
  told: ([, z, n], u, before, after) => [
    `h[${u}] = (1 − ${digits(z[u])})·${factor(n[u])} + ${digits(z[u])}·${factor(before.h[u])} = ${digits(after.h[u])}`,
  ],
};

const rnn = (act: 'tanh' | 'relu'): Kind => ({
  gates: [{ name: 'h', act, says: 'the new state' }],
  formula: `h = ${act}(x·Wi + bi + h′·Wh + bh)`,
  next: ([h], { c }) => ({ c, h }),
  told: () => [],
});

const functions = { σ: sigmoid, tanh: Math.tanh, relu: (z: number) => Math.max(0, z) };

function kindOf({ type, options }: LayerStep): Kind | undefined {
  if (type === 'lstm') return lstm;
  if (type === 'gru') return gru;
  return type === 'rnn' ? rnn(options.nonlinearity === 'relu' ? 'relu' : 'tanh') : undefined;
}

/** All states of a layer, the first one before the first step, and the gates of the last step before activation and after. */
function run(cell: Cell, { gates, reset, next }: Kind) {
  const zeros = () => Array.from({ length: cell.h }, () => 0);
  let state: State = { h: zeros(), c: zeros() };
  let before = state;
  let opened: number[][] = [];
  let sums: { input: number[]; own: number[] } = { input: [], own: [] };
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

/**
 * The followed step of a recurrent layer, gate by gate; undefined for other layers, and for those that look in both
 * directions, backwards, or not at all of the steps.
 */
export function recurrentForward(layer: LayerStep, detail: Detail): Block[] | undefined {
  const kind = kindOf(layer);
  const [Wi, Wh, bi, bh] = ['Wi', 'Wh', 'bi', 'bh'].map((wanted) =>
    layer.parameters.find(({ key }) => key === wanted),
  );
  const { masked = false, direction = 'forwards' } = layer.options;
  if (!kind || !Wi || !Wh || !bi || !bh || masked !== false || direction !== 'forwards') return undefined;
  const { time: all, k, h, g } = layer.sizes;
  const time = stepOf(all, detail) + 1;
  const cell: Cell = { x: layer.inputs[0], Wi, Wh, bi, bh, time, k, h, g };
  const { before, after, opened, sums } = run(cell, kind);
  const shown = chosenUnits(h, detail);
  const [source] = layer.reads;
  const last = Array.from({ length: k }, (_, i) => cell.x[(time - 1) * k + i]);
  const gateBlocks = (u: number): Block[] =>
    kind.gates.flatMap(({ name, act, says }, at): Block[] => {
      const j = at * h + u;
      const weights = (W: ParameterStep, rows: number) =>
        Array.from({ length: rows }, (_, i) => W.values[i * g + j]);
      const place = (i: number) => (i < k ? `x[${i}]·Wi[${i},${j}]` : `h′[${i - k}]·Wh[${i - k},${j}]`);
      // The candidate of a GRU takes the state in only as far as the reset gate lets it.
      const share = name === kind.reset ? opened[0][u] : 1;
      const own = before.h.map((value) => value * share);
      const z = sums.input[j] + sums.own[j] * share;
      return [
        ...sumBlocks(`z`, [...last, ...own], [...weights(Wi, k), ...weights(Wh, h)], {
          sum: z,
          bias: bi.values[j] + bh.values[j] * share,
          placeOf: place,
        }),
        {
          kind: 'preformatted',
          equations: true,
          text: `${name}[${u}] = ${act}(${digits(z)}) = ${digits(opened[at][u])}   ${says}`,
        },
      ];
    });
  return [
    {
      kind: 'text',
      text: `step ${time} of ${all}: x from ${source === 'input' ? 'the row' : source}, h′ from the step before;  ${kind.formula}`,
    },
    {
      kind: 'text',
      text: `of ${k} features and ${h} units  z = Σᵢ x[i]·Wi[i,j] + Σᵢ ${kind.reset ? '(r·)' : ''}h′[i]·Wh[i,j] + b`,
    },
    ...cutNote(k + h),
    ...shown.flatMap((u): Block[] => [
      ...gateBlocks(u),
      ...(kind.gates.length > 1
        ? [
            {
              kind: 'preformatted',
              equations: true,
              text: kind.told(opened, u, before, after).join('\n'),
            } as const,
          ]
        : []),
    ]),
    ...othersThan(shown, h, detail).map((text): Block => ({ kind: 'text', text })),
  ];
}
