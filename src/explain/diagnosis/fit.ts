import type { GivenOptions } from '../../options/spec.ts';
import { measure, percent } from '../../util/quantity.ts';
import type { Curves } from './curves.ts';
import type { Case, LeftOut, PartFit, Reference, Remedy } from './define.ts';
import {
  apart,
  fallsShort,
  isDoubtful,
  isShrunk,
  keptFit,
  skillOf,
  stillFalls,
  together,
} from './evidence.ts';
import type { Rule } from './rule.ts';
import { standardised } from './steps.ts';
import { deepened, densified, resized } from './layers.ts';
import { spareColumns } from './data.ts';
import { leftOutSentence, memorisedFew } from './leftOut.ts';

const remedy = (sentence: string, patch?: GivenOptions): Remedy => ({ sentence, ...(patch && { patch }) });

/** The epochs at the end that means are taken of. */
const lastEpochs = ({ end, sparse }: Curves) =>
  `the last ${end.epochs} ${sparse ? 'epochs in the history' : 'epochs'}`;

function accuracySentence(one: Case, curves: Curves): string {
  const { training, validation } = keptFit(one, curves);
  if (training.accuracy === undefined) return '';
  const { baseline, end } = curves;
  const both =
    validation?.accuracy === undefined
      ? `${percent(training.accuracy)} of the training rows are correct`
      : `${percent(training.accuracy)} of the training rows and ${percent(validation.accuracy)} of the ${isLeftOut(one) ? 'rows left out' : 'validation rows'} are correct`;
  const of = !one.fit && end.epochs > 1 ? `in the mean of ${lastEpochs(curves)} ${both}` : both;
  return baseline.accuracy === undefined
    ? of
    : `${of} (${percent(baseline.accuracy)} for the majority class)`;
}

/** Whether rows are so few that each was left out by other models instead of being held back. */
const isLeftOut = ({ fit }: Case) => fit?.leftOut !== undefined && fit.validation === undefined;

const sentences = (...parts: string[]) => parts.filter((part) => part !== '').join('; ');

const shownScore = (score: number, { accuracy }: PartFit) =>
  accuracy === undefined ? `R² ${measure(Math.max(score, -99))}` : percent(score);

/** What a simple function answers beside the network. */
function referenceSentence({ by, score, own, rows }: Reference, training: PartFit): string {
  const which = by === 'line' ? 'a weighted sum of the inputs' : 'a smooth function of the inputs';
  return `${which}, fitted to the other rows each time, has ${shownScore(score, training)} on ${rows} of the training rows, the network ${shownScore(own, training)}`;
}

/** The most effective ones of the suite first. */
function overfittingRemedies({ data, run, health }: Case): Remedy[] {
  const { dropout = 0, l2 = 0, layers, bestKept } = run;
  const smaller = resized(layers, 0.25, 8);
  const hidden = health === undefined || health.layers.length > 0;
  return [
    remedy('penalise large weights (L2)', { l2: stronger(l2) }),
    ...(bestKept || data.validationRows === 0
      ? []
      : [
          remedy('stop early, when the validation loss no longer improves, and keep the best weights', {
            earlyStopping: '50',
          }),
        ]),
    ...(hidden && dropout < 0.5
      ? [
          remedy(dropout > 0 ? 'use more dropout in the hidden layers' : 'use dropout in the hidden layers', {
            dropout: dropout > 0 ? String(Number(Math.min(0.5, dropout + 0.2).toPrecision(2))) : '0.2',
          }),
        ]
      : []),
    ...(smaller === undefined ? [] : [remedy('make the network smaller', { layers: smaller })]),
    ...(data.pieces === 'text' ? [] : [remedy('augment with noise', { augment: 'noise:0.1' })]),
    ...spareColumns(data),
    remedy(`train with more ${data.pieces === 'text' ? 'text' : 'rows'}: nothing helps more`),
  ];
}

/** Five times the penalty, at least 0.001 and at most 0.05. */
const stronger = (l2: number) => String(Number(Math.min(0.05, Math.max(0.001, l2 * 5)).toPrecision(1)));

/**
 * Where the validation loss turned, while the training loss went on falling: an index, that of its least value as it
 * was measured, or of the last epoch before it that the history has.
 */
function turnOf(
  { run }: Case,
  { validation, training, end, epochs, best, baseline, least }: Curves,
): number | undefined {
  if (!validation || end.validation === undefined || run.bestKept) return undefined;
  const rise = end.validation - validation[best];
  const turned =
    rise >= 0.25 * validation[best] &&
    rise >= 0.1 * baseline.loss &&
    end.training < training[best] &&
    best < epochs.length - 1;
  if (!turned) return undefined;
  return least
    ? Math.max(
        0,
        epochs.findLastIndex((epoch) => epoch <= least.epoch),
      )
    : best;
}

const fewEvidence = (one: Case, curves: Curves, few: LeftOut): string => {
  const { loss, accuracy } = keptFit(one, curves).training;
  const right = accuracy === undefined ? '' : `, ${percent(accuracy)} of its rows are correct`;
  return `the training loss is ${measure(loss)}${right}; ${leftOutSentence(few)}`;
};

/** What the losses did, as they were measured: the least is that which nn train names, ends are means of a few epochs. */
function turningStory(curves: Curves, at: number, turned: boolean): string {
  const { training, end, epochs, least } = curves;
  const lowest = least ? `${measure(least.loss)} at epoch ${least.epoch}` : '';
  const ends = end.epochs > 1 ? ` (means of ${lastEpochs(curves)})` : '';
  const trained = `the training loss went from ${measure(training[at])} to ${measure(end.training)}${ends}`;
  return turned
    ? `the validation loss fell to ${lowest} and rose to ${measure(end.validation ?? NaN)} by the end, while ${trained}`
    : `the validation loss has hardly fallen since epoch ${epochs[at]} (its least is ${lowest}), while ${trained}`;
}

/** The validation loss has turned, or validation rows are clearly worse than training rows. */
export const overfitting: Rule = {
  name: 'overfitting',
  explains: 'curves',
  judge(one, curves) {
    const { validation, end, epochs, best, baseline, least } = curves;
    const kept = keptFit(one, curves);
    const few = memorisedFew(one, curves);
    if (few) return { evidence: fewEvidence(one, curves, few), remedies: overfittingRemedies(one) };
    if (!validation || !kept.validation || end.validation === undefined) return undefined;
    const turn = turnOf(one, curves);
    // What does not know its own rows as a simple function does that never saw them has not memorised them.
    const short = one.reference !== undefined && fallsShort(one, curves);
    if (turn === undefined && (short || !apart(one, kept.training, kept.validation, baseline.loss)))
      return undefined;
    // Without a turn: since the validation rows stopped gaining.
    const at = turn ?? validation.findIndex((loss) => loss <= validation[best] * 1.05);
    // Not before the loss was least: until then the validation rows gained, if little.
    const first = least?.epoch ?? epochs[at];
    const since = turn !== undefined || epochs[at] >= first ? first : undefined;
    const story = turningStory(curves, at, turn !== undefined);
    const best_ = one.run.bestKept ? 'the weights of the best epoch are kept' : '';
    return {
      ...(since !== undefined && { since }),
      evidence: sentences(story, accuracySentence(one, curves), best_),
      remedies: overfittingRemedies(one),
    };
  },
};

/** What holds a network down, the likeliest first. */
function underfittingRemedies({ data, run, reference }: Case): Remedy[] {
  const { layers, dropout = 0, l2 = 0, activation } = run;
  const wider = deepened(layers, 32) ?? resized(layers, 4, 32);
  const dense = densified(layers, 32);
  const bent = activation === 'sigmoid' || activation === 'tanh' || activation === 'hard-sigmoid';
  return [
    ...standardised(run),
    ...(l2 >= 0.01
      ? [remedy('use a smaller L2 penalty', { l2: String(Number((l2 / 10).toPrecision(1))) })]
      : []),
    ...(dropout >= 0.4 ? [remedy('use less dropout', { dropout: '0.1' })] : []),
    ...(bent ? [remedy('use an activation that passes gradients on', { activation: 'relu' })] : []),
    ...(dense === undefined ? [] : [remedy('use dense layers instead of sparse ones', { layers: dense })]),
    ...(wider === undefined ? [] : [remedy('make the network larger', { layers: wider })]),
    ...(dropout > 0 && dropout < 0.4 ? [remedy('train without dropout', { dropout: '0' })] : []),
    ...(reference
      ? []
      : [
          ...(data.pieces && data.inputs <= 50
            ? [remedy('use a longer window', { window: String(2 * data.inputs) })]
            : []),
          remedy('add columns that say more about the target: it may not follow from these'),
        ]),
  ];
}

/** Not even the training rows are learned, although they can be. */
export const underfitting: Rule = {
  name: 'underfitting',
  explains: 'curves',
  judge(one, curves) {
    const { end, baseline } = curves;
    if (!fallsShort(one, curves) && !isShrunk(one, curves)) return undefined;
    const { training } = keptFit(one, curves);
    const { reference } = one;
    const level = `the training loss ends at ${measure(end.training)}, a constant prediction has ${measure(baseline.loss)}`;
    return {
      evidence: sentences(
        level,
        reference ? referenceSentence(reference, training) : accuracySentence(one, curves),
      ),
      remedies: underfittingRemedies(one),
    };
  },
};

/** The skill on validation rows below which a fit is not called good without anything to compare it with. */
const GOOD = { accuracy: 0.4, loss: 0.6 };

/** A skill that leaves little to gain. */
const KNOWN = 0.9;
/** So many times the usual rate a run may have missed what a smaller one finds. */
const STRANGE = 30;

/** So far a network may be behind a simple function, or ahead of it on the rows that it alone has seen. */
const SHORT = 0.02;
const AHEAD = 0.07;

/**
 * Whether more may be had: validation rows that are not known well are answered worse than a simple function answers
 * rows that it has not seen, or values of training far better than it, or the rate is far from usual.
 */
function isBeaten(one: Case, curves: Curves): boolean {
  const { validation } = keptFit(one, curves);
  const { run, reference } = one;
  if (!validation || skillOf(validation, curves) >= KNOWN) return false;
  if (run.usualRate !== undefined && run.learningRate >= STRANGE * run.usualRate) return true;
  if (validation.accuracy === undefined)
    return (
      reference === undefined ||
      skillOf(validation, curves) < reference.score - SHORT ||
      reference.own - reference.score >= AHEAD
    );
  if (!reference) return false;
  // What it knows less well than a simple function that has never seen these rows can be known better.
  if (reference.own < reference.score - SHORT) return true;
  // So much chance alone makes of so few rows.
  const chance = 2 * Math.sqrt((reference.score * (1 - reference.score)) / validation.rows);
  return validation.accuracy < reference.score - Math.max(2 * SHORT, chance);
}

/** Training and validation rows are learned about equally well, and nothing known is better. */
export const goodFit: Rule = {
  name: 'good fit',
  explains: 'curves',
  judge(one, curves) {
    const { end, least } = curves;
    const { training, validation } = keptFit(one, curves);
    if (!(least || isLeftOut(one)) || !validation || fallsShort(one, curves) || stillFalls(one, curves))
      return undefined;
    if (isShrunk(one, curves) || !together(training, validation, curves.baseline.loss)) return undefined;
    if (isDoubtful(one, curves) || isBeaten(one, curves)) return undefined;
    const reached = skillOf(validation, curves);
    const { reference, fit } = one;
    const enough =
      reference || (fit && reached >= 0.8)
        ? 0.15
        : validation.accuracy === undefined
          ? GOOD.loss
          : GOOD.accuracy;
    if (reached < enough) return undefined;
    const ends = `the loss ends at ${measure(fit ? training.loss : end.training)} for training and ${measure(validation.loss)} for`;
    // Of an older run whose history has some epochs only, the least that is known may not be the least.
    const known = least && least.loss <= validation.loss;
    const lowest = known ? `, whose least was ${measure(least.loss)} at epoch ${least.epoch}` : '';
    const losses = `${ends} ${least ? `validation rows${lowest}` : 'rows left out'}`;
    return {
      evidence: sentences(
        accuracySentence(one, curves),
        losses,
        reference ? referenceSentence(reference, training) : '',
      ),
      remedies: [],
    };
  },
};
