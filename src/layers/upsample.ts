import { spread, sumPool } from '../kernels/pool.ts';
import { defineLayer } from './define.ts';
import { pair } from './fields.ts';
import { poolGeometry } from './pooling.ts';
import { extentsOf, imageOrSequenceOf, shapeOf } from './windows.ts';

/** Repeats every pixel (every step of a sequence): the gradient sums what its copies were given. */
export const upsample = defineLayer({
  name: 'upsample',
  summary: 'every pixel repeated so many times along height and width',
  source: "torch.nn.Upsample(mode='nearest')",
  options: { factor: pair(2) },
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
