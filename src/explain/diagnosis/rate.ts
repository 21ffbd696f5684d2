import { count, measure, percent } from '../../util/quantity.ts';
import { learned, skill, smoothed } from './curves.ts';
import type { Remedy } from './define.ts';
import type { Rule } from './rule.ts';

/** A multiple in words that stay readable. */
function times(x: number): string {
  if (x >= 1e6) return 'over a million times';
  return `${count(x)} times`;
}

const figure = (x: number) => (x >= 1000 && x < 1e7 ? count(x) : measure(x));

const rate = (value: number) => String(Number(value.toPrecision(2)));

/**
 * Steps beyond the valley: the loss left the finite, leapt far above the start, or jumps without getting
 * anywhere.
 */
export const rateTooHigh: Rule = {
  name: 'learning rate too high',
  explains: 'curves',
  withoutEpochs: true,
  judge({ history, run, health }, curves) {
    const { training, end, baseline } = curves;
    const { learningRate } = run;
    const damaged = health?.weights.find(({ norm }) => !Number.isFinite(norm));
    // A bad start is forgiven to a run that ends well: inputs of another size make one too.
    const endsWell = (skill(curves, 'training') ?? 0) >= learned(curves);
    const begin = endsWell ? Math.max(2, Math.ceil(training.length / 20)) : 0;
    const greatest = Math.max(0, ...training.slice(begin));
    const up = training.filter((loss, i) => i > 0 && loss > training[i - 1] * 1.05).length;
    const jumps =
      training.length >= 8 && up >= 0.25 * (training.length - 1) && end.training > 0.5 * baseline.loss;
    let why: string | undefined;
    if (run.diverged !== undefined) why = `a loss stopped being finite in epoch ${run.diverged}`;
    else if (damaged) why = `the weights of ${damaged.name} are no longer finite`;
    else if (greatest > 10 * baseline.loss) {
      const at = history[training.indexOf(greatest, begin)].epoch;
      why = `the training loss was ${figure(greatest)} in epoch ${at}, ${times(greatest / baseline.loss)} that of a constant prediction`;
    } else if (jumps) {
      why = `the training loss rose by more than 5 % in ${percent(up / (training.length - 1))} of the epochs and ended at ${measure(end.training)}`;
    }
    if (why === undefined) return undefined;
    const remedies: Remedy[] = [
      ...(run.standardized === false
        ? [{ sentence: 'standardise the inputs', patch: { standardize: true } }]
        : []),
      { sentence: 'use a smaller learning rate', patch: { learningRate: rate(learningRate / 10) } },
      { sentence: 'clip the gradients', patch: { clipNorm: '1' } },
      { sentence: 'run a learning-rate range test', patch: { findLr: true } },
    ];
    return {
      evidence: `with a learning rate of ${rate(learningRate)} ${why}`,
      remedies,
    };
  },
};

/** The training loss falls as evenly at the end as at the beginning, and has a long way to go. */
export const rateTooLow: Rule = {
  name: 'learning rate too low',
  explains: 'curves',
  judge({ run }, curves) {
    const { training, end, baseline, epochs } = curves;
    const n = training.length;
    if (n < 5 || end.training < 0.3 * baseline.loss) return undefined;
    const curve = smoothed(training, Math.max(1, Math.floor(n / 20)));
    const third = Math.floor(n / 3);
    const first = curve[0] - curve[third];
    const last = curve[n - 1 - third] - curve[n - 1];
    const falls = curve.filter((loss, i) => i > 0 && loss < curve[i - 1]).length;
    if (!(first > 0 && last >= 0.3 * first && falls >= 0.9 * (n - 1))) return undefined;
    const pace =
      last < first
        ? `at the end still ${percent(last / first)} as fast as at the beginning`
        : 'at the end faster than at the beginning';
    const an = (curve[0] - curve[n - 1]) / (n - 1);
    return {
      evidence: `with a learning rate of ${rate(run.learningRate)} the training loss falls by ${measure(an)} an epoch, ${pace}; after ${epochs[n - 1] + 1} epochs it is ${measure(end.training)}, a constant prediction has ${measure(baseline.loss)}`,
      remedies: [
        {
          sentence: 'use a larger learning rate',
          patch: { learningRate: rate(run.learningRate * (run.learningRate < 0.001 ? 100 : 10)) },
        },
        { sentence: 'run a learning-rate range test', patch: { findLr: true } },
        ...(run.epochs === undefined
          ? []
          : [{ sentence: 'train longer', patch: { epochs: String(run.epochs * 10) } }]),
      ],
    };
  },
};
