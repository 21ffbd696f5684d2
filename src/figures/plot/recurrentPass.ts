import type { Model } from '../../model/file.ts';
import type { Bound } from '../../plan/bind.ts';
import type { Step } from '../../plan/plan.ts';
import { referenceBackend, Runtime } from '../../runtime/runtime.ts';

/** One direction of a recurrent layer over the time of a row. */
export interface RecurrentPass {
  readonly layer: string;
  readonly type: 'rnn' | 'lstm' | 'gru';
  /** From the last step to the first. */
  readonly backwards: boolean;
  readonly time: number;
  readonly units: number;
  /** Steps that the row has; what follows is padding. */
  readonly steps: number;
  /** What is followed over time, the state first, each [time × units]. */
  readonly curves: readonly {
    readonly name: string;
    readonly says: string;
    readonly values: readonly number[];
  }[];
}

/** Names of the gates in the order of their columns (torch.nn.LSTM, torch.nn.GRU). */
const GATES = {
  rnn: [],
  lstm: [
    ['i', 'input gate'],
    ['f', 'forget gate'],
    ['g', 'candidate'],
    ['o', 'output gate'],
  ],
  gru: [
    ['r', 'reset gate'],
    ['z', 'update gate'],
    ['n', 'candidate'],
  ],
} as const;

const isRecurrent = (name: string): name is keyof typeof GATES => name in GATES;

/** The state after every step, by what its kernel left: gates, the state before each step, and the cell. */
function stateOf(
  type: keyof typeof GATES,
  gate: (column: number, t: number, u: number) => number,
  before: (t: number, u: number) => number,
  cell: (t: number, u: number) => number,
) {
  if (type === 'rnn') return (t: number, u: number) => gate(0, t, u);
  if (type === 'lstm') return (t: number, u: number) => gate(3, t, u) * Math.tanh(cell(t, u));
  return (t: number, u: number) => (1 - gate(1, t, u)) * gate(2, t, u) + gate(1, t, u) * before(t, u);
}

function passOf(bound: Bound, { kernel, tensors, numbers, layer }: Step): RecurrentPass | undefined {
  const type = kernel.name;
  if (!isRecurrent(type)) return undefined;
  const [time, units, g] = [numbers.time, numbers.h, numbers.g];
  const gates = [...bound.read(tensors[type === 'rnn' ? 's' : 'gates'])];
  const start = [...bound.read(tensors.start)];
  const cells = type === 'lstm' ? [...bound.read(tensors.cell)] : [];
  const steps = bound.readInts(tensors.lengths)[0];
  const gate = (column: number, t: number, u: number) => gates[t * g + column * units + u];
  const before = (t: number, u: number) => start[t * units + u];
  const after = stateOf(type, gate, before, (t, u) => cells[t * units + u]);
  const over = (value: (t: number, u: number) => number) =>
    Array.from({ length: time * units }, (_, at) => value(Math.floor(at / units), at % units));
  return {
    ...{ layer, type, time, units, steps, backwards: numbers.reverse === 1 },
    curves: [
      // In padding the state stays as it was.
      { name: 'h', says: 'state', values: over((t, u) => (t < steps ? after(t, u) : before(t, u))) },
      ...(type === 'lstm' ? [{ name: 'c', says: 'cell', values: cells }] : []),
      ...GATES[type].map(([name, says], column) => ({
        name,
        says,
        values: over((t, u) => gate(column, t, u)),
      })),
    ],
  };
}

/** Runs a row through a network in float64 and follows its recurrent layers, one pass for each direction. */
export function recurrentPasses(
  { spec, weights }: Pick<Model, 'spec' | 'weights'>,
  x: ArrayLike<number>,
): RecurrentPass[] {
  const runtime = new Runtime(spec, referenceBackend('float64'));
  runtime.setWeights(weights);
  const { compiled, bound } = runtime.compile({ mode: 'predict', rows: 1, keepLayers: true });
  runtime.floats(compiled.x).set(x);
  const found: RecurrentPass[] = [];
  bound.observe((step) => {
    const pass = passOf(bound, step);
    if (pass) found.push(pass);
  });
  return found;
}
