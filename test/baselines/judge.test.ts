import { describe, expect, it } from 'vitest';
import { judge } from '../../src/baselines/judge.ts';
import type { Contest } from '../../src/baselines/judge.ts';
import { baselineBlocks } from '../../src/figures/baselines/result.ts';

/** The probability of the second of two classes for each row. */
const both = (...second: number[]) => Float64Array.from(second.flatMap((p) => [1 - p, p]));

const contest: Contest = {
  classes: ['no', 'yes'],
  actual: [0, 0, 1, 1],
  rows: 4,
  part: 'given',
  baselines: [{ name: 'constant', label: 'majority class', outputs: both(0.45, 0.45, 0.45, 0.45) }],
  network: { name: 'network', label: 'this network', outputs: both(0.1, 0.4, 0.35, 0.9) },
};

const textsOf = (one: Contest) =>
  baselineBlocks(judge(one)).flatMap((block) => (block.kind === 'text' ? String(block.text) : []));

describe('judging a network beside baselines', () => {
  // By hand: rows 2 and 3 have 0.4 and 0.35; from 0.3 on both are "yes", from 0.5 on neither, from 0.38 on the wrong one.
  it.each([
    [undefined, 0.75],
    [0.3, 0.75],
    [0.38, 0.5],
    [0.05, 0.5],
    [0.95, 0.5],
  ])('with threshold %s the accuracy is %d', (threshold, accuracy) => {
    const { network, models } = judge({ ...contest, threshold });
    expect(network.scores.accuracy).toBe(accuracy);
    // Of the baselines it is the likelier class.
    expect(models[0].scores.accuracy).toBe(0.5);
  });

  it('says at which threshold, and only then', () => {
    expect(textsOf({ ...contest, threshold: 0.3 })[0]).toContain('this network with threshold 0.3');
    expect(textsOf(contest).join('\n')).not.toContain('threshold');
  });

  it('tests the classes that the threshold chooses', () => {
    const many = (threshold?: number): Contest => ({
      ...contest,
      actual: Array.from({ length: 40 }, () => 1),
      rows: 40,
      baselines: [{ ...contest.baselines[0], outputs: both(...Array.from({ length: 40 }, () => 0.45)) }],
      network: { ...contest.network, outputs: both(...Array.from({ length: 40 }, () => 0.45)) },
      threshold,
    });
    expect(judge(many()).verdict?.result).toBe('same');
    expect(judge(many(0.4)).verdict?.tests[0]).toMatchObject({ measure: 'accuracy', difference: 1 });
  });

  it('counts rows whose probability the log loss takes for a larger one', () => {
    const sure = { ...contest, network: { ...contest.network, outputs: both(0, 1, 0, 1) } };
    expect(judge(sure).clipped).toBe(2);
    expect(textsOf(sure)[0]).toContain(
      'a probability below 2.2e-16 counts as that, as in scikit-learn (2 rows',
    );
    // −log ε, half of the rows: what sklearn.metrics.log_loss has for them.
    expect(judge(sure).network.scores.log_loss).toBeCloseTo(-Math.log(Number.EPSILON) / 2, 12);
    expect(judge(contest).clipped).toBeUndefined();
    expect(textsOf(contest).join('\n')).not.toContain('log loss:');
  });
});
