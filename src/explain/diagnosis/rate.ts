import { counted } from '../../util/plural.ts';
import { count, measure, percent } from '../../util/quantity.ts';
import { smoothed } from './curves.ts';
import type { Curves } from './curves.ts';
import type { Case, Remedy } from './define.ts';
import { fallsShort, keptFit, skillOf, steadiness, stillFalls } from './evidence.ts';
import type { Rule } from './rule.ts';
import { faster, longer, rateText, slower, standardised } from './steps.ts';

/** A multiple in words that stay readable. */
function times(x: number): string {
  if (x >= 1e6) return 'over a million times';
  return `${x < 10 ? measure(x) : count(x)} times`;
}

const figure = (x: number) => (x >= 1000 && x < 1e7 ? count(x) : measure(x));

/** The first epoch whose loss is several times the least before it, and beyond a constant answer. */
function leapOf({ training, baseline }: Curves): number | undefined {
  let least = Infinity;
  for (const [i, loss] of training.entries()) {
    if (loss > 3 * least && loss > 1.5 * baseline.loss) return i;
    least = Math.min(least, loss);
  }
  return undefined;
}

/** Why the steps are too large; undefined where nothing says so. */
function tooLarge(one: Case, curves: Curves): string | undefined {
  const { run, health } = one;
  const { training, end, baseline, epochs } = curves;
  const damaged = health?.weights.find(({ norm }) => !Number.isFinite(norm));
  if (run.diverged !== undefined) return `a loss stopped being finite in epoch ${run.diverged}`;
  if (damaged) return `the weights of ${damaged.name} are no longer finite`;
  const n = training.length;
  const { training: kept } = keptFit(one, curves);
  const short = fallsShort(one, curves) && skillOf(kept, curves) < 0.9;
  // A bad start is forgiven to a run that gets on: inputs of another size make one too.
  const steady = steadiness(training) >= 0.9;
  const { usualRate = 0.1, learningRate } = run;
  // Rates and inputs that are far from usual are blamed sooner.
  const absurd = learningRate >= 30 * usualRate;
  const strange = absurd || (run.standardized === false && training[0] > 10 * baseline.loss);
  const { reference } = one;
  const able = reference !== undefined && reference.own >= reference.score - 0.02;
  const weak = short || (strange && !able && skillOf(kept, curves) < 0.95);
  if (!weak || (steady && !absurd)) return undefined;
  const leap = leapOf(curves);
  if (leap !== undefined)
    return `the training loss leapt to ${figure(training[leap])} in epoch ${epochs[leap]}, ${times(training[leap] / baseline.loss)} that of a constant prediction`;
  if (n >= 3 && end.training > 3 * baseline.loss)
    return `the training loss ends at ${figure(end.training)}, ${times(end.training / baseline.loss)} that of a constant prediction`;
  const up = training.filter((loss, i) => i > 0 && loss > training[i - 1] * 1.05).length;
  if (n >= 8 && up >= 0.2 * (n - 1) && end.training > 0.4 * baseline.loss)
    return `the training loss rose by more than 5 % in ${percent(up / (n - 1))} of the epochs and ended at ${measure(end.training)}`;
  if (absurd || (n >= 8 && learningRate >= 10 * usualRate && !stillFalls(one, curves)))
    return `, where ${rateText(usualRate)} is usual, the training loss stays at ${measure(end.training)}`;
  return undefined;
}

/** Steps beyond the valley: the loss left the finite, leapt, or jumps without getting anywhere. */
export const rateTooHigh: Rule = {
  name: 'learning rate too high',
  explains: 'curves',
  withoutEpochs: true,
  judge(one, curves) {
    const { run } = one;
    const why = tooLarge(one, curves);
    if (why === undefined) return undefined;
    const rate = slower(run);
    const remedies: Remedy[] = [
      ...standardised(run),
      ...(rate === undefined
        ? []
        : [{ sentence: 'use a smaller learning rate', patch: { learningRate: rate } }]),
      { sentence: 'clip the gradients', patch: { clipNorm: '1' } },
      { sentence: 'run a learning-rate range test', patch: { findLr: true } },
    ];
    const with_ = `with a learning rate of ${rateText(run.learningRate)}`;
    return { evidence: why.startsWith(',') ? `${with_}${why}` : `${with_} ${why}`, remedies };
  },
};

/** Whether a long run came as far in its last third as in its first, and not far in all. */
function fallsEvenly({ training, end, baseline }: Curves): boolean {
  const n = training.length;
  if (n < 30 || end.training < 0.4 * baseline.loss) return false;
  const third = Math.floor(n / 3);
  const curve = smoothed(training, Math.floor(n / 20));
  const first = curve[0] - curve[third];
  return first > 0 && curve[n - 1 - third] - curve[n - 1] >= 0.5 * first;
}

/** The network has not learned what it can, its loss falls and falls, and the rate is far below the usual one. */
export const rateTooLow: Rule = {
  name: 'learning rate too low',
  explains: 'curves',
  judge(one, curves) {
    const { run } = one;
    const { training, end, baseline, epochs } = curves;
    const { learningRate, usualRate } = run;
    const n = training.length;
    const rate = faster(run);
    if (n < 5 || rate === undefined) return undefined;
    if (learningRate > (usualRate ?? 0.01) / (fallsEvenly(curves) ? 1 : 3)) return undefined;
    const falls = steadiness(training) >= 0.75 && training[n - 1] < training[0];
    if (!falls || !(fallsShort(one, curves) || stillFalls(one, curves))) return undefined;
    const each = (training[0] - training[n - 1]) / (n - 1);
    return {
      evidence: `with a learning rate of ${rateText(learningRate)} the training loss falls by ${measure(each)} an epoch; after ${epochs[n - 1] + 1} epochs it is ${measure(end.training)}, a constant prediction has ${measure(baseline.loss)}${usualRate === undefined ? '' : `; ${rateText(usualRate)} is usual`}`,
      remedies: [
        ...standardised(run),
        { sentence: 'use a larger learning rate', patch: { learningRate: rate } },
        { sentence: 'run a learning-rate range test', patch: { findLr: true } },
        ...longerRemedy(n),
      ],
    };
  },
};

const longerRemedy = (done: number): Remedy[] => {
  const epochs = longer(done);
  return epochs === undefined ? [] : [{ sentence: 'train longer', patch: { epochs } }];
};

/** The run ended while its losses were still on their way down, or had hardly begun. */
export const tooShort: Rule = {
  name: 'training too short',
  explains: 'curves',
  judge(one, curves) {
    const { training, validation, end, baseline } = curves;
    const { run } = one;
    const n = training.length;
    const impatient = run.stoppedEarly === true && (run.patience ?? 100) < 50 && fallsShort(one, curves);
    const step = n > 1 ? (training[n - 2] - training[n - 1]) / baseline.loss : 0;
    const begun = n < 10 && steadiness(training) >= 0.9 && step >= 0.01 && end.training > 0.2 * baseline.loss;
    const hardlyBegun = !run.stoppedEarly && ((n < 5 && fallsShort(one, curves)) || begun);
    if (!hardlyBegun && !impatient && !stillFalls(one, curves)) return undefined;
    const watched = validation ?? training;
    const from = watched[Math.max(0, Math.min(n - 2, Math.floor(n * 0.75)))];
    const fall = from > 0 ? 1 - watched[n - 1] / from : 0;
    const story =
      fall > 0 && n > 1
        ? `the ${validation ? 'validation' : 'training'} loss still fell by ${percent(fall)} in the last ${n < 8 ? 'epoch' : 'quarter of the run'}`
        : impatient
          ? `it stopped after ${counted(run.patience ?? 0, 'epoch')} without improvement`
          : 'that is hardly a beginning';
    const rate = run.usualRate !== undefined && run.learningRate < run.usualRate ? faster(run) : undefined;
    return {
      evidence: `after ${n === 1 ? 'one epoch' : `${count(n)} epochs`} the training loss is ${measure(end.training)}, a constant prediction has ${measure(baseline.loss)}; ${story}`,
      remedies: [
        ...standardised(run),
        ...(impatient
          ? [{ sentence: 'wait longer for an improvement', patch: { earlyStopping: '100' } }]
          : longerRemedy(n)),
        ...(rate === undefined
          ? []
          : [{ sentence: 'use a larger learning rate', patch: { learningRate: rate } }]),
      ],
    };
  },
};
