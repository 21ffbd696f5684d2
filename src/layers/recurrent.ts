import { add } from '../kernels/elementwise.ts';
import { roomFor, sequenceLengths } from '../kernels/recurrence.ts';
import { view } from '../plan/builder.ts';
import type { Handle } from '../plan/plan.ts';
import { defineLayer } from './define.ts';
import type { Inferred, LayerType, Mode, ParameterSpec, SavedSpec, Shape } from './define.ts';
import type { Cell, Direction, Loop } from './recurrentCell.ts';
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

const directions = ['', '_reverse'] as const;
type In<T extends string> = `${T}${(typeof directions)[number]}`;
type Parameter = In<'Wi' | 'Wh' | 'bi' | 'bh'>;
type Saved = In<'gates' | 'start' | 'kept' | 'memory'> | 'lengths' | 'room';

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

type Sizes = 'm' | 'time' | 'k' | 'h' | 'g' | 'steps' | 'r' | 'carried';

/**
 * Shapes, parameters and what is kept for backward, from a cell, its options and the input
 * [batch×time×features].
 */
function infer(
  cell: Pick<Cell<unknown>, 'name' | 'gates' | 'states' | 'bias'>,
  { units: h, output, direction }: Pick<Options, 'units' | 'output' | 'direction'>,
  x: Shape,
  mode: Mode,
): Inferred<Parameter, Sizes, Saved> {
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
}

/**
 * A layer that goes through time: [batch×time×features] becomes the last state [batch×units] or all of them
 * [batch×time×units], twice as wide in both directions. Names and layout of the parameters are those of
 * torch.nn.
 */
export function defineRecurrent<O>(cell: Cell<O>): LayerType {
  return defineLayer<Options & O, Parameter, Sizes, Saved>({
    name: cell.name,
    summary: cell.summary,
    formula: cell.formula,
    shapes: '(time, k) → (units), or (time, units) with :sequence; bidirectional: twice as wide',
    parameters: `${cell.parameters}; bidirectional: twice as many`,
    source: cell.source,
    example: cell.example,
    options: { ...options, ...cell.options } as Fields<Options & O>,
    positional: ['units'],
    infer: (o, [x], mode) => infer(cell, o, x, mode),
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
