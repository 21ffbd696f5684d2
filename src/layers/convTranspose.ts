import { usageError } from '../errors.ts';
import { conv2d, conv2dGradFilter, conv2dGradInput } from '../kernels/conv.ts';
import { addBias, sumRows } from '../kernels/matmul.ts';
import { asRows, checkGroups, filterSpec, geometryOf } from './convolution.ts';
import { defineLayer } from './define.ts';
import { count, flag, means } from '../util/fields.ts';
import { pair, pairOr } from './pair.ts';
import { imageOf, layWindows } from './windows.ts';

/**
 * Transposed convolution, which enlarges images: x [m×oh×ow×n], y [m×h×w×c]. It is the gradient of the
 * convolution that would make x from y, so its kernels are those of a convolution with y as the larger image
 * and x as the smaller one.
 */
export const convTranspose = defineLayer({
  name: 'conv-transpose',
  aliases: ['conv-transpose2d', 'deconv'],
  summary: 'a convolution backwards, which enlarges an image by its stride',
  formula: 'y[i·s + a, j·s + b, f] += Σ x[i, j, c]·W[a, b, c, f],  then + b[f]',
  shapes: '(h, w, c) → ((h − 1)·stride + kernel, …, filters); with padding=same (h·stride, …)',
  parameters: 'kernel²·c·filters/groups + filters',
  source: 'Zeiler et al. 2010; torch.nn.ConvTranspose2d',
  example: 'nn summary --layers 7x7x32,conv-transpose:16:2:2,conv:1:3:same',
  options: {
    filters: means('channels of the output', count()),
    kernel: means('height and width of a filter', pair()),
    stride: means('how much larger the output is', pair(1)),
    padding: means(
      'what is taken away around the output; same: so much that it is stride times as large',
      pairOr(['valid', 'same'], 'valid', 0),
    ),
    output_padding: means('pixels added below and to the right', pair(0, 0)),
    dilation: means('pixels from one weight of a filter to the next', pair(1)),
    groups: means('parts of the channels that do not see each other', count(1)),
    bias: means('adds a learned number to each channel', flag(true)),
  },
  positional: ['filters', 'kernel', 'stride'],
  activates: true,
  infer(o, [x]) {
    const { m, h: oh, w: ow, c: n } = imageOf(x);
    const { filters: c, groups, padding } = o;
    checkGroups(groups, n, c);
    const [h, w] = [oh, ow].map((length, axis) => {
      if (padding === 'same') return length * o.stride[axis];
      const zeros = padding === 'valid' ? 0 : padding[axis];
      const reach = o.dilation[axis] * (o.kernel[axis] - 1) + 1;
      return (length - 1) * o.stride[axis] - 2 * zeros + reach + o.output_padding[axis];
    });
    if (o.output_padding.some((extra, axis) => extra >= Math.max(o.stride[axis], o.dilation[axis])))
      throw usageError(`output_padding=${o.output_padding.join('x')} must be smaller than the stride`, {
        hint: 'it tells apart the sizes that a convolution of this stride maps to one',
      });
    if (h < 1 || w < 1)
      throw usageError(`padding=${String(padding)} takes away more than there is`, {
        hint: 'padding=same makes the image larger by exactly the stride',
      });
    const image = { m, h, w, c, sequence: false };
    const { padTop, padLeft } = layWindows(image, o.kernel, o.stride, padding, o.dilation);
    const [[kh, kw], [strideY, strideX], [dilationY, dilationX]] = [o.kernel, o.stride, o.dilation];
    const place = { padTop, padLeft, strideY, strideX, dilationY, dilationX };
    const sizes = { m, h, w, c, kh, kw, cg: c / groups, n, oh, ow, ...place };
    return {
      output: [m, h, w, c],
      params: {
        W: filterSpec(sizes, false, [(kh * kw * n) / groups, kh * kw * sizes.cg]),
        b: o.bias ? { shape: [c], init: 'zeros', disk: 'bias' } : null,
      },
      sizes,
    };
  },
  forward(plan, { options, x, y, W, b, ...sizes }) {
    const g = geometryOf(sizes);
    plan.emit(conv2dGradInput, { dy: x, filter: W, dx: y, ...g });
    if (options.bias) plan.emit(addBias, { x: y, b, m: g.m * g.h * g.w, n: g.c });
  },
  backward(plan, { options, x, W, dy, dx, dW, db, ...sizes }) {
    const g = geometryOf(sizes);
    const k = g.kh * g.kw * g.cg;
    plan.emit(conv2dGradFilter, { x: dy, dy: x, dfilter: asRows(dW), k, ...g });
    if (options.bias) plan.emit(sumRows, { x: dy, out: db, m: g.m * g.h * g.w, n: g.c });
    plan.emit(conv2d, { x: dy, filter: W, out: dx, ...g });
  },
});
