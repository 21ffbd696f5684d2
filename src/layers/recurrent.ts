import { add, copy } from '../kernels/elementwise.ts';
import { addBias, matmul, matmulTA, matmulTB, sumRows } from '../kernels/matmul.ts';
import { roomFor, sequenceLengths } from '../kernels/recurrence.ts';
import { view } from '../plan/builder.ts';
import type { PlanBuilder } from '../plan/builder.ts';
import type { Handle } from '../plan/plan.ts';
import { defineLayer } from './define.ts';
import type { LayerType, ParameterSpec, SavedSpec } from './define.ts';
import { count, flag, means, oneOf } from '../util/fields.ts';
import type { Fields } from '../util/fields.ts';
import { sequenceShape } from './shapes.ts';

const options = {
  units: means('length of the state', count()),
  output: means('the state after the last step, or after every step', oneOf(['last', 'sequence'], 'last')),
  direction: means(
    'in which order it reads the steps',
    oneOf(['forwards', 'backwards', 'bidirectional'], 'forwards'),
  ),
  masked: means('steps of zeros at the end are padding', flag(false)),
};
type Options = { [K in keyof typeof options]: NonNullable<ReturnType<(typeof options)[K]['read']>> };

/** What one direction of a recurrent layer works on. */
export interface Direction {
  readonly x: Handle;
  readonly y: Handle;
  readonly dy: Handle;
  readonly dx: Handle;
  /** W of the input [k×g] and of the state [h×g], their biases [g], and the gradients. */
  readonly Wi: Handle;
  readonly Wh: Handle;
  readonly bi: Handle;
  readonly bh: Handle;
  readonly dWi: Handle;
  readonly dWh: Handle;
  readonly dbi: Handle;
  readonly dbh: Handle;
  /** [m×time×g], and [m×time×h] twice: the state before each step, and what the cell keeps beside it. */
  readonly gates: Handle;
  readonly start: Handle;
  readonly kept: Handle;
  /** Rows, time steps, features, units, and columns of the gates. */
  readonly m: number;
  readonly time: number;
  readonly k: number;
  readonly h: number;
  readonly g: number;
  /** What every recurrent kernel takes, forward and backward. */
  readonly loop: Loop;
  /** What the forward kernels take of the state that they begin and end with. */
  readonly carry: { readonly memory: Handle; readonly carried: number };
  /** Elements from one step of the output to the next. */
  readonly ld: number;
}

interface Loop {
  readonly lengths: Handle;
  readonly room: Handle;
  readonly m: number;
  readonly time: number;
  readonly h: number;
  readonly g: number;
  readonly r: number;
  /** Steps of the output. */
  readonly steps: number;
  /** 1: from the last step to the first. */
  readonly reverse: number;
}

interface Cell<O> {
  readonly name: string;
  readonly summary: string;
  readonly formula: string;
  /** How many weights one direction has. */
  readonly parameters: string;
  readonly source: string;
  readonly example: string;
  /** Options beside those of every recurrent layer. */
  readonly options: Fields<O>;
  readonly gates: number;
  /** Vectors that go on from one step to the next: the state, and a cell where there is one. */
  readonly states: number;
  /** What the biases of the input are at first, one number per gate; 0 where absent. */
  readonly bias?: readonly number[];
  /** Emits y, the gates and the states from x, in one direction. */
  forward(plan: PlanBuilder, c: Direction & { readonly options: O }): void;
  /** Emits dx and the gradients of the parameters. */
  backward(plan: PlanBuilder, c: Direction & { readonly options: O }): void;
}

const directions = ['', '_reverse'] as const;
type In<T extends string> = `${T}${(typeof directions)[number]}`;
type Parameter = In<'Wi' | 'Wh' | 'bi' | 'bh'>;
type Saved = In<'gates' | 'start' | 'kept' | 'memory'> | 'lengths' | 'room';

/** The gates' shares of the input, for all time steps at once: gates = x·Wi + bi. */
export function emitInputShare(plan: PlanBuilder, { x, Wi, bi, gates, m, time, k, g }: Direction): void {
  plan.emit(matmul, { a: x, b: Wi, out: gates, m: m * time, k, n: g });
  plan.emit(addBias, { x: gates, b: bi, m: m * time, n: g });
}

/** Columns `at`…`at + n` of the gates whose share of the state has its gradient in `of`, rows of `columns`. */
interface StatePart {
  readonly of: Handle;
  readonly columns: number;
  readonly n: number;
  readonly at: number;
}

/** What follows from the gradients of the gates: dWi, dbi and dx by the input's share, dWh and dbh by the state's. */
export function emitGradients(plan: PlanBuilder, c: Direction, parts: readonly StatePart[]): void {
  const { x, Wi, gates, start, dx, dWi, dWh, dbi, dbh, time, k, h, g } = c;
  const m = c.m * time;
  plan.emit(matmulTA, { a: x, b: gates, out: dWi, m, k, n: g });
  plan.emit(sumRows, { x: gates, out: dbi, m, n: g });
  for (const { of, columns, n, at } of parts) {
    const out = view(dWh, at, [h * g - at]);
    plan.emit(matmulTA, { a: start, b: of, out, m, k: h, n, ldb: columns, ldo: g });
    const db = view(dbh, at, [n]);
    if (of === gates) plan.emit(copy, { x: view(dbi, at, [n]), out: db, m: 1, n });
    else plan.emit(sumRows, { x: of, out: db, m, n, ldx: columns });
  }
  plan.emit(matmulTB, { a: gates, b: Wi, out: dx, m, k, n: g });
}

/** The directions that a layer looks in, each with its own tensors and its part of the output. */
function split(names: readonly (typeof directions)[number][], c: object): Direction[] {
  const tensors = c as Record<string, Handle>;
  const sizes = c as Direction & Loop & { readonly carried: number };
  const { lengths, room, m, time, h, g, r, steps, carried } = sizes;
  const part = (of: Handle | undefined, i: number) => of && view(of, i * h, [m, steps, h]);
  return names.map((name, i) => {
    const own = ['Wi', 'Wh', 'bi', 'bh', 'dWi', 'dWh', 'dbi', 'dbh', 'gates', 'start', 'kept'];
    return {
      ...sizes,
      ...Object.fromEntries(own.map((key) => [key, tensors[key + name]])),
      y: part(tensors.y, i) as Handle,
      dy: part(tensors.dy, i) as Handle,
      carry: { memory: tensors[`memory${name}`], carried },
      loop: { lengths, room, m, time, h, g, r, steps, reverse: Number(name === '_reverse') },
      ld: names.length * h,
    };
  });
}

const namesOf = (direction: Options['direction']) =>
  direction === 'bidirectional'
    ? directions
    : direction === 'backwards'
      ? directions.slice(1)
      : directions.slice(0, 1);

/**
 * A layer that goes through time: [batch×time×features] becomes the last state [batch×units] or all of them
 * [batch×time×units], twice as wide in both directions. Parameters are called and laid out as in torch.nn.
 */
export function defineRecurrent<O>(cell: Cell<O>): LayerType {
  return defineLayer<
    Options & O,
    Parameter,
    'm' | 'time' | 'k' | 'h' | 'g' | 'steps' | 'r' | 'carried',
    Saved
  >({
    name: cell.name,
    summary: cell.summary,
    formula: cell.formula,
    shapes: '(time, k) → (units), or (time, units) with :sequence; bidirectional: twice as wide',
    parameters: `${cell.parameters}; bidirectional: twice as many`,
    source: cell.source,
    example: cell.example,
    options: { ...options, ...cell.options } as Fields<Options & O>,
    positional: ['units'],
    infer({ units: h, output, direction }, [x], mode) {
      const [m, time, k] = sequenceShape(cell.name, x);
      const names = namesOf(direction);
      const g = cell.gates * h;
      const steps = output === 'sequence' ? time : 1;
      const width = names.length * h;
      const params: Partial<Record<Parameter, ParameterSpec>> = {};
      const r = roomFor(m, h, g);
      const carried = mode === 'continue' ? cell.states * h : 0;
      const saved: Partial<Record<Saved, SavedSpec>> = {
        lengths: { shape: [m], element: 'int32' },
        room: { shape: [m, r] },
      };
      for (const name of names) {
        const weight = { init: 'weight', fanOut: h, feeds: 'tanh', transposed: true } as const;
        params[`Wi${name}`] = { ...weight, shape: [k, g], fanIn: k, disk: `weight_ih_l0${name}` };
        params[`Wh${name}`] = { ...weight, shape: [h, g], fanIn: h, disk: `weight_hh_l0${name}` };
        params[`bi${name}`] = { shape: [g], init: cell.bias ?? 'zeros', disk: `bias_ih_l0${name}` };
        params[`bh${name}`] = { shape: [g], init: 'zeros', disk: `bias_hh_l0${name}` };
        saved[`gates${name}`] = { shape: [m, time, g] };
        saved[`start${name}`] = { shape: [m, time, h] };
        saved[`kept${name}`] = { shape: [m, time, h] };
        saved[`memory${name}`] = { shape: [m, carried], ...(carried > 0 && { carried: true }) };
      }
      return {
        output: output === 'sequence' ? [m, time, width] : [m, width],
        params: params as Record<Parameter, ParameterSpec>,
        sizes: { m, time, k, h, g, steps, r, carried },
        saved: saved as Record<Saved, SavedSpec>,
      };
    },
    forward(plan, c) {
      const { x, lengths, m, time, k: n, options: o } = c;
      plan.emit(sequenceLengths, { x, lengths, m, time, n, masked: Number(o.masked) });
      for (const part of split(namesOf(o.direction), c)) cell.forward(plan, { ...part, options: o });
    },
    backward(plan, c) {
      const { dx, m, time, k, options: o } = c;
      const parts = split(namesOf(o.direction), c);
      if (parts.length === 1) {
        cell.backward(plan, { ...parts[0], options: o });
        return;
      }
      const [a, b] = parts.map((part) => {
        const share = plan.tensor(`${dx.name} ${part.loop.reverse ? 'backwards' : 'forwards'}`, dx.shape);
        cell.backward(plan, { ...part, dx: share, options: o });
        return share;
      });
      plan.emit(add, { a, b, out: dx, m, n: time * k });
    },
  });
}
