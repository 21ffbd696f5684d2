import { counted } from '../../util/plural.ts';
import { measure, percent } from '../../util/quantity.ts';
import type { Curves } from './curves.ts';
import type { Case, LeftOut } from './define.ts';
import { apart } from './evidence.ts';

/** A difference of losses, as a share of a constant answer's, that matters where a test has found one. */
const WORSE = 0.25; /** Of fewer rows a single one decides. */
const LEAST = 15;

/** Such a difference at the near end of the interval. */
const SURELY = 0.2;

/**
 * What models come to on rows left out of them, where they do so much worse than the network on its own rows that it
 * has memorised them; undefined where rows are not few, or it has not.
 */
export function memorisedFew(one: Case, { baseline }: Curves): LeftOut | undefined {
  const { training, validation, leftOut } = one.fit ?? {};
  if (!training || !leftOut || validation || leftOut.rows < LEAST) return undefined;
  const worse = leftOut.worseThan !== undefined && leftOut.loss - training.loss >= WORSE * baseline.loss;
  const surely =
    leftOut.interval !== undefined && leftOut.interval[0] - training.loss >= SURELY * baseline.loss;
  return worse || surely || apart(one, training, leftOut, baseline.loss) ? leftOut : undefined;
}

/** Whether rows left out are answered so much worse that more rows would help, be it memorising or not. */
export function wantsRows({ fit }: Case, { baseline }: Curves): boolean {
  const { training, validation, leftOut } = fit ?? {};
  if (!training || !leftOut || validation) return false;
  const lost = (training.accuracy ?? 0) - (leftOut.accuracy ?? 0);
  return lost >= 0.09 || leftOut.loss - training.loss >= 0.2 * baseline.loss;
}

/** How rows were left out, and what came of it. */
export function leftOutSentence({ models, rows, loss, accuracy, worseThan }: LeftOut): string {
  const way = models === rows ? 'leave-one-out' : 'cross-validation';
  const right = accuracy === undefined ? '' : ` and ${percent(accuracy)} are correct`;
  const beaten = worseThan === undefined ? '' : `, worse than ${worseThan}`;
  return `rows that ${counted(models, 'model')} of a ${way} have not seen have a loss of ${measure(loss)}${right}${beaten}`;
}
