import { describe, expect, it } from 'vitest';
import { curveVerdict } from '../../src/figures/curveVerdict.ts';
import type { Curve, CurvePoint } from '../../src/figures/curveVerdict.ts';
import { RandomState } from '../../src/util/random.ts';

const ROWS = 100;

/** Validation rows of which the first are answered correctly. */
const shareOf = (score: number, rows = ROWS) =>
  Float64Array.from({ length: rows }, (_, row) => (row < Math.round(score * rows) ? 1 : 0));

const point = (
  rows: number,
  score: number,
  { training = score, deviation = 0.005, each = shareOf(score) } = {},
): CurvePoint => ({ rows, score, training, variance: deviation ** 2, each });

const curve = (points: readonly CurvePoint[], more: Partial<Curve> = {}): Curve => ({
  points,
  classes: true,
  repeats: 3,
  validationRows: ROWS,
  overlap: 1,
  ...more,
});

describe('the verdict on a learning curve', () => {
  it('takes no rise within its error for one', () => {
    const text = curveVerdict(curve([point(98, 0.747), point(198, 0.74), point(400, 0.75)]));
    expect(text).not.toContain('collect more data');
    expect(text).toContain('more rows hardly help');
  });

  it('says so where a rise is beyond it', () => {
    const text = curveVerdict(curve([point(98, 0.5), point(198, 0.6), point(400, 0.8)]));
    expect(text).toContain('From 198 to 400 rows the validation accuracy rises by 20.0 %');
    expect(text).toContain('collect more data');
  });

  it('counts the scatter of the models as well as that of the rows', () => {
    const text = curveVerdict(
      curve([98, 198, 400].map((rows, i) => point(rows, 0.5 + i / 10, { deviation: 0.1 }))),
    );
    expect(text).toContain('within chance: nothing can be said about more rows yet');
  });

  it('says nothing of few validation rows', () => {
    const few = (rows: number, score: number) => point(rows, score, { each: shareOf(score, 10) });
    const text = curveVerdict(curve([few(10, 0.7), few(30, 0.8)], { validationRows: 10 }));
    expect(text).toContain('which is within chance');
    expect(text).toContain('10 validation rows so far');
  });

  it('calls no gap one that so few validation rows make', () => {
    const gap = (training: number, score: number) =>
      curveVerdict(curve([point(198, score), point(400, score, { training })]));
    expect(gap(0.643, 0.58)).not.toContain('far better');
    expect(gap(0.643, 0.58)).not.toContain('not much better');
    expect(gap(0.99, 0.7)).toContain('Training is far better than validation (99.0 % against 70.0 %');
    expect(gap(0.7, 0.72)).toContain('Training is not much better');
  });

  it('needs more than one model of a size, and more than one size', () => {
    const single = { rows: 10, score: 0.5, training: 0.5, variance: undefined, each: shareOf(0.5) };
    expect(curveVerdict(curve([single, { ...single, rows: 40 }], { repeats: 1 }))).toContain('--repeats 3');
    expect(curveVerdict(curve([single]))).toContain('too few for a curve');
  });

  it('compares with a size that has clearly fewer rows, however many sizes there are', () => {
    const sizes = Array.from({ length: 31 }, (_, i) => Math.round(100 * 1.05 ** i));
    const text = curveVerdict(curve(sizes.map((rows, i) => point(rows, 0.5 + 0.012 * i))));
    expect(text).toMatch(/^From 253 to 432 rows .* collect more data\.$/);
  });

  it('compares losses the same way, a fall being the gain', () => {
    const loss = (rows: number, score: number) =>
      point(rows, score, { each: Float64Array.from({ length: ROWS }, (_, i) => score * (0.5 + i / 99)) });
    const values = (...points: CurvePoint[]) => curveVerdict(curve(points, { classes: false }));
    expect(values(loss(100, 0.8), loss(400, 0.4))).toMatch(/loss falls by 0\.400 .* collect more data/);
    expect(values(loss(100, 0.4), loss(400, 0.4))).toContain('stays the same');
    expect(values(loss(100, 0.4), loss(400, 0.5))).toMatch(/loss rises by 0\.100 .* more rows hardly help/);
  });

  it('sees rises hardly more often than in one of twenty curves where there are none', () => {
    const random = new RandomState(1);
    let seen = 0;
    for (let curves = 0; curves < 400; curves++) {
      const one = (rows: number) => {
        const each = Float64Array.from({ length: ROWS }, () => (random.randomSample() < 0.75 ? 1 : 0));
        return point(rows, each.reduce((sum, x) => sum + x, 0) / ROWS, { each, deviation: 0 });
      };
      if (curveVerdict(curve([one(100), one(400)])).includes('collect more data')) seen++;
    }
    expect(seen / 400).toBeLessThan(0.05);
  });
});
