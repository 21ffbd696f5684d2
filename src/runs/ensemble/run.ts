import { failure } from '../../errors.ts';
import type { Context } from '../../host/context.ts';
import { chooseBackend } from '../../host/backend.ts';
import { formatLayers } from '../../network/formatLayers.ts';
import { parametersOf } from '../../network/parameters.ts';
import { valuesOf } from '../../options/spec.ts';
import type { RunSpec } from '../../options/spec.ts';
import type { TrainOptions } from '../../options/train.ts';
import type { Result } from '../../report/result.ts';
import { epochFigures } from '../../train/epochFigures.ts';
import { counted } from '../../util/plural.ts';
import { percent } from '../../util/quantity.ts';
import { noteChoices } from '../choices.ts';
import type { Backend } from '../../runtime/runtime.ts';
import type { Prepared } from '../decide.ts';
import { RunOutput } from '../output.ts';
import { checkPlaces } from '../places.ts';
import type { Started } from '../output.ts';
import { checkSameData, noteKernels, resumeCommand } from '../resume.ts';
import type { Resumed } from '../resume.ts';
import { checkEnsemble } from './check.ts';
import { keepMember, keptMembers } from './kept.ts';
import { trainMembers } from './members.ts';
import type { Member, MemberAnswer } from './members.ts';
import { bareEnsemble, ensembleOutcome, writtenBy } from './outcome.ts';
import type { EnsembleOutcome } from './outcome.ts';
import { preparedOf } from './plan.ts';
import { planEnsemble } from './readPlan.ts';
import { ensembleHistory, ensembleResult, interruptedResult } from './result.ts';

/** A line for each member that is trained. */
function teller({ screen }: Pick<Context, 'screen'>, o: TrainOptions, all: number, before: number) {
  let done = before;
  return (index: number, { epochs, finished }: Member) => {
    done++;
    const best = epochs.find(({ epoch }) => epoch === finished.keptEpoch);
    if (o.logFormat === 'jsonl') {
      const { validationLoss, validationAccuracy } = best ?? {};
      const figures = {
        ...(validationLoss !== undefined && { val_loss: validationLoss }),
        ...(validationAccuracy !== undefined && { val_accuracy: validationAccuracy }),
      };
      screen.note(
        JSON.stringify({
          member: index + 1,
          epochs: finished.epochs,
          best_epoch: finished.bestEpoch,
          ...figures,
        }),
      );
      return;
    }
    const { validationLoss, validationAccuracy } = best ?? {};
    const score =
      validationAccuracy !== undefined
        ? `, val accuracy ${percent(validationAccuracy)}`
        : validationLoss === undefined
          ? ''
          : `, val loss ${epochFigures.validationLoss.show(validationLoss)}`;
    screen.note(
      `${String(done).padStart(String(all).length)}/${all}  member ${index + 1}: ${counted(finished.epochs, 'epoch')}${score}`,
    );
  };
}

/** The folder of a run and its members that are trained already. */
async function openOutput(
  context: Context,
  { spec, o, prepared, resumed }: Omit<Started, 'kernels'>,
  { name }: Backend,
) {
  const all = o.ensemble ?? 1;
  const { spec: network } = prepared.setup;
  const output = await RunOutput.open(context, {
    ...{ spec, o, prepared, kernels: name, resumed },
    network: `${all} × ${formatLayers(network)}`,
    parameters: all * parametersOf(network).size,
  });
  const before = resumed && output.folder ? await keptMembers(output.folder, all) : undefined;
  return { output, known: before ?? new Map<number, MemberAnswer>() };
}

/**
 * Trains an ensemble as `spec` says, or resumes one: members side by side, each kept when it is trained, their
 * mean as one model.
 *
 * @throws NnError of bad input, of options that do not go together, and when a member diverges
 */
export async function trainEnsemble(context: Context, spec: RunSpec, resumed?: Resumed): Promise<Result> {
  const o = valuesOf(spec);
  checkEnsemble(o);
  await checkPlaces(context, spec, resumed);
  const plan = await planEnsemble(context, spec.source, o);
  const all = plan.plans.length;
  const prepared = preparedOf(plan, context.global.seed);
  if (resumed) checkSameData(resumed, prepared);
  if (o.logFormat === 'text') noteChoices(context, spec, prepared, plan.folds);
  const backend = await chooseBackend(context);
  if (resumed) noteKernels(context, resumed, backend);
  const { output, known } = await openOutput(context, { spec, o, prepared, resumed }, backend);
  const began = context.clock.now();
  const limit = o.timeLimit === undefined ? Infinity : o.timeLimit * 1000;
  const tell = teller(context, o, all, known.size);
  const found = await output.guard(() =>
    trainMembers(context, plan.plans, {
      known,
      enough: () => context.clock.now() - began >= limit,
      done: async (index, member) => {
        if (output.folder) {
          await keepMember(output.folder, index, member);
          output.kept();
        }
        tell(index, member);
      },
    }),
  );
  const members = found.filter((member) => member !== undefined);
  const ms = context.clock.now() - began;
  if (members.length < all && (context.clock.interrupt.requested || members.length === 0)) {
    await output.interrupt();
    if (output.folder) context.screen.note(`resume with: ${resumeCommand(output.folder.path, spec)}`);
    return interruptedResult(members.length, all, output.folder?.path);
  }
  await output.secure(() => bareEnsemble(prepared, members));
  const { logEvery } = o;
  const { dtype } = context.global;
  const outcome = await output.guard(async () => {
    const made = ensembleOutcome(prepared, members, backend, { logEvery, dtype });
    await output.write(writtenBy(made));
    return made;
  });
  const limited = members.length < all || members.some(({ finished }) => finished.reason === 'time limit');
  const reason = limited ? 'time limit' : 'epochs';
  await output.finish(writtenBy(outcome), { reason }, { ms });
  if (o.history === '-') return ensembleHistory(outcome);
  return ensembleResult({
    outcome,
    target: prepared.preprocessing.target.name,
    modelPath: output.modelPath,
    folder: output.folder?.path,
    reason,
    ms,
  });
}

/**
 * Trains an ensemble again in memory; writes nothing.
 *
 * @param check is given the choices and the rows before anything is trained
 * @throws NnError
 */
export async function repeatEnsemble(
  context: Context,
  source: string | undefined,
  o: TrainOptions,
  check: (prepared: Prepared) => void,
): Promise<EnsembleOutcome> {
  const plan = await planEnsemble(context, source, o);
  const prepared = preparedOf(plan, context.global.seed);
  check(prepared);
  const tell = teller(context, o, plan.plans.length, 0);
  const found = await trainMembers(context, plan.plans, {
    done: async (index, member) => tell(index, member),
  });
  const members = found.filter((member) => member !== undefined);
  if (members.length < found.length) throw failure('this was interrupted before all members were trained');
  return ensembleOutcome(prepared, members, await chooseBackend(context), {
    logEvery: o.logEvery,
    dtype: context.global.dtype,
  });
}
