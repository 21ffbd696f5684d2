import { usageError } from '../errors.ts';
import { conv2d, conv2dGradFilter, conv2dGradInput } from '../kernels/conv.ts';
import { addBias, matmul, matmulTA, matmulTB, sumRows } from '../kernels/matmul.ts';
import type { PlanBuilder } from '../plan/builder.ts';
import type { Handle } from '../plan/plan.ts';
import { sizeOf } from '../tensor/tensor.ts';
import { commonDivisors } from '../util/divisors.ts';
import { defineLayer } from './define.ts';
import type { Inferred, LayerType, Shape } from './define.ts';
import { count, flag, means } from '../util/fields.ts';
import { pair, pairOr } from './pair.ts';
import { extentsOf, layWindows, shapeOf } from './windows.ts';
import type { Image } from './windows.ts';

const options = {
  filters: means('channels of the output', count()),
  kernel: means('height and width of a filter', pair()),
  stride: means('pixels from one place of a filter to the next', pair(1)),
  padding: means(
    'zeros around the input; same: as many as keep its size (over the stride)',
    pairOr(['valid', 'same'], 'valid', 0),
  ),
  dilation: means('pixels from one weight of a filter to the next', pair(1)),
  groups: means('parts of the channels that do not see each other', count(1)),
  bias: means('adds a learned number to each channel', flag(true)),
};
type Options = { [K in keyof typeof options]: NonNullable<ReturnType<(typeof options)[K]['read']>> };

/** Extents of a convolution as its kernels take them. */
export interface Geometry {
  readonly m: number;
  readonly h: number;
  readonly w: number;
  readonly c: number;
  readonly kh: number;
  readonly kw: number;
  readonly cg: number;
  readonly n: number;
  readonly oh: number;
  readonly ow: number;
  readonly strideY: number;
  readonly strideX: number;
  readonly padTop: number;
  readonly padLeft: number;
  readonly dilationY: number;
  readonly dilationX: number;
}

/** @throws {NnError} a usage error that names the numbers of groups that fit */
export function checkGroups(groups: number, from: number, to: number): void {
  if (from % groups === 0 && to % groups === 0) return;
  throw usageError(`groups=${groups} does not divide ${from} channels and ${to} filters`, {
    hint: `groups may be ${commonDivisors(from, to).join(', ')}`,
  });
}

/** [kh, kw, in, out] in memory, [out, in, kh, kw] in a file; a sequence's filter has no height. */
export function filterSpec({ kh, kw, cg, n }: Geometry, sequence: boolean, fans: readonly [number, number]) {
  return {
    shape: sequence ? [kw, cg, n] : [kh, kw, cg, n],
    init: 'weight' as const,
    fanIn: fans[0],
    fanOut: fans[1],
    disk: 'weight',
    axes: sequence ? [2, 1, 0] : [3, 2, 0, 1],
  };
}

function infer(o: Options, image: Image): Inferred<'W' | 'b', keyof Geometry> {
  const [kh, kw] = extentsOf(image, 'kernel', o.kernel, 1);
  const [strideY, strideX] = extentsOf(image, 'stride', o.stride, 1);
  const [dilationY, dilationX] = extentsOf(image, 'dilation', o.dilation, 1);
  const padding = typeof o.padding === 'string' ? o.padding : extentsOf(image, 'padding', o.padding, 0);
  const layout = layWindows(image, [kh, kw], [strideY, strideX], padding, [dilationY, dilationX]);
  const { m, h, w, c } = image;
  const { filters: n, groups } = o;
  checkGroups(groups, c, n);
  const sizes = { m, h, w, c, kh, kw, cg: c / groups, n, strideY, strideX, dilationY, dilationX, ...layout };
  return {
    output: shapeOf(image, layout.oh, layout.ow, n),
    params: {
      W: filterSpec(sizes, image.sequence, [kh * kw * sizes.cg, (kh * kw * n) / groups]),
      b: o.bias ? { shape: [n], init: 'zeros', disk: 'bias' } : null,
    },
    sizes,
  };
}

/** Every output pixel sees one pixel: a product of matrices. */
const isProduct = (g: Geometry) =>
  g.kh * g.kw * g.strideY * g.strideX === 1 && g.cg === g.c && g.oh === g.h && g.ow === g.w;

/** The numbers that kernels take, from a layer's context. */
export function geometryOf(g: Geometry): Geometry {
  const { m, h, w, c, kh, kw, cg, n, oh, ow, strideY, strideX, padTop, padLeft, dilationY, dilationX } = g;
  return { m, h, w, c, kh, kw, cg, n, oh, ow, strideY, strideX, padTop, padLeft, dilationY, dilationX };
}

/** A gradient as the matrix whose rows the filter's kernels count. */
export function asRows(filter: Handle): Handle {
  const n = filter.shape.at(-1) ?? 1;
  return { ...filter, shape: [sizeOf(filter.shape) / n, n] };
}

type Tensors = Readonly<Record<'x' | 'y' | 'dx' | 'dy' | 'W' | 'b' | 'dW' | 'db', Handle>>;

function forward(plan: PlanBuilder, bias: boolean, c: Tensors & Geometry): void {
  const { x, y, W, b } = c;
  const g = geometryOf(c);
  const m = g.m * g.oh * g.ow;
  if (isProduct(g)) plan.emit(matmul, { a: x, b: W, out: y, m, k: g.c, n: g.n });
  else plan.emit(conv2d, { x, filter: W, out: y, ...g });
  if (bias) plan.emit(addBias, { x: y, b, m, n: g.n });
}

function backward(plan: PlanBuilder, bias: boolean, c: Tensors & Geometry): void {
  const { x, W, dy, dx, dW, db } = c;
  const g = geometryOf(c);
  const m = g.m * g.oh * g.ow;
  const k = g.kh * g.kw * g.cg;
  if (isProduct(g)) plan.emit(matmulTA, { a: x, b: dy, out: dW, m, k, n: g.n });
  else plan.emit(conv2dGradFilter, { x, dy, dfilter: asRows(dW), k, ...g });
  if (bias) plan.emit(sumRows, { x: dy, out: db, m, n: g.n });
  if (isProduct(g)) plan.emit(matmulTB, { a: dy, b: W, out: dx, m, k, n: g.n });
  else plan.emit(conv2dGradInput, { dy, filter: W, dx, ...g });
}

interface ConvolutionFacts {
  readonly name: string;
  readonly aliases?: readonly string[];
  readonly summary: string;
  readonly formula: string;
  readonly shapes: string;
  readonly parameters: string;
  readonly example: string;
}

/** A convolution over the shapes that `read` accepts. */
export function defineConvolution(facts: ConvolutionFacts, read: (x: Shape) => Image): LayerType {
  return defineLayer({
    ...facts,
    source: 'LeCun et al. 1989; torch.nn.Conv1d and Conv2d',
    options,
    positional: ['filters', 'kernel', 'stride'],
    activates: true,
    infer: (o: Options, [x]) => infer(o, read(x)),
    forward: (plan, c) => forward(plan, c.options.bias, c),
    backward: (plan, c) => backward(plan, c.options.bias, c),
  });
}
