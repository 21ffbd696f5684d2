import { parseFields } from '../util/fieldText.ts';
import { count } from '../util/fields.ts';
import type { Fields } from '../util/fields.ts';

/** Where a run stands when its learning rate is computed. */
export interface Position {
  /** Updates done before this one. */
  readonly step: number;
  /** Whole epochs done before this one. */
  readonly epoch: number;
  /** Updates of the whole run, if it is not stopped early. */
  readonly steps: number;
  /** Epochs of the whole run. */
  readonly epochs: number;
}

/** What a schedule remembers between epochs: plain data, for checkpoints. */
export type ScheduleState = Readonly<Record<string, number | null>>;

/** What an epoch ended with, for schedules that listen. */
export interface Outcome {
  /** The watched figure: validation loss, accuracy, … */
  readonly score: number;
  readonly higherIsBetter: boolean;
  /** --learning-rate. */
  readonly base: number;
}

/** A learning rate as a function of time. */
export interface Schedule {
  readonly name: string;
  /** What `parseSchedule` made it from. */
  readonly text: string;
  /** How often the rate changes. */
  readonly per: 'step' | 'epoch';
  /** The rate listens to the score of each epoch: `observe` must be called after each. */
  readonly listens: boolean;
  /** The state before the first epoch. */
  readonly initial: ScheduleState;
  /** The learning rate of an update. Allocates nothing. */
  rate(base: number, at: Position, state: ScheduleState): number;
  /** The state after an epoch. */
  observe(state: ScheduleState, outcome: Outcome): ScheduleState;
}

/** Values of the fields of a schedule. */
type Values = Readonly<Record<string, number | undefined>>;

interface Definition<P extends Values, S extends ScheduleState> {
  readonly name: string;
  readonly aliases?: readonly string[];
  readonly summary: string;
  readonly formula: string;
  readonly source: string;
  /** A text that uses it. */
  readonly example: string;
  readonly per: 'step' | 'epoch';
  readonly parameters: Fields<P>;
  /** False: `warmup` may not be given, because it begins with a rise of its own. */
  readonly warms?: false;
  rate(base: number, at: Position, values: P, state: S): number;
  readonly initial?: S;
  readonly observe?: (state: S, outcome: Outcome, values: P) => S;
}

/** A kind of schedule: what help and the registry know about it. */
export interface ScheduleDefinition {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly summary: string;
  readonly formula: string;
  readonly source: string;
  readonly example: string;
  readonly parameters: Fields<Values>;
  /**
   * @param text what stands after the colon
   * @param whole the whole text
   * @throws {NnError} a usage error when they do not fit
   */
  build(text: string, whole: string): Schedule;
}

const warmup = {
  ...count(0, 0),
  meaning: 'epochs in which the rate rises to its full height first',
};

/**
 * The rate of a schedule that begins `epochs` epochs late. Until then it rises in equal steps from base / n
 * at the first of n updates: torch's SequentialLR of LinearLR(start_factor=1/n, total_iters=n) and the
 * schedule itself (Goyal et al. 2017).
 */
function warmed(rate: Schedule['rate'], epochs: number): Schedule['rate'] {
  if (epochs === 0) return rate;
  const later = { step: 0, epoch: 0, steps: 0, epochs: 0 };
  return (base, at, state) => {
    const n = Math.round((at.steps / at.epochs) * epochs);
    if (at.step < n) return base * (1 / n + (1 - 1 / n) * (at.step / n));
    later.step = at.step - n;
    later.epoch = at.epoch - epochs;
    later.steps = at.steps - n;
    later.epochs = at.epochs - epochs;
    return rate(base, later, state);
  };
}

/** Names the types of a schedule; every schedule's file exports the result of this call. */
export function defineSchedule<
  P extends Values,
  const S extends ScheduleState = Readonly<Record<string, never>>,
>(definition: Definition<P, S>): ScheduleDefinition {
  const { name, aliases = [], summary, formula, source, example, per, observe, warms } = definition;
  const parameters: Fields<Values> = {
    ...definition.parameters,
    ...(warms !== false && { warmup }),
  };
  return {
    name,
    aliases,
    summary,
    formula,
    source,
    example,
    parameters,
    build(text, whole) {
      const read = parseFields(`schedule "${name}"`, text, parameters, example);
      const values = read as P;
      const rising = read.warmup ?? 0;
      const rate: Schedule['rate'] = (base, at, state) => definition.rate(base, at, values, state as S);
      return {
        name,
        text: whole,
        per: rising > 0 ? 'step' : per,
        listens: observe !== undefined,
        initial: definition.initial ?? {},
        rate: warmed(rate, rising),
        observe: (state, outcome) => observe?.(state as S, outcome, values) ?? state,
      };
    },
  };
}
