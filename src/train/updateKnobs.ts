import type { ParameterGroup } from '../network/factors.ts';
import type { OptimizerSettings, Rule } from '../optimizers/define.ts';
import type { Schedule } from '../schedules/define.ts';

type Floats = Float32Array | Float64Array;

/** Writes the knobs of an update: one set of them for each group of parameters. Allocates nothing per step. */
export class UpdateKnobs {
  readonly #rule: Rule;
  readonly #values: Float64Array;
  readonly #steps;

  constructor(rule: Rule, settings: OptimizerSettings, groups: readonly ParameterGroup[] | undefined) {
    this.#rule = rule;
    this.#values = new Float64Array(rule.knobs);
    const usual = [{ rate: 1, decay: 1 }];
    this.#steps = (groups ?? usual).map(({ rate, decay }) => ({
      rate,
      decay: settings.weightDecay * decay,
      step: { learningRate: 0, t: 0, settings: { ...settings } },
    }));
  }

  /**
   * @param t 1 for the first update
   * @param decayShare how much of the weight decay there is now
   */
  write(out: Floats, learningRate: number, t: number, decayShare: number): void {
    const { knobs } = this.#rule;
    for (let i = 0; i < this.#steps.length; i++) {
      const { step, rate, decay } = this.#steps[i];
      step.learningRate = learningRate * rate;
      step.t = t;
      step.settings.weightDecay = decay * decayShare;
      this.#rule.set(this.#values, step);
      for (let k = 0; k < knobs; k++) out[i * knobs + k] = this.#values[k];
    }
  }
}

/** What a schedule leaves of a number at a step: 1 without one. */
export function shareOf(schedule: Schedule | undefined, at: Parameters<Schedule['rate']>[1]): number {
  return schedule ? schedule.rate(1, at, schedule.initial) : 1;
}
