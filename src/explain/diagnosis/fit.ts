import type { GivenOptions } from '../../options/spec.ts';
import { measure, percent } from '../../util/quantity.ts';
import { learned, skill, uncertainty } from './curves.ts';
import type { Curves } from './curves.ts';
import type { Case, Remedy, RunFacts } from './define.ts';
import type { Rule } from './rule.ts';
import { deepened, resized } from './layers.ts';
import { spareColumns } from './data.ts';

const remedy = (sentence: string, patch?: GivenOptions): Remedy => ({ sentence, ...(patch && { patch }) });

function accuracySentence({ end, baseline }: Curves): string {
  const { accuracy, validationAccuracy } = end;
  if (accuracy === undefined) return '';
  const both =
    validationAccuracy === undefined
      ? `${percent(accuracy)} of the training rows are correct`
      : `${percent(accuracy)} of the training rows and ${percent(validationAccuracy)} of the validation rows are correct`;
  const of = end.epochs > 1 ? `in the mean of the last ${end.epochs} epochs ${both}` : both;
  return baseline.accuracy === undefined
    ? of
    : `${of} (${percent(baseline.accuracy)} for the majority class)`;
}

const sentences = (...parts: string[]) => parts.filter((part) => part !== '').join('; ');

/** Halving and doubling are what the notes suggest; a tenth of a power is enough to see which way it goes. */
function overfittingRemedies({ data, run }: Case): Remedy[] {
  const { dropout = 0, l2 = 0, layers, bestKept } = run;
  const smaller = resized(layers, 0.25, 8);
  return [
    ...(bestKept
      ? []
      : [
          remedy('stop early, when the validation loss no longer improves, and keep the best weights', {
            earlyStopping: '50',
          }),
        ]),
    dropout > 0
      ? remedy('use more dropout in the hidden layers', {
          dropout: `${Math.min(0.5, dropout + 0.2)}`,
        })
      : remedy('use dropout in the hidden layers', { dropout: '0.2' }),
    remedy('penalise large weights (L2)', { l2: String(l2 > 0 ? Number((l2 * 5).toPrecision(1)) : 0.001) }),
    ...(smaller === undefined ? [] : [remedy('make the network smaller', { layers: smaller })]),
    ...(data.pieces === 'text' ? [] : [remedy('augment with noise', { augment: 'noise:0.1' })]),
    ...spareColumns(data),
    remedy(`train with more ${data.pieces === 'text' ? 'text' : 'rows'}: nothing helps more`),
  ];
}

/** The validation loss has turned, or validation rows are clearly worse than training rows. */
export const overfitting: Rule = {
  name: 'overfitting',
  explains: 'curves',
  judge(one, curves) {
    const { validation, training, end, epochs, best, baseline } = curves;
    if (!validation || end.validation === undefined) return undefined;
    const least = validation[best];
    const rise = end.validation - least;
    const turned =
      rise >= 0.25 * least &&
      rise >= 0.1 * baseline.loss &&
      end.training < training[best] &&
      best < epochs.length - 1;
    const { accuracy, validationAccuracy } = end;
    const gap = (accuracy ?? 0) - (validationAccuracy ?? 0);
    const apart =
      accuracy === undefined || validationAccuracy === undefined
        ? end.validation - end.training >= 0.15 * baseline.loss && end.validation >= 2 * end.training
        : gap >= 0.1 && gap >= 2 * uncertainty(validationAccuracy, one.data.validationRows);
    // What is not learned cannot be memorised, unless validation rows are worse off by far.
    const memorized = gap >= 0.25 || (skill(curves, 'training') ?? 0) >= learned(curves);
    if (!turned && !(apart && memorized)) return undefined;
    // Without a turn: since the validation rows stopped gaining.
    const at = turned ? best : validation.findIndex((loss) => loss <= least * 1.05);
    const story = turned
      ? `the validation loss fell to ${measure(least)} at epoch ${epochs[best]} and rose to ${measure(end.validation)} by the end, while the training loss went from ${measure(training[best])} to ${measure(end.training)}`
      : `the validation loss is no better than ${measure(least)} since epoch ${epochs[at]}, while the training loss went from ${measure(training[at])} to ${measure(end.training)}`;
    const kept = one.run.bestKept ? 'the weights of the best epoch are kept' : '';
    return {
      since: epochs[at],
      evidence: sentences(story, accuracySentence(curves), kept),
      remedies: overfittingRemedies(one),
    };
  },
};

/** By how much a loss fell in the last quarter of the run, as a share. */
function lastFall(losses: readonly number[]): number {
  if (losses.length < 2) return 0;
  const from = losses[Math.min(losses.length - 2, Math.floor(losses.length * 0.75))];
  return from > 0 ? 1 - losses[losses.length - 1] / from : 0;
}

const stillness = (fall: number) =>
  fall < 0.02 ? 'it no longer falls' : `it fell by ${percent(fall)} in the last quarter of the run`;

function underfittingRemedies({ data, run }: Case, falling: boolean, short: boolean): Remedy[] {
  const { epochs, layers, dropout = 0, l2 = 0, learningRate } = run;
  const wider = deepened(layers, 64) ?? resized(layers, 4, 64);
  const longer =
    falling && epochs !== undefined ? [remedy('train longer', { epochs: String(epochs * 4) })] : [];
  const larger =
    learningRate < 1e-3 ? [remedy('use a larger learning rate', { learningRate: String(raised(run)) })] : [];
  if (!short) return [...longer, ...larger];
  return [
    ...(l2 >= 0.01
      ? [remedy('use a smaller L2 penalty', { l2: String(Number((l2 / 10).toPrecision(1))) })]
      : []),
    ...longer,
    ...larger,
    ...(wider === undefined ? [] : [remedy('make the network larger', { layers: wider })]),
    ...(dropout > 0 ? [remedy('train without dropout', { dropout: '0' })] : []),
    ...(data.constant.length > 0
      ? [remedy(`column "${data.constant[0]}" has one value only and says nothing`)]
      : []),
    data.pieces
      ? remedy('use a longer window', { window: String(2 * data.inputs) })
      : remedy('add columns that say more about the target: it may not follow from these'),
  ];
}

const raised = ({ learningRate }: RunFacts) => Number((learningRate * 10).toPrecision(2));

/** Not even the training rows are learned, or learning was cut off. */
export const underfitting: Rule = {
  name: 'underfitting',
  explains: 'curves',
  judge(one, curves) {
    const { training, validation, end, baseline } = curves;
    const reached = skill(curves, 'training') ?? 0;
    const watched = validation ?? training;
    const fall = lastFall(watched);
    const ended = watched[watched.length - 1];
    const far = Math.min(ended, end.training) >= 0.1 * baseline.loss;
    const falling = !one.run.stoppedEarly && fall >= 0.1 && far;
    const short = reached < learned(curves);
    if (!short && !falling) return undefined;
    const which = validation ? 'validation' : 'training';
    const level = `the training loss ends at ${measure(end.training)}, a constant prediction has ${measure(baseline.loss)}`;
    const story = falling
      ? `the ${which} loss still fell by ${percent(fall)} in the last quarter of the run`
      : stillness(lastFall(training));
    return {
      evidence: sentences(level, story, accuracySentence(curves)),
      remedies: underfittingRemedies(one, falling, short),
    };
  },
};

/** Training and validation rows are learned about equally well. */
export const goodFit: Rule = {
  name: 'good fit',
  explains: 'curves',
  judge(_, curves) {
    const { end, least } = curves;
    const reached = skill(curves, 'validation');
    if (!least || end.validation === undefined || reached === undefined) return undefined;
    if (reached < learned(curves) - 0.1) return undefined;
    const losses = `the loss ends at ${measure(end.training)} for training and ${measure(end.validation)} for validation rows, whose least was ${measure(least.loss)} at epoch ${least.epoch}`;
    return { evidence: sentences(accuracySentence(curves), losses), remedies: [] };
  },
};
