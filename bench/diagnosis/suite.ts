import { NnError } from '../../src/errors.ts';
import { diagnose } from '../../src/explain/diagnosis/diagnose.ts';
import type { Verdict } from '../../src/explain/diagnosis/define.ts';
import { optionText } from '../../src/options/spec.ts';
import type { GivenOptions } from '../../src/options/spec.ts';
import { dataFacts, diagnosed, runFacts } from '../../src/runs/diagnosis.ts';
import type { Backend } from '../../src/runtime/runtime.ts';
import { flagOf } from '../../src/util/flag.ts';
import { RandomState } from '../../src/util/random.ts';
import { attempt, balancedBetter, changed, isBetter, optionsOf } from './attempt.ts';
import type { Attempt, Drawn } from './attempt.ts';
import type { Scenario } from './cases.ts';
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

/** What the rules say about a run. */
function verdictsOf({ prepared, epochs, finished, o }: Attempt, backend: Backend): Verdict[] {
  if (finished) return diagnosed({ prepared, epochs, finished }, o, backend).diagnosis;
  const run = { ...runFacts(prepared, o), diverged: epochs.length };
  return diagnose({ history: epochs, data: dataFacts(prepared), run });
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
  const verdicts = verdictsOf(run, backend);
  const truth = truthOf(
    experiment(run, options, (patch, factor, apart) =>
      attempt({ ...drawn, rows: rows * factor }, apart ? patch : changed(options, patch), backend),
    ),
    {
      leaks: problem.leaks !== undefined,
      doubtful: problem.doubtful === true,
      hopeless: problem.hopeless === true,
      floor: problem.make(1000, new RandomState([seed, 3]), true).floor,
    },
  );
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
