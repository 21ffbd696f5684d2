import { counted } from '../util/plural.ts';
import { count, measure, percent } from '../util/quantity.ts';
import { mean } from '../util/statistics.ts';

/** The models of one size: means over the repeats. */
export interface CurvePoint {
  /** Training rows. */
  readonly rows: number;
  /** Accuracy, or loss of numbers, on the validation rows, and its variance (n − 1) where models are several. */
  readonly score: number;
  readonly variance: number | undefined;
  /** The same on the training rows. */
  readonly training: number;
  /** How the score came about: of each validation row the mean; absent where rows were not measured one by one. */
  readonly each: ArrayLike<number> | undefined;
}

/** A learning curve: from few rows to all. */
export interface Curve {
  readonly points: readonly CurvePoint[];
  /** Scores are accuracies, not losses. */
  readonly classes: boolean;
  /** Models of each size but the last. */
  readonly repeats: number;
  readonly validationRows: number;
  /** Neighbouring validation rows that miss the same values; 1 where rows are independent. */
  readonly overlap: number;
}

/** Standard errors from which on a difference is more than what measurements scatter by. */
const SURE = 2;
/** The size that all rows are compared with has at most this share of them. */
const FEWER = 0.6;

/** Squared standard error of a mean over rows, of shares and of losses (whose deviation is about their size). */
const rowError = (score: number, rows: number, classes: boolean) => {
  // One more row to either side: that all rows are correct is no proof that all will be (Agresti and Coull 1998).
  const share = (score * rows + 1) / (rows + 2);
  return (classes ? share * (1 - share) : 4 * score * score) / Math.max(1, rows);
};

/** Squared standard error of the difference of two sizes over the same validation rows. */
function pairedError(last: CurvePoint, before: CurvePoint, { classes, validationRows: n }: Curve): number {
  const { each } = last;
  const { each: other } = before;
  if (!each || !other || each.length !== other.length || each.length < 2)
    return rowError(last.score, n, classes) + rowError(before.score, n, classes);
  const differences = Float64Array.from(each, (value, row) => value - other[row]);
  const squares = differences.reduce((sum, difference) => sum + difference * difference, 0);
  // Of shares one row more to either side, as above (Bonett and Price 2012).
  const [more, rows] = classes ? [2, n + 2] : [0, n];
  return ((squares + more) / rows - mean(differences) ** 2) / Math.max(1, rows - 1);
}

/** All rows against the largest size that has clearly fewer. */
interface Change {
  readonly before: CurvePoint;
  /** How much better all rows are: above 0 for a higher accuracy or a smaller loss. */
  readonly gain: number;
  readonly error: number;
}

function changeOf(curve: Curve, last: CurvePoint, before: CurvePoint): Change | undefined {
  const { points, classes, overlap } = curve;
  const known = points
    .slice(0, points.indexOf(before) + 1)
    // Losses scatter the less the smaller they are.
    .flatMap(({ variance, score }) =>
      variance === undefined ? [] : classes ? variance : variance * (before.score / score) ** 2,
    )
    .slice(-2);
  if (known.length === 0) return undefined;
  // All rows are one model, which scatters as those of the sizes before it do.
  const models = mean(known) * (1 + 1 / curve.repeats);
  return {
    before,
    gain: classes ? last.score - before.score : before.score - last.score,
    error: Math.sqrt(overlap * pairedError(last, before, curve) + models),
  };
}

/** Whether training rows are better answered than validation rows: surely, surely not much, or who knows. */
function gapOf({ classes, validationRows, overlap }: Curve, { rows, score, training }: CurvePoint) {
  const gap = classes ? training - score : score - training;
  const error = Math.sqrt(
    overlap * (rowError(training, rows, classes) + rowError(score, validationRows, classes)),
  );
  const large = classes ? 0.05 : 0.2 * score;
  return {
    error,
    wide: gap > large && gap > SURE * error,
    narrow: gap + SURE * error < 2 * large || gap <= 0,
  };
}

function gapSentence(curve: Curve, last: CurvePoint): string {
  const show = curve.classes ? percent : measure;
  const { wide, narrow, error } = gapOf(curve, last);
  if (wide)
    return ` Training is far better than validation (${show(last.training)} against ${show(last.score)}, standard error ${show(error)}): try --dropout 0.2, a larger --l2, or fewer units.`;
  return narrow
    ? ' Training is not much better than validation: try more units, more epochs or better features.'
    : '';
}

/** What more data would bring, in words: only what is more than the scatter of its measurements. */
export function curveVerdict(curve: Curve): string {
  const { points, classes, validationRows, repeats } = curve;
  const last = points.at(-1);
  const before = last && (points.findLast(({ rows }) => rows <= FEWER * last.rows) ?? points[0]);
  if (!last || !before || before === last)
    return 'One size alone shows nothing about more rows: these are too few for a curve.';
  const change = changeOf(curve, last, before);
  if (!change)
    return 'Nothing can be said about more rows yet: one model of each size does not show how far chance moves its score. --repeats 3 does.';
  const show = classes ? percent : measure;
  const { gain, error } = change;
  const sizes = `From ${count(before.rows)} to ${counted(last.rows, 'row')} the validation ${classes ? 'accuracy' : 'loss'}`;
  const goes = gain > 0 === classes ? 'rises' : 'falls';
  const size = show(Math.abs(gain));
  const moves = Number.parseFloat(size) === 0 ? 'stays the same' : `${goes} by ${size}`;
  const by = `${moves} (standard error ${show(error)})`;
  const small = classes ? 0.01 : 0.02 * before.score;
  if (gain > small && gain > SURE * error)
    return `${sizes} ${by}: it still improves with more rows, collect more data.`;
  if (gain + SURE * error < (classes ? 0.05 : 0.1 * before.score))
    return `${sizes} ${by}: more rows hardly help.${gapSentence(curve, last)}`;
  const more = repeats < 10 ? 'more validation rows, or --repeats 10, tell' : 'more validation rows tell';
  const { wide } = gapOf(curve, last);
  return `${sizes} ${by}, which is within chance: nothing can be said about more rows yet; ${more} (${counted(validationRows, 'validation row')} so far).${wide ? gapSentence(curve, last) : ''}`;
}
