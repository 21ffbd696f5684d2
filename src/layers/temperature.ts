import { logitScores, logitScoresGrad, logScores, logScoresGrad } from '../kernels/temperature.ts';
import { sizeOf } from '../tensor/tensor.ts';
import { means, number, oneOf } from '../util/fields.ts';
import { defineLayer } from './define.ts';

/**
 * Scores from probabilities: the softmax or sigmoid after it gives the probabilities again, less sure where T is
 * above 1, surer below. Between the mean of an ensemble's members and its output.
 */
export const temperature = defineLayer({
  name: 'temperature',
  summary: 'scores of probabilities, divided by T: softmax after it makes them less sure where T is above 1',
  formula: 'y = log(x) / T;  sigmoid: y = log(x / (1 − x)) / T',
  shapes: '(…) → (…)',
  source: 'Guo et al. 2017, On Calibration of Modern Neural Networks',
  example: "nn summary --layers '4,8,relu,3,softmax,temperature:1.5,softmax'",
  options: {
    T: means('divides the scores', number({ above: 0, fallback: 1 })),
    of: means(
      'which function made the probabilities, and makes them again',
      oneOf(['softmax', 'sigmoid'], 'softmax'),
    ),
  },
  positional: ['T'],
  between: 'passage',
  infer: (_, [x]) => ({ output: x, sizes: { m: x[0], n: sizeOf(x) / x[0] } }),
  forward(plan, { options: { T, of }, x, y, m, n }) {
    plan.emit(of === 'sigmoid' ? logitScores : logScores, { x, out: y, m, n, temperature: T });
  },
  backward(plan, { options: { T, of }, x, dy, dx, m, n }) {
    plan.emit(of === 'sigmoid' ? logitScoresGrad : logScoresGrad, { x, dy, dx, m, n, temperature: T });
  },
});
