import type { Judged } from '../../baselines/judge.ts';
import type { Ensemble } from '../../model/ensemble.ts';
import { encodeModel } from '../../model/file.ts';
import type { Model } from '../../model/file.ts';
import type { TrainingFacts } from '../../model/trainingFacts.ts';
import type { Backend } from '../../runtime/runtime.ts';
import { figuresJson, mainFigures, testFigures } from '../../train/epochFigures.ts';
import type { Figures } from '../../train/epochFigures.ts';
import { classSample } from '../../tasks/table/scored.ts';
import { classMetrics } from '../../metrics/index.ts';
import { measurePart } from '../../train/measurePart.ts';
import type { Measured } from '../../train/measurePart.ts';
import type { WholePart } from '../../train/part.ts';
import { errorsJson, unitOf, valueErrors } from '../../train/valueErrors.ts';
import type { PartErrors } from '../../train/valueErrors.ts';
import { wilson } from '../../util/significance.ts';
import type { Interval } from '../../util/significance.ts';
import type { Prepared } from '../decide.ts';
import { historyText, rowsOf } from '../outcome.ts';
import { ensembleBaselines } from './baselines.ts';
import { joinMembers } from './join.ts';
import type { Joining } from './join.ts';
import type { Member } from './members.ts';
import { residualsOfRows } from '../residuals.ts';
import { outOfFold, temperatureOf } from './outOfFold.ts';
import type { Calibration, HeldOut } from './outOfFold.ts';
import { answersOf } from './answers.ts';
import { maxOf } from '../../util/extremes.ts';

/** What an ensemble came to. */
export interface EnsembleOutcome {
  readonly model: Model;
  readonly ensemble: Ensemble;
  /** The bytes of the model file. */
  readonly bytes: Uint8Array;
  readonly facts: TrainingFacts;
  /** Loss and accuracy of training rows (the mean of the members), of held-out rows, and of test rows. */
  readonly figures: Figures;
  /** Of the held-out rows. */
  readonly calibration: Calibration | undefined;
  /** 95 % interval of their accuracy; absent where single rows are not right or wrong. */
  readonly interval: Interval | undefined;
  readonly errors: PartErrors | undefined;
  /** The ensemble beside answers without a network. */
  readonly judged: Judged | undefined;
  readonly history: () => string;
}

/** Mean of a figure of the members' best epochs; of validation rows each counts by how many it has. */
function meanOf(
  members: readonly Member[],
  key: 'loss' | 'accuracy' | 'validationLoss' | 'validationAccuracy',
): number | undefined {
  let [sum, rows] = [0, 0];
  for (const { epochs, finished, prepared } of members) {
    const value = epochs.find(({ epoch }) => epoch === finished.keptEpoch)?.[key];
    if (value === undefined) return undefined;
    const own = key.startsWith('validation') ? (prepared.validation?.rows ?? 0) : 1;
    sum += value * own;
    rows += own;
  }
  return rows === 0 ? undefined : sum / rows;
}

/** history.csv of all members, one after the other; empty where a member has no such figure (a penalty). */
function historyOf(members: readonly Member[], logEvery: number | undefined, dtype: 'float32' | 'float64') {
  const tables = members.map(({ prepared, epochs }) =>
    historyText(prepared, epochs, { logEvery, dtype })
      .trimEnd()
      .split('\n')
      .map((line) => line.split(',')),
  );
  const most = tables.reduce((a, b) => (b[0].length > a[0].length ? b : a));
  const columns = [...new Set([most, ...tables].flatMap(([header]) => header))];
  const rows = tables.flatMap(([header, ...lines], i) => {
    const places = columns.map((column) => header.indexOf(column));
    return lines.map((line) => [i + 1, ...places.map((at) => (at < 0 ? '' : line[at]))]);
  });
  return `${[['member', ...columns], ...rows].map((row) => row.join(',')).join('\n')}\n`;
}

/** Rows that no member's weights come from, and what answers them: of each fold the member that it validates. */
function heldOutOf(
  members: readonly Member[],
  prepared: Prepared,
  joined: Pick<Model, 'spec' | 'weights'>,
  { backend, weights }: { readonly backend: Backend; readonly weights: Joining['weights'] },
): HeldOut | undefined {
  if (members.every(({ plan }) => plan.split)) return outOfFold(members, prepared, weights);
  const { validation, preprocessing } = prepared;
  return validation && answersOf({ ...joined, preprocessing }, validation, backend);
}

const heldFigures = (measured: Measured | undefined): Figures => ({
  validationLoss: measured?.loss,
  validationAccuracy: measured?.accuracy,
});

/** Of all rows, each by networks that were not trained on it: where several answer for a row, of their weighted mean. */
function foldFigures(
  members: readonly Member[],
  heldOut: HeldOut | undefined,
  { preprocessing: { target } }: Prepared,
  weights: Joining['weights'],
): Figures {
  if (!weights || !heldOut || target.kind !== 'classes')
    return {
      validationLoss: meanOf(members, 'validationLoss'),
      validationAccuracy: meanOf(members, 'validationAccuracy'),
    };
  const sample = classSample(target, Int32Array.from(heldOut.target), heldOut.outputs);
  return {
    validationLoss: classMetrics.get('log-loss').compute(sample).value,
    validationAccuracy: classMetrics.get('accuracy').compute(sample).value,
  };
}

/** What the model file and run.json say about an ensemble. */
function factsOf(
  { source, train, setup }: Prepared,
  members: readonly Member[],
  {
    folds,
    figures,
    calibration,
    errors,
  }: Pick<EnsembleOutcome, 'figures' | 'calibration' | 'errors'> & { readonly folds: boolean },
): TrainingFacts {
  return {
    data: source,
    rows: train.rows,
    seed: setup.seed,
    optimizer: setup.optimizer,
    learning_rate: setup.learningRate,
    ensemble: members.length,
    out_of_fold: folds,
    epochs: maxOf(members.map(({ finished }) => finished.epochs)),
    ...figuresJson(figures, mainFigures),
    ...figuresJson(figures, testFigures),
    ...(calibration && {
      temperature: calibration.temperature,
      fitted_temperature: calibration.fitted,
      val_log_loss: calibration.after,
    }),
    ...(errors && errorsJson(errors)),
  };
}

/** How an ensemble is joined, and its history written. */
interface OutcomeChoices extends Pick<Joining, 'weights' | 'options'> {
  readonly logEvery?: number | undefined;
  readonly dtype: 'float32' | 'float64';
}

/** Whether each held-out row was answered by one member. */
const answeredAlone = (members: readonly Member[], { rows }: HeldOut): boolean =>
  members.reduce((sum, { plan: { split } }) => sum + (split?.validation.length ?? 0), 0) === rows;

/** The model of members that are trained, without what is known about it. */
export const bareEnsemble = ({ lossName }: Prepared, members: readonly Member[]): Uint8Array =>
  encodeModel({ ...joinMembers(members, {}), loss: lossName });

/**
 * Joins the members of a run, measures them on the rows that are held back, and makes what the run leaves.
 *
 * @param prepared the choices of all members, with the rows of the whole
 */
export function ensembleOutcome(
  prepared: Prepared,
  members: readonly Member[],
  backend: Backend,
  { logEvery, dtype, ...joining }: OutcomeChoices,
): EnsembleOutcome {
  const { preprocessing, setup, lossName, validation, test } = prepared;
  const heldOut = heldOutOf(members, prepared, joinMembers(members, joining), {
    backend,
    weights: joining.weights,
  });
  const calibration = heldOut && temperatureOf(heldOut, preprocessing, answeredAlone(members, heldOut));
  const joined = joinMembers(members, { ...joining, temperature: calibration?.temperature });
  const folds = joined.ensemble.folds;
  const unit = unitOf(preprocessing);
  const whole = { ...setup, spec: joined.spec };
  const measure = (part: WholePart | undefined) =>
    part && measurePart(whole, joined.weights, part, backend, unit);
  const [validated, tested] = [folds ? undefined : measure(validation), measure(test)];
  const errors: PartErrors | undefined = unit && {
    ...(heldOut && { validation: valueErrors(heldOut.target, heldOut.outputs, unit) }),
    ...(tested?.errors && { test: tested.errors }),
  };
  const figures: Figures = {
    loss: meanOf(members, 'loss'),
    accuracy: meanOf(members, 'accuracy'),
    ...(folds ? foldFigures(members, heldOut, prepared, joining.weights) : heldFigures(validated)),
    testLoss: tested?.loss,
    testAccuracy: tested?.accuracy,
  };
  const facts = factsOf(prepared, members, { folds, figures, calibration, errors });
  const residuals = heldOut && residualsOfRows(heldOut, preprocessing);
  const rows = rowsOf(prepared);
  const baselines = ensembleBaselines(prepared, members, joined, heldOut, backend);
  const model: Model = {
    ...joined,
    loss: lossName,
    training: facts,
    ...(residuals && { residuals }),
    ...(rows && { rows }),
    ...(baselines && { baselines: baselines.fitted }),
  };
  return {
    model,
    ensemble: joined.ensemble,
    bytes: encodeModel(model),
    facts,
    figures,
    calibration,
    interval:
      heldOut && figures.validationAccuracy !== undefined && preprocessing.target.kind === 'classes'
        ? wilson(figures.validationAccuracy, heldOut.rows)
        : undefined,
    errors,
    judged: baselines?.judged,
    history: () => historyOf(members, logEvery, dtype),
  };
}

/** What a run that made an ensemble writes. */
export const writtenBy = ({ facts, bytes, history, judged }: EnsembleOutcome) => ({
  facts,
  model: bytes,
  history,
  baselines: judged,
});
