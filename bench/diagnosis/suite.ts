import { NnError } from '../../src/errors.ts';
import { diagnose } from '../../src/explain/diagnosis/diagnose.ts';
import type { Case, Verdict } from '../../src/explain/diagnosis/define.ts';
import { optionText } from '../../src/options/spec.ts';
import type { GivenOptions } from '../../src/options/spec.ts';
import type { Prepared } from '../../src/runs/decide.ts';
import { divergedFacts, factsOf, withLeftOut } from '../../src/runs/diagnosis.ts';
import { fewRowsOf, modelsOf } from '../../src/runs/fewRows.ts';
import type { Backend } from '../../src/runtime/runtime.ts';
import { runJob } from '../../src/train/job.ts';
import { flagOf } from '../../src/util/flag.ts';
import { RandomState } from '../../src/util/random.ts';
import { attempt, balancedBetter, changed, isBetter, optionsOf } from './attempt.ts';
import type { Attempt, Drawn } from './attempt.ts';
import type { Scenario } from './cases.ts';
import type { Problem } from './problems/define.ts';
import { experiment, truthOf } from './truth.ts';
import type { Truth } from './truth.ts';

/** A remedy that is a run, and what came of it. */
export interface TriedRemedy {
  readonly options: string;
  /** The options that it changes. */
  readonly kind: string;
  /** New rows were answered better with it, beyond chance. */
  readonly helped: boolean;
}

/** A verdict with what its remedies came to, in their order. */
interface Judged {
  readonly name: string;
  readonly remedies: readonly TriedRemedy[];
}

/** One run of the suite: what was said about it, and what is true. */
export interface Judgement {
  readonly name: string;
  readonly options: string;
  readonly seed: number;
  readonly verdicts: readonly Judged[];
  readonly truth: Truth;
  /** Verdicts that are not true. */
  readonly false: readonly string[];
  /** Lists of verdicts of which none was given. */
  readonly missed: readonly (readonly string[])[];
}

/** What models come to on rows left out, where all rows train. */
function fewOf(prepared: Prepared, backend: Backend) {
  if (!prepared.few || prepared.train.rows < 6) return undefined;
  const models = modelsOf(prepared);
  const answers = new Map<number, Float32Array | Float64Array>();
  for (const [index, { job }] of models.entries()) {
    const answer = runJob(job, backend, () => 0);
    if (answer.kind === 'failed' || !answer.outputs) return undefined;
    answers.set(index, answer.outputs);
  }
  return fewRowsOf(prepared, models, answers);
}

/** What the rules go by. */
function caseOf({ prepared, epochs, finished, o }: Attempt, backend: Backend): Case {
  if (!finished) return { ...divergedFacts(prepared, o, epochs.length), history: epochs };
  const known = factsOf({ prepared, finished }, o, { backend, least: undefined });
  return { ...withLeftOut(known, fewOf(prepared, backend)), history: epochs };
}

const isRun = (patch: GivenOptions) => !('findLr' in patch) && !('kFold' in patch);

/** Runs the remedies of a verdict and compares what new rows are answered. */
function tryRemedies(
  verdict: Verdict,
  run: Attempt,
  options: GivenOptions,
  again: (options: GivenOptions) => Attempt,
): Judged {
  const { name, remedies } = verdict;
  const better = name === 'unbalanced classes' ? balancedBetter : isBetter;
  const helps = (patch: GivenOptions) => {
    try {
      const after = again(changed(options, patch));
      return run.later && after.later ? isBetter(run.later, after.later) : better(run.fresh, after.fresh);
    } catch (error) {
      // A remedy that nn train refuses is none.
      if (error instanceof NnError) return false;
      throw error;
    }
  };
  const tried = remedies.flatMap(({ patch }): TriedRemedy[] =>
    patch && isRun(patch)
      ? [{ options: optionText(patch), kind: Object.keys(patch).map(flagOf).join(' '), helped: helps(patch) }]
      : [],
  );
  return { name, remedies: tried };
}

/** Attempts that several runs of the same rows are compared with, by problem. */
const known = new WeakMap<Problem, Map<string, Attempt>>();

function attemptOnce(drawn: Drawn, options: GivenOptions, backend: Backend): Attempt {
  const { problem, rows, seed } = drawn;
  const own = known.get(problem) ?? new Map<string, Attempt>();
  known.set(problem, own);
  const key = `${rows} ${seed} ${optionText(options)}`;
  const found = own.get(key) ?? attempt(drawn, options, backend);
  own.set(key, found);
  return found;
}

/** What is true of a run, by experiments. */
function foundOut(run: Attempt, options: GivenOptions, drawn: Drawn, backend: Backend): Truth {
  const { problem, rows, seed } = drawn;
  return truthOf(
    experiment(run, options, (patch, factor, apart) =>
      apart
        ? attemptOnce(drawn, patch, backend)
        : attempt({ ...drawn, rows: rows * factor }, changed(options, patch), backend),
    ),
    {
      leaks: problem.leaks !== undefined,
      doubtful: problem.doubtful === true,
      hopeless: problem.hopeless === true,
      floor: problem.make(1000, new RandomState([seed, 3]), true).floor,
    },
  );
}

/**
 * Runs a scenario with a seed, finds out the truth about it, and judges what is said.
 *
 * @param remedies whether they are run
 */
export async function judge(
  scenario: Scenario,
  seed: number,
  backend: Backend,
  { remedies = true }: { readonly remedies?: boolean } = {},
): Promise<Judgement> {
  const { problem, rows } = scenario;
  const options = await optionsOf(scenario.options);
  const drawn: Drawn = { problem, rows, seed };
  const run = attempt(drawn, options, backend);
  const verdicts = diagnose(caseOf(run, backend));
  const truth = foundOut(run, options, drawn, backend);
  return {
    name: problem.name,
    options: scenario.options,
    seed,
    verdicts: verdicts.map((verdict) =>
      tryRemedies(verdict, run, options, (tried) => (remedies ? attempt(drawn, tried, backend) : run)),
    ),
    truth,
    false: verdicts.flatMap(({ name }) => (truth.allowed.has(name) ? [] : [name])),
    missed: truth.required.filter((list) => !verdicts.some(({ name }) => list.includes(name))),
  };
}
