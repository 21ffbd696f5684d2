import type { InferOutput } from 'valibot';
import { inputError } from '../errors.ts';
import type { Finished } from '../train/fit.ts';
import type { Epoch } from '../train/events.ts';
import type { Trial } from '../train/searchSpace.ts';
import type { RandomSnapshot } from '../util/random.ts';
import type { Context } from '../host/context.ts';
import type { Dataset } from '../tasks/dataset.ts';
import { inScopes, optionWords, valuesOf } from '../options/spec.ts';
import type { GivenOptions, RunSpec } from '../options/spec.ts';
import { decide } from './decide.ts';
import type { Prepared } from './decide.ts';
import { readStored } from '../util/stored.ts';
import { fileIn } from '../inputs/runFiles.ts';
import { parseTrial, storedTrial, trialsSchema } from './storedTrials.ts';
import { compareResults, describeResult, jobOf, optionsOf, resultOf } from './trials.ts';
import type { TrialResult } from './trials.ts';

/** A trial and how long it may run; the command line's own number of epochs unless said. */
export interface Planned {
  readonly trial: Trial;
  readonly epochs?: number | undefined;
}

/** The best trial so far with everything that it left. */
export interface Winner {
  readonly result: TrialResult;
  readonly prepared: Prepared;
  readonly epochs: readonly Epoch[];
  readonly finished: Finished;
}

export const RESULTS = 'trials.json';

type Stored = InferOutput<typeof trialsSchema>;

const keyOf = ({ trial, epochs }: Planned) => JSON.stringify([trial, epochs ?? null]);
const plannedOf = (key: string): Planned => {
  const [trial, epochs] = JSON.parse(key) as [Trial, number | null];
  return { trial, epochs: epochs ?? undefined };
};

/** Runs trials side by side on the same rows, remembers their results in a folder, and keeps the best. */
export class Search {
  readonly #context: Context;
  /** The options that all trials share. */
  readonly #options: GivenOptions;
  readonly #dataset: Dataset;
  readonly #random: RandomSnapshot;
  readonly #folder: string | undefined;
  readonly #shared: Omit<Stored, 'trials'>;
  /** Results by trial; those of an earlier search into the same folder are not run again. */
  #known = new Map<string, TrialResult>();
  #best: Winner | undefined;
  #bestIndex = 0;
  #done = 0;

  constructor(
    context: Context,
    { options }: RunSpec,
    dataset: Dataset,
    random: RandomSnapshot,
    { folder }: { readonly folder?: string } = {},
  ) {
    this.#context = context;
    this.#options = inScopes(options, ['run', 'machine']);
    this.#dataset = dataset;
    this.#random = random;
    this.#folder = folder;
    this.#shared = {
      data: [
        dataset.digest ?? dataset.name,
        ...(dataset.further ?? []).map(({ digest, source }) => digest ?? source),
      ].join(' '),
      options: optionWords(inScopes(options, ['run'])),
    };
  }

  /** Reads what an earlier search left in the folder; returns how many trials that were. */
  async load(): Promise<number> {
    const path = fileIn(this.#folder ?? '.', RESULTS);
    if (this.#folder === undefined || !(await this.#context.files.exists(path))) return 0;
    const text = new TextDecoder().decode(await (await this.#context.files.open(path)).bytes());
    const hint = 'choose another --folder';
    const stored = readStored(trialsSchema, text, { source: path });
    this.#known = new Map(stored.trials.map(([key, trial]) => [key, parseTrial(trial)]));
    const { data, options } = this.#shared;
    if (stored.data !== data)
      throw inputError('these trials were run on other data', { where: { source: path }, hint });
    if (stored.options.join('\0') !== options.join('\0'))
      throw inputError(`these trials were run with other options: ${stored.options.join(' ') || 'none'}`, {
        where: { source: path },
        hint,
      });
    return this.#known.size;
  }

  /**
   * The trial's run, everything else as the search's options say.
   *
   * @throws NnError('usage') of the trial's options
   */
  prepare({ trial, epochs }: Planned): Prepared {
    const patch = { ...optionsOf(trial), ...(epochs !== undefined && { epochs: String(epochs) }) };
    const o = valuesOf({ source: undefined, options: { ...this.#options, ...patch } });
    return decide(this.#dataset, this.#random, this.#context.global.seed, o);
  }

  /**
   * Runs some trials and returns their results, the best first.
   *
   * @param total trials of all rounds, for the progress
   * @param forget the best of earlier rounds does not count: their runs were shorter
   * @param enough no further trial is begun once it is true
   */
  async round(
    planned: readonly Planned[],
    total: number,
    { forget = false, enough }: { readonly forget?: boolean; readonly enough?: () => boolean } = {},
  ): Promise<TrialResult[]> {
    const context = this.#context;
    if (forget) this.#best = undefined;
    const before = planned.filter((item) => this.#known.has(keyOf(item))).length;
    const open = planned.filter((item) => !this.#known.has(keyOf(item)));
    const runs: Prepared[] = [];
    for (const item of open) runs.push(this.prepare(item));
    this.#done += before;
    const steps = context.screen.steps('trial', total);
    steps.at(this.#done);
    try {
      await context.jobs.run(
        (index) => (index < runs.length && !enough?.() ? { ...jobOf(runs[index]), byRow: true } : undefined),
        async (index, answer) => {
          const result = resultOf(open[index].trial, answer, runs[index].setup.monitor);
          this.#known.set(keyOf(open[index]), result);
          const order = this.#best ? compareResults(result, this.#best.result) : -1;
          // Among equals the first one planned, whichever ended first.
          if (answer.kind === 'done' && (order < 0 || (order === 0 && index < this.#bestIndex))) {
            this.#bestIndex = index;
            this.#best = {
              result,
              prepared: runs[index],
              epochs: answer.epochs,
              finished: answer.finished,
            };
          }
          this.#done++;
          if (this.#folder !== undefined)
            await context.files.write(
              fileIn(this.#folder, RESULTS),
              JSON.stringify({
                ...this.#shared,
                trials: [...this.#known].map(([key, trial]) => [key, storedTrial(trial)]),
              }),
              { replace: true, noFollow: true },
            );
          const line = `${String(this.#done).padStart(String(total).length)}/${total}  ${describeResult(result)}`;
          if (!context.screen.interactive) context.screen.note(line);
          else
            steps.at(this.#done, [
              line,
              ...(this.#best ? [`best so far  ${describeResult(this.#best.result)}`] : []),
            ]);
        },
      );
    } finally {
      steps.done();
    }
    return planned.flatMap((item) => this.#known.get(keyOf(item)) ?? []).toSorted(compareResults);
  }

  /** What the best of some results left. One that an earlier search ran is run again for its weights. */
  async winner([first]: readonly TrialResult[]): Promise<Winner | undefined> {
    if (!first || first.state === 'failed') return undefined;
    if (this.#best?.result === first) return this.#best;
    const key = [...this.#known].find(([, result]) => result === first)?.[0];
    const prepared = this.prepare(key === undefined ? { trial: first.trial } : plannedOf(key));
    await this.#context.jobs.run(
      (index) => (index === 0 ? jobOf(prepared) : undefined),
      async (_, answer) => {
        if (answer.kind === 'done')
          this.#best = { result: first, prepared, epochs: answer.epochs, finished: answer.finished };
      },
    );
    return this.#best;
  }
}
