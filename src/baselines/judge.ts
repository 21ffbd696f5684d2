import type { ClassSample, ValueSample } from '../metrics/define.ts';
import { classMetrics, valueMetrics } from '../metrics/index.ts';
import { areProbabilities } from '../metrics/probabilities.ts';
import { differs, holm, pairedDifference, pairedShares } from '../util/significance.ts';
import type { Difference } from '../util/significance.ts';
import { minOf } from '../util/extremes.ts';

/** A way to answer rows, and its answers. */
export interface Contestant {
  readonly name: string;
  readonly label: string;
  /** Rows that it was fitted to, where they are only some of the training rows. */
  readonly fitted?: number | undefined;
  /** Probabilities [rows × classes], or values in the unit of the target [rows × outputs]. */
  readonly outputs: ArrayLike<number>;
}

/** A network beside the baselines, on the same rows. */
export interface Contest {
  /** Names of the classes; absent for values. */
  readonly classes?: readonly string[] | undefined;
  /** Class indices [rows], or values in the unit of the target [rows × outputs]. */
  readonly actual: ArrayLike<number>;
  readonly rows: number;
  /** What the rows are. */
  readonly part: JudgedPart;
  readonly baselines: readonly Contestant[];
  readonly network: Contestant;
  /** Of two classes: the network chooses the second one from this probability on. The baselines choose the likelier. */
  readonly threshold?: number | undefined;
  /** Neighbours that depend on each other, as overlapping windows do; 1 when absent. */
  readonly together?: number | undefined;
}

/** Rows on which a network is judged; seen: of which some trained it. */
export type JudgedPart = 'test' | 'validation' | 'held-out' | 'training' | 'seen' | 'given';

/** A measure by which a network and a baseline are told apart. */
export type JudgedMeasure = 'accuracy' | 'log_loss' | 'squared_error';

/** The figures of one way to answer, by the names of metrics in JSON. */
export interface JudgedModel {
  readonly name: string;
  readonly label: string;
  readonly fitted?: number;
  /** Absent where they are not defined. */
  readonly scores: Readonly<Partial<Record<string, number>>>;
}

/** How the network differs from the best of the baselines. */
export interface JudgedVerdict {
  /** Name and label of that baseline: the one with the smallest loss. */
  readonly than: string;
  readonly label: string;
  /** mixed: better by one measure and worse by another. */
  readonly result: 'better' | 'worse' | 'same' | 'mixed';
  /** Network minus baseline; p after Holm's correction. */
  readonly tests: readonly (Difference & { readonly measure: JudgedMeasure })[];
}

/** A network beside its baselines, as plain data. */
export interface Judged {
  readonly part: JudgedPart;
  readonly rows: number;
  /** The baselines, the simplest first. */
  readonly models: readonly JudgedModel[];
  readonly network: JudgedModel;
  /** From which probability on the network chose the second of two classes, where that was given. */
  readonly threshold?: number;
  /** Rows whose class the network gives a probability that the log loss counts as a larger one. */
  readonly clipped?: number;
  /** Absent where the rows trained the network, or nothing can be compared. */
  readonly verdict?: JudgedVerdict;
}

/** Measures that are shown. */
const CLASSES = ['accuracy', 'log-loss'] as const;
const VALUES = ['rmse', 'r2'] as const;

const jsonName = (name: string) => name.replaceAll('-', '_');

function classSample(
  { actual, rows, network, threshold }: Contest,
  classes: readonly string[],
  outputs: ArrayLike<number>,
) {
  const width = classes.length;
  const given = outputs === network.outputs && width === 2 ? threshold : undefined;
  const predicted = Int32Array.from({ length: rows }, (_, i) => {
    if (given !== undefined) return outputs[2 * i + 1] >= given ? 1 : 0;
    let best = 0;
    for (let c = 1; c < width; c++) if (outputs[i * width + c] > outputs[i * width + best]) best = c;
    return best;
  });
  return {
    classes,
    actual: Int32Array.from(actual),
    predicted,
    ...(areProbabilities(outputs, width) && { probabilities: outputs }),
  } satisfies ClassSample;
}

function modelOf(contest: Contest, { name, label, fitted, outputs }: Contestant): JudgedModel {
  const { classes, actual } = contest;
  const sample: ValueSample = { actual, predicted: outputs };
  const values = classes
    ? CLASSES.map(
        (metric) =>
          [metric, classMetrics.get(metric).compute(classSample(contest, classes, outputs)).value] as const,
      )
    : VALUES.map((metric) => [metric, valueMetrics.get(metric).compute(sample).value] as const);
  return {
    name,
    label,
    ...(fitted !== undefined && { fitted }),
    scores: Object.fromEntries(
      values.flatMap(([metric, value]) => (value === undefined ? [] : [[jsonName(metric), value]])),
    ),
  };
}

/** −log of the probability of each row's class, or its mean squared error. */
function lossesOf({ classes, actual, rows, together = 1 }: Contest, outputs: ArrayLike<number>) {
  const width = classes ? classes.length : actual.length / rows;
  const single = Float64Array.from({ length: rows }, (_, i) => {
    // A probability of 0 costs as much as float64 can tell from 1.
    if (classes) return -Math.log(Math.max(outputs[i * width + actual[i]], Number.EPSILON));
    let sum = 0;
    for (let k = 0; k < width; k++) sum += (outputs[i * width + k] - actual[i * width + k]) ** 2 / width;
    return sum;
  });
  if (together <= 1) return single;
  return Float64Array.from({ length: Math.ceil(rows / together) }, (_, b) => {
    const some = single.subarray(b * together, (b + 1) * together);
    return some.reduce((sum, loss) => sum + loss, 0) / some.length;
  });
}

/** Rows whose class has a probability that is too small for a log loss, by the network; of classes only. */
function clippedRows({ classes, actual, rows, network: { outputs } }: Contest): number {
  if (!classes || !areProbabilities(outputs, classes.length)) return 0;
  let clipped = 0;
  for (let i = 0; i < rows; i++) if (outputs[i * classes.length + actual[i]] < Number.EPSILON) clipped++;
  return clipped;
}

function testsOf(contest: Contest, best: Contestant): JudgedVerdict['tests'] {
  const { classes, network } = contest;
  if (!classes)
    return [
      {
        measure: 'squared_error',
        ...pairedDifference(lossesOf(contest, network.outputs), lossesOf(contest, best.outputs)),
      },
    ];
  const [ours, theirs] = [network, best].map(({ outputs }) => classSample(contest, classes, outputs));
  let [b, c] = [0, 0];
  for (let i = 0; i < contest.rows; i++) {
    const [first, second] = [ours, theirs].map(({ predicted, actual }) => predicted[i] === actual[i]);
    if (first && !second) b++;
    if (second && !first) c++;
  }
  const accuracy = { measure: 'accuracy' as const, ...pairedShares(b, c, contest.rows) };
  if (!ours.probabilities || !theirs.probabilities) return [accuracy];
  const loss = pairedDifference(lossesOf(contest, network.outputs), lossesOf(contest, best.outputs));
  const [p, q] = holm([accuracy.p, loss.p]);
  return [
    { ...accuracy, p },
    { measure: 'log_loss', ...loss, p: q },
  ];
}

function resultOf(tests: JudgedVerdict['tests']): JudgedVerdict['result'] {
  const signs = tests
    .filter((test) => differs(test))
    .map(({ measure, difference }) => (measure === 'accuracy' ? difference > 0 : difference < 0));
  if (signs.length === 0) return 'same';
  if (signs.every(Boolean)) return 'better';
  return signs.some(Boolean) ? 'mixed' : 'worse';
}

/** Judges a network beside the baselines: the figures of all, and whether it can be told from the best of them. */
export function judge(contest: Contest): Judged {
  const { baselines, network, part, rows, threshold } = contest;
  const clipped = clippedRows(contest);
  const losses = baselines.map(({ outputs }) => {
    const all = lossesOf(contest, outputs);
    return all.reduce((sum, loss) => sum + loss, 0) / all.length;
  });
  const best = baselines.find((_, i) => losses[i] === minOf(losses));
  const tests = best === undefined || part === 'training' || part === 'seen' ? [] : testsOf(contest, best);
  return {
    part,
    rows,
    models: baselines.map((one) => modelOf(contest, one)),
    network: modelOf(contest, network),
    ...(threshold !== undefined && { threshold }),
    ...(clipped > 0 && { clipped }),
    ...(best &&
      tests.length > 0 && {
        verdict: { than: best.name, label: best.label, result: resultOf(tests), tests },
      }),
  };
}
