import { failure } from '../../errors.ts';
import { chooseBackend } from '../../host/backend.ts';
import type { Context } from '../../host/context.ts';
import { optionText, valuesOf } from '../../options/spec.ts';
import type { RunSpec } from '../../options/spec.ts';
import type { TrainOptions } from '../../options/train.ts';
import type { Result } from '../../report/result.ts';
import type { Backend } from '../../runtime/runtime.ts';
import { besides } from '../../train/partRows.ts';
import type { WholePart } from '../../train/part.ts';
import { counted } from '../../util/plural.ts';
import { count, duration } from '../../util/quantity.ts';
import { noteLine } from '../choices.ts';
import type { Prepared } from '../decide.ts';
import { distinctEncodings, joinMembers } from '../ensemble/join.ts';
import { keepMember, keptMembers } from '../ensemble/kept.ts';
import { prepareMember, trainMembers } from '../ensemble/members.ts';
import type { Member, MemberAnswer } from '../ensemble/members.ts';
import { ensembleOutcome, writtenBy } from '../ensemble/outcome.ts';
import type { EnsembleOutcome } from '../ensemble/outcome.ts';
import { ensembleHistory, interruptedResult } from '../ensemble/result.ts';
import { RunOutput } from '../output.ts';
import { checkPlaces } from '../places.ts';
import { checkSameData, noteKernels, resumeCommand } from '../resume.ts';
import type { Resumed } from '../resume.ts';
import { Budget } from './budget.ts';
import { checkBest } from './check.ts';
import { planBest } from './plan.ts';
import type { BestPlan, PlannedCandidate } from './plan.ts';
import { bestResult } from './result.ts';
import { measureCandidates } from './measure.ts';
import type { Measured } from './measure.ts';

/** Seconds that --best may take unless --time-limit says otherwise. */
const TIME_LIMIT = 120;

/** The choices of the first candidate with all rows. */
function wholeOf({ dataset, candidates, folds }: BestPlan): Prepared {
  const first = prepareMember(candidates[0].plans[0]);
  const { train, profile } = dataset;
  const messages = profile.messages.map(([label, text]): readonly [string, string] =>
    label === 'split'
      ? [label, `${counted(train.rows, 'row')} in ${count(folds)} folds, which all candidates share`]
      : [label, text],
  );
  return { ...first, train, validation: undefined, test: dataset.test, profile: { ...profile, messages } };
}

/** What the choice of candidates needs to know. */
interface Choosing {
  readonly plan: BestPlan;
  readonly whole: Prepared;
  readonly trained: readonly Trained[];
  readonly backend: Backend;
  readonly o: TrainOptions;
}

/** A run of --best while it trains. */
interface Course {
  readonly plan: BestPlan;
  /** Networks that were trained before, by their place among all. */
  readonly known?: ReadonlyMap<number, MemberAnswer>;
  /** Milliseconds. */
  readonly limit: number;
  /** Is given each network when it is trained. */
  readonly keep?: (place: number, member: Member) => Promise<void>;
}

/** A candidate that was trained on all folds. */
interface Trained {
  readonly planned: PlannedCandidate;
  readonly members: readonly Member[];
}

/**
 * Trains one candidate after the other, each on all folds, while there is time.
 *
 * @returns those that were trained, and the names of those that were left out
 */
async function trainCandidates(context: Context, { plan, known, limit, keep }: Course) {
  const { clock, screen } = context;
  const { threads = context.machine.facts().cores } = context.global;
  const began = clock.now();
  const budget = new Budget(threads);
  const trained: Trained[] = [];
  const skipped: string[] = [];
  let before = 0;
  for (const planned of plan.candidates) {
    const place = before;
    before += planned.plans.length;
    const own = new Map(
      planned.plans.flatMap((_, i) => {
        const answer = known?.get(place + i);
        return answer ? [[i, answer]] : [];
      }),
    );
    const left = limit - (clock.now() - began);
    const { name } = planned.candidate;
    if (own.size < planned.plans.length && trained.length > 0 && budget.estimate(planned) > left) {
      skipped.push(name);
      screen.note(
        `${name}: left out, as it may take longer than the ${duration(Math.max(0, left))} that are left`,
      );
      continue;
    }
    const found = await trainMembers(context, planned.plans, {
      known: own,
      done: async (index, member) => keep?.(place + index, member),
    });
    const members = found.filter((member) => member !== undefined);
    if (members.length < planned.plans.length) return { trained, skipped, interrupted: true };
    budget.add(members);
    trained.push({ planned, members });
    screen.note(`${name}: ${counted(members.length, 'network')}, ${duration(clock.now() - began)} so far`);
  }
  return { trained, skipped, interrupted: false };
}

/** The rows in the encodings of all members, side by side as their network takes them. */
function encoded(whole: Prepared, members: readonly Member[]): Prepared {
  const datasets = distinctEncodings(members);
  const parts = (all: readonly (WholePart | undefined)[]) => besides(all.flatMap((part) => part ?? []));
  const train = parts(
    datasets.map((dataset) => (dataset.train.kind === 'whole' ? dataset.train : undefined)),
  );
  return {
    ...whole,
    train:
      whole.train.kind === 'whole' && whole.train.weights
        ? { ...train, weights: whole.train.weights }
        : train,
    ...(whole.test && { test: parts(datasets.map(({ test }) => test)) }),
    preprocessing: joinMembers(members).preprocessing,
  };
}

/** Chooses and weighs the candidates, and joins those that count. */
function joinChosen(
  { global }: Pick<Context, 'global'>,
  { plan, whole, trained, backend, o }: Choosing,
): { measured: readonly Measured[]; loss: number; outcome: EnsembleOutcome } {
  const { measured, loss } = measureCandidates(plan, trained);
  const chosen = measured.filter(({ weight }) => weight > 0);
  const members = chosen.flatMap((one) => one.members);
  const outcome = ensembleOutcome(encoded(whole, members), members, backend, {
    logEvery: o.logEvery,
    dtype: global.dtype,
    weights: chosen.flatMap(({ weight, members: own }) => own.map(() => weight / own.length)),
    options: chosen.flatMap(({ planned: { candidate }, members: own }) =>
      own.map(() => optionText(candidate.options) || candidate.name),
    ),
  });
  return { measured, loss, outcome };
}

/**
 * Finds the best ensemble for a table in a budget of time: trains candidates on folds of the rows, and chooses and
 * weighs them by greedy selection over their out-of-fold answers. Test rows have no part in it.
 *
 * @throws NnError of bad input, of options that do not go together, and when a network diverges
 */
export async function trainBest(context: Context, spec: RunSpec, resumed?: Resumed): Promise<Result> {
  checkBest(spec.options);
  const o = valuesOf(spec);
  await checkPlaces(context, spec, resumed);
  const plan = await planBest(context, spec);
  const whole = wholeOf(plan);
  if (resumed) checkSameData(resumed, whole);
  for (const [label, text] of whole.profile.messages) noteLine(context, label, text);
  const names = plan.candidates.map(({ candidate }) => candidate.name);
  noteLine(context, 'candidates', `${names.join(', ')}: ${count(plan.folds)} networks of each`);
  const backend = await chooseBackend(context);
  if (resumed) noteKernels(context, resumed, backend);
  const all = plan.candidates.length * plan.folds;
  const output = await RunOutput.open(context, {
    ...{ spec, o, prepared: whole, kernels: backend.name, resumed },
    network: `best of ${names.join(', ')}`,
    parameters: 0,
  });
  const known =
    resumed && output.folder ? await keptMembers(output.folder, all) : new Map<number, MemberAnswer>();
  const began = context.clock.now();
  const limit = (o.timeLimit ?? TIME_LIMIT) * 1000;
  const { trained, skipped, interrupted } = await output.guard(() =>
    trainCandidates(context, {
      ...{ plan, known, limit },
      keep: async (place, member) => {
        if (!output.folder) return;
        await keepMember(output.folder, place, member);
        output.kept();
      },
    }),
  );
  if (interrupted) {
    await output.interrupt();
    if (output.folder) context.screen.note(`resume with: ${resumeCommand(output.folder.path, spec)}`);
    return interruptedResult(trained.length * plan.folds, all, output.folder?.path);
  }
  const { measured, loss, outcome } = await output.guard(async () => {
    const joined = joinChosen(context, { plan, whole, trained, backend, o });
    await output.write(writtenBy(joined.outcome));
    return joined;
  });
  const ms = context.clock.now() - began;
  const reason = skipped.length > 0 ? 'time limit' : 'epochs';
  await output.finish(writtenBy(outcome), { reason }, { ms });
  if (o.history === '-') return ensembleHistory(outcome);
  return bestResult({
    ...{ outcome, measured, loss, skipped, ms, preprocessing: whole.preprocessing },
    modelPath: output.modelPath,
    folder: output.folder?.path,
    reason,
  });
}

/**
 * Finds it again in memory, with all the time it takes; writes nothing.
 *
 * @param check is given the choices and the rows before anything is trained
 * @throws NnError
 */
export async function repeatBest(
  context: Context,
  spec: RunSpec,
  check: (prepared: Prepared) => void,
): Promise<EnsembleOutcome> {
  const plan = await planBest(context, spec);
  const whole = wholeOf(plan);
  check(whole);
  const { trained, interrupted } = await trainCandidates(context, { plan, limit: Infinity });
  if (interrupted) throw failure('this was interrupted before all networks were trained');
  const backend = await chooseBackend(context);
  return joinChosen(context, { plan, whole, trained, backend, o: valuesOf(spec) }).outcome;
}
