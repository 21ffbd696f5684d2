import { defineActivation } from './define.ts';

/** Sigmoid by three straight lines (torch.nn.Hardsigmoid; older Keras used 0.2x + 0.5). */
export const hardSigmoid = defineActivation({
  name: 'hard-sigmoid',
  aliases: ['hard_sigmoid', 'hardsigmoid'],
  summary: 'the sigmoid as three straight lines',
  formula: 'clamp(x/6 + ½, 0, 1)',
  derivative: '1/6 if −3 < x < 3 else 0',
  source: 'Courbariaux et al. 2015; torch.nn.Hardsigmoid',
  uses: 'input',
  kinks: [-3, 3],
  f: (x, r) => Math.min(Math.max(r(r(x + 3) / 6), 0), 1),
  df: (dy, x, r) => (x > -3 && x < 3 ? r(dy / 6) : 0),
});
