import { spread, sumPool } from '../kernels/pool.ts';
import { defineLayer } from './define.ts';
import { pair } from './pair.ts';
import { poolGeometry } from './pooling.ts';
import { extentsOf, imageOrSequenceOf, shapeOf } from './windows.ts';
import { means } from '../util/fields.ts';

/** Repeats every pixel (every step of a sequence): the gradient sums what its copies were given. */
export const upsample = defineLayer({
  name: 'upsample',
  summary: 'every pixel repeated so many times along height and width',
  formula: 'y[i, j, c] = x[⌊i/factor⌋, ⌊j/factor⌋, c]',
  shapes: '(h, w, c) → (h·factor, w·factor, c)',
  source: "torch.nn.Upsample(mode='nearest')",
  example: 'nn summary --layers 7x7x16,upsample:2,conv:8:3:same',
  options: { factor: means('how often a pixel is repeated along height and width', pair(2)) },
  positional: ['factor'],
  between: 'passage',
  infer({ factor }, [x]) {
    const image = imageOrSequenceOf(x);
    const [kh, kw] = extentsOf(image, 'factor', factor, 1);
    const { m, h: oh, w: ow, c } = image;
    const [h, w] = [oh * kh, ow * kw];
    return {
      output: shapeOf(image, h, w, c),
      sizes: { m, h, w, c, kh, kw, oh, ow, strideY: kh, strideX: kw, padTop: 0, padLeft: 0 },
    };
  },
  forward(plan, { x, y, ...sizes }) {
    plan.emit(spread, { dy: x, dx: y, ...poolGeometry(sizes), divisor: 1 });
  },
  backward(plan, { dy, dx, ...sizes }) {
    plan.emit(sumPool, { x: dy, out: dx, ...poolGeometry(sizes), divisor: 1 });
  },
});
