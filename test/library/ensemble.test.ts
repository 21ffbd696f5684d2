import { readTable, predict, saveModel, tableFromRows, train } from 'nnsh';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { halfWidth } from '../../src/model/residuals.ts';
import { memberOf } from '../../src/model/member.ts';
import { RandomState } from '../../src/util/random.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Rows with y = 3·x + noise of deviation 1. */
function line(rows: number, seed: number) {
  const random = new RandomState(seed);
  return Array.from({ length: rows }, () => {
    const x = random.uniform(-2, 2);
    return { x, y: 3 * x + random.normal(0, 1) };
  });
}

/** Share of new rows whose value lies in the interval. */
async function coverage(seed: number, level: number, ensemble?: number): Promise<number> {
  const options = {
    epochs: 20,
    layers: 'auto,4,auto',
    seed,
    task: 'regression',
    ...(ensemble && { ensemble }),
  } as const;
  const { model } = await train(tableFromRows(line(200, seed)), options);
  const half = halfWidth(model.residuals!, level)!;
  const rows = line(1000, 1000 + seed);
  const answers = await predict(model, tableFromRows(rows));
  if (answers.kind !== 'values') throw new Error(answers.kind);
  return rows.filter(({ y }, i) => Math.abs(y - answers.values[i]) <= half).length / rows.length;
}

it.each([
  ['one network', undefined],
  ['an ensemble', 4],
])('intervals of %s hold as many true values as they say', { timeout: 60_000 }, async (_, ensemble) => {
  const shares: number[] = [];
  for (let seed = 0; seed < 8; seed++) shares.push(await coverage(seed, 0.9, ensemble));
  const mean = shares.reduce((a, b) => a + b, 0) / shares.length;
  // One calibration set of n rows has a deviation of √(0.9·0.1/n): 40 rows that validate 4.7 %, 200 rows 2.1 %; of 8 runs a √8th.
  const deviation = Math.sqrt((0.9 * 0.1) / (ensemble ? 200 : 40) / 8);
  expect(mean).toBeGreaterThan(0.9 - 3 * deviation);
  expect(mean).toBeLessThan(0.9 + 3 * deviation + 0.01);
});

it('is the ensemble of the command, and its members answer by themselves', { timeout: 60_000 }, async () => {
  const iris = await readTable(path.join(root, 'fixtures/iris.csv'));
  const { model, history } = await train(iris, { ensemble: 3, epochs: 5 });
  expect(history).toHaveLength(15);
  expect(model.ensemble?.members.map(({ weight }) => weight)).toEqual([1 / 3, 1 / 3, 1 / 3]);
  const again = await train(iris, { ensemble: 3, epochs: 5 });
  expect(saveModel(again.model)).toEqual(saveModel(model));
  const members = await Promise.all([1, 2, 3].map((k) => predict(memberOf(model, k), iris)));
  const whole = await predict(model, iris);
  if (whole.kind !== 'classes') throw new Error(whole.kind);
  const { T } = model.spec.layers.find(({ type }) => type === 'temperature')!.options as { T: number };
  const mean = Array.from({ length: 3 }, (_, c) =>
    members.reduce((sum, one) => sum + (one.kind === 'classes' ? one.probabilities[c] : 0) / 3, 0),
  );
  const raised = mean.map((p) => p ** (1 / T));
  const sum = raised.reduce((a, b) => a + b, 0);
  raised.forEach((p, c) => expect(whole.probabilities[c]).toBeCloseTo(p / sum, 5));
});
