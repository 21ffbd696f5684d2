import { embedding as lookUp, embeddingGrad } from '../kernels/embedding.ts';
import { fill } from '../kernels/elementwise.ts';
import { sizeOf } from '../tensor/tensor.ts';
import { defineLayer } from './define.ts';
import { count, means } from '../util/fields.ts';

/**
 * A learned vector for each token: x [batch×time] of whole numbers from 0 becomes [batch×time×units]. Ids
 * come as floats (exact up to 16 777 216); one that is not below `vocabulary`, such as −1 for padding, gives
 * zeros and learns nothing.
 */
export const embedding = defineLayer({
  name: 'embedding',
  summary: 'a learned vector for each token, given by its number',
  formula: 'y[t] = W[x[t]]',
  shapes: '(time) → (time, units)',
  parameters: 'vocabulary·units',
  source: 'Bengio et al. 2003; torch.nn.Embedding',
  example: 'nn train nn:verses.csv --text verse --layers 36,embedding:16:739,lstm:16,2',
  options: {
    units: means('length of a vector', count()),
    vocabulary: means('how many tokens there are', count()),
  },
  positional: ['units', 'vocabulary'],
  infer({ units: n, vocabulary: total }, [x]) {
    return {
      output: [...x, n],
      params: {
        W: { shape: [total, n], init: 'weight', fanIn: n, fanOut: n, feeds: 'linear', disk: 'weight' },
      },
      sizes: { m: sizeOf(x), n, total },
    };
  },
  forward(plan, { x, W, y, m, n, total }) {
    plan.emit(lookUp, { x, w: W, out: y, m, n, total });
  },
  backward(plan, { x, dy, dx, dW, m, n, total }) {
    plan.emit(embeddingGrad, { x, dy, dw: dW, m, n, total });
    plan.emit(fill, { out: dx, m, n: 1, value: 0 }); // a number that names a row has no slope
  },
});
