import type { FittedBaseline } from '../../baselines/fit.ts';
import type { Judged, JudgedPart } from '../../baselines/judge.ts';

/** What a language model came to: cross-entropy of a token in nats, share of tokens that are right. */
interface Scores {
  readonly loss: number;
  readonly accuracy?: number | undefined;
}

/**
 * A language model beside the answer that is the same everywhere: how often each token occurs.
 *
 * @param target token numbers; below 0 counts nowhere
 */
export function judgeLanguage(
  fitted: readonly FittedBaseline[] | undefined,
  target: ArrayLike<number>,
  { loss, accuracy }: Scores,
  part: JudgedPart,
): Judged | undefined {
  const shares = fitted?.find(({ name }) => name === 'constant')?.parameters;
  if (!shares) return undefined;
  let most = 0;
  for (let token = 1; token < shares.length; token++) if (shares[token] > shares[most]) most = token;
  let [rows, sum, correct] = [0, 0, 0];
  for (let at = 0; at < target.length; at++) {
    if (target[at] < 0) continue;
    rows++;
    sum -= Math.log(shares[target[at]]);
    if (target[at] === most) correct++;
  }
  return {
    part,
    rows,
    models: [
      { name: 'constant', label: 'unigram', scores: { accuracy: correct / rows, log_loss: sum / rows } },
    ],
    network: {
      name: 'network',
      label: 'this network',
      scores: { ...(accuracy !== undefined && { accuracy }), log_loss: loss },
    },
  };
}
