import type { Position, Schedule, ScheduleState } from '../schedules/define.ts';
import { parseSchedule } from '../schedules/parse.ts';
import type { Setup } from './setup.ts';

/** The learning rate of a run: its schedule, and what that remembers. */
export class LearningRate {
  /** What the schedule remembers; put back when a run is resumed. */
  state: ScheduleState;
  readonly #schedule: Schedule;
  readonly #base: number;
  /** Where a run stands when its rate is computed; one object for all steps. */
  readonly #position: { -readonly [K in keyof Position]: number };

  /**
   * @param stepsPerEpoch updates of an epoch
   * @throws {NnError} a usage error for a schedule that cannot be read
   */
  constructor({ schedule, learningRate, epochs }: Setup, stepsPerEpoch: number) {
    this.#schedule = parseSchedule(schedule);
    this.#base = learningRate;
    this.#position = { step: 0, epoch: 0, steps: stepsPerEpoch * epochs, epochs };
    this.state = this.#schedule.initial;
  }

  /** The rate of an update, after so many updates and whole epochs. Allocates nothing. */
  at(step: number, epoch: number): number {
    const position = this.#position;
    position.step = step;
    position.epoch = epoch;
    return this.#schedule.rate(this.#base, position, this.state);
  }

  /** Lets the schedule see the loss of an epoch, of the validation rows where there are any. */
  observe(loss: number): void {
    this.state = this.#schedule.observe(this.state, {
      score: loss,
      higherIsBetter: false,
      base: this.#base,
    });
  }
}
