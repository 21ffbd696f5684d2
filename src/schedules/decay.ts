import { number } from '../util/fields.ts';
import { defineSchedule } from './define.ts';

/** Learning rate by 1/t decay: lr / (1 + decay·t), t updates done before this one (NNFS ch. 10). */
export function inverseTimeDecay(learningRate: number, decay: number, t: number): number {
  return decay === 0 ? learningRate : learningRate * (1 / (1 + decay * t));
}

/** `--lr-decay D` is `1/t:D`. */
export const inverseTime = defineSchedule({
  name: '1/t',
  aliases: ['inverse-time'],
  summary: "the book's decay, a little with every update; --lr-decay D is 1/t:D",
  formula: 'lr / (1 + decay·step)',
  source: 'NNFS ch. 10; Keras InverseTimeDecay',
  example: '1/t:1e-3',
  per: 'step',
  parameters: {
    decay: number({ meaning: 'how fast it falls: half of it is left after 1/decay updates', min: 0 }),
  },
  rate: (base, { step }, { decay }) => inverseTimeDecay(base, decay, step),
});
