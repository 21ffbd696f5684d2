import { number, optionalNumber } from '../util/fields.ts';
import { defineSchedule } from './define.ts';

/** From `start` to `end` along half a cosine as the share goes from 0 to 1. */
const anneal = (start: number, end: number, share: number) =>
  end + ((start - end) / 2) * (Math.cos(Math.PI * share) + 1);

/** Smith & Topin 2017 in torch's form: two phases along a cosine. Momentum stays as it is. */
export const oneCycle = defineSchedule({
  name: 'one-cycle',
  summary: 'up to the greatest rate and down to nearly nothing, over the whole run',
  formula: 'max/div_factor ↗ max ↘ max/div_factor/final_div_factor',
  source: 'torch.optim.lr_scheduler.OneCycleLR(cycle_momentum=False)',
  example: 'one-cycle:max=0.1',
  per: 'step',
  warms: false,
  parameters: {
    max: optionalNumber({ meaning: 'the greatest rate; the learning rate unless given', above: 0 }),
    pct_start: number({ meaning: 'share of the run in which it rises', fallback: 0.3, min: 0, max: 1 }),
    div_factor: number({ meaning: 'greatest rate over the first one', fallback: 25, min: 1 }),
    final_div_factor: number({ meaning: 'first rate over the last one', fallback: 1e4, min: 1 }),
  },
  rate(base, { step, steps }, { max, pct_start: rise, div_factor: div, final_div_factor: finalDiv }) {
    const greatest = max ?? base;
    const first = greatest / div;
    const top = rise * steps - 1;
    const last = steps - 1;
    if (step <= top && top > 0) return anneal(first, greatest, step / top);
    const begin = Math.max(0, top);
    const share = last > begin ? Math.min(1, (step - begin) / (last - begin)) : 0;
    return anneal(greatest, first / finalDiv, share);
  },
});
