import { findSeriesModel } from '../tasks/series/model.ts';
import type { Preprocessing } from '../data/preprocessing.ts';
import type { Json } from '../report/result.ts';
import type { RowFigures } from '../train/rowFigures.ts';
import { counted } from '../util/plural.ts';
import { chance } from '../util/quantity.ts';
import { differs, holm, pairedDifference, pairedShares } from '../util/significance.ts';
import type { Difference } from '../util/significance.ts';

/** How a network's loss on some rows differs from that of a reference on the same rows. */
export interface Versus {
  /** Mean loss minus that of the reference; below 0: better. */
  readonly loss: Difference;
  /** p of the loss, corrected for all that were compared with the same reference (Holm). */
  readonly adjusted: number;
  /** Share of correct rows minus that of the reference, by McNemar's test. */
  readonly accuracy?: Difference;
  readonly rows: number;
}

/**
 * Neighbouring rows whose losses are not independent: forecasts of a series over h steps miss the same values
 * h times (Diebold and Mariano 1995).
 */
export const overlapOf = (preprocessing: Preprocessing): number =>
  findSeriesModel(preprocessing)?.pieces.horizon ?? 1;

/** Means of as many neighbours as overlap. */
function independent(losses: Float64Array, overlap: number): Float64Array {
  if (overlap === 1) return losses;
  return Float64Array.from({ length: Math.ceil(losses.length / overlap) }, (_, block) => {
    const own = losses.subarray(block * overlap, (block + 1) * overlap);
    return own.reduce((sum, loss) => sum + loss, 0) / own.length;
  });
}

/** A network against a reference; undefined where they were not measured on the same rows. */
function versus(
  own: RowFigures,
  reference: RowFigures,
  overlap: number,
): Omit<Versus, 'adjusted'> | undefined {
  const rows = own.losses.length;
  if (own.print !== reference.print || own.loss !== reference.loss) return undefined;
  if (rows !== reference.losses.length) return undefined;
  const loss = pairedDifference(independent(own.losses, overlap), independent(reference.losses, overlap));
  const { correct } = own;
  const { correct: other } = reference;
  if (!correct || !other) return { loss, rows };
  let [alone, otherAlone] = [0, 0];
  for (let i = 0; i < rows; i++) {
    if (correct[i] > other[i]) alone++;
    if (correct[i] < other[i]) otherAlone++;
  }
  return { loss, accuracy: pairedShares(alone, otherAlone, rows), rows };
}

/**
 * Networks against one reference, each by a paired test of the losses of its rows; their p are corrected for
 * how many there are.
 *
 * @param all figures of each network; undefined where there are none
 * @param overlap how many neighbouring rows say the same
 */
export function versusAll(
  all: readonly (RowFigures | undefined)[],
  reference: RowFigures | undefined,
  overlap: number,
): (Versus | undefined)[] {
  const found = all.map((own) => own && reference && versus(own, reference, overlap));
  const adjusted = holm(found.flatMap((one) => (one ? [one.loss.p] : [])));
  let next = 0;
  return found.map((one) => one && { ...one, adjusted: adjusted[next++] });
}

/** Whether the loss differs by more than chance, however many were compared. */
export const isDifferent = (versus: Versus | undefined): versus is Versus =>
  versus !== undefined && differs({ p: versus.adjusted });

/** Whether the loss is smaller by more than chance. */
export const isBetter = (versus: Versus | undefined): boolean =>
  isDifferent(versus) && versus.loss.difference < 0;

/** The cell of a table: `worse (p 0.01)`, `within chance`. */
export function versusText(versus: Versus | undefined): string {
  if (!versus) return '–';
  if (!isDifferent(versus)) return 'within chance';
  return `${isBetter(versus) ? 'better' : 'worse'} (${chance(versus.adjusted)})`;
}

/** How the others of a ranking stand to its first, in a sentence; undefined where nothing was compared. */
export function versusSentence(all: readonly (Versus | undefined)[]): string | undefined {
  const compared = all.filter((one) => one !== undefined);
  if (compared.length === 0) return undefined;
  const rows = `(${counted(compared[0].rows, 'validation row')})`;
  const apart = compared.filter(isDifferent).length;
  if (compared.length === 1)
    return `The loss of the other ${apart === 1 ? 'differs' : 'does not differ'} from that of the best beyond chance ${rows}.`;
  if (apart === 0) return `None of the others differs in loss from the best beyond chance ${rows}.`;
  const how =
    apart === compared.length
      ? 'All others differ'
      : `${apart} of ${compared.length} others ${apart === 1 ? 'differs' : 'differ'}`;
  return `${how} in loss from the best beyond chance ${rows}.`;
}

/** As data: the difference of the losses, its 95 % interval, p as it is and corrected. */
export function versusJson({ loss, adjusted, accuracy }: Versus): Json {
  return {
    loss_difference: loss.difference,
    loss_difference_interval: loss.interval ?? null,
    p: loss.p,
    adjusted_p: adjusted,
    ...(accuracy && { accuracy_difference: accuracy.difference, accuracy_p: accuracy.p }),
  };
}
