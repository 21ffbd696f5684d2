import { expect, it } from 'vitest';
import { batchValues } from '../../src/explain/batch.ts';
import { narrateBatch, narrateDivision, sizesText } from '../../src/explain/narrate/batch.ts';
import { stepValues } from '../../src/explain/step.ts';
import { parseLayers } from '../../src/network/layerString.ts';
import { drawWeights } from '../../src/network/parameters.ts';
import { chooseOptimizer } from '../../src/train/choose.ts';
import { RandomState } from '../../src/util/random.ts';

const ROWS = 6;

function subjectOf(layers: string) {
  const spec = parseLayers(layers, { activation: 'tanh', outputActivation: 'softmax' });
  const weights = drawWeights(spec, 'auto', new RandomState(1), 'float64');
  const random = new RandomState(2);
  const x = Array.from({ length: ROWS * 3 }, () => random.standardNormal());
  const target = Array.from({ length: ROWS }, (_, i) => i % 2);
  return { spec, weights, loss: 'cross-entropy', x, target, rows: ROWS };
}

const learning = {
  ...chooseOptimizer({
    optimizer: 'sgd',
    nesterov: false,
    momentum: undefined,
    beta1: undefined,
    beta2: undefined,
    rho: undefined,
    epsilon: undefined,
    weightDecay: undefined,
  }),
  learningRate: 0.5,
  steps: 1,
};

it.each([
  ['3,4,2', undefined],
  ['3,4,dropout:0.5,2', { seed: 3 }],
  ['3,4,batchnorm,2', { seed: 3 }],
])('the mean of the gradients of the rows of %s is the gradient of the batch', (layers, training) => {
  const { parameters, losses, loss, updates } = batchValues({ ...subjectOf(layers), training }, learning);
  expect(losses).toHaveLength(ROWS);
  expect(losses.reduce((a, b) => a + b) / ROWS).toBeCloseTo(loss, 12);
  for (const { name, rows, mean, gradient } of parameters) {
    expect(rows).toHaveLength(ROWS);
    const update = updates.all[0].parameters.find((one) => one.name === name);
    gradient.forEach((value, i) => {
      expect(mean[i]).toBeCloseTo(value, 12);
      expect(rows.reduce((sum, row) => sum + row[i], 0) / ROWS).toBeCloseTo(value, 12);
      expect(update?.gradient[i]).toBeCloseTo(value, 12);
      expect(update?.after[i]).toBeCloseTo((update?.before[i] ?? 0) - 0.5 * value, 12);
    });
  }
});

it('a row of a batch has the gradient that it has alone', () => {
  const subject = subjectOf('3,4,2');
  const { parameters, losses } = batchValues(subject, learning);
  for (let row = 0; row < ROWS; row++) {
    const alone = stepValues({
      ...subject,
      rows: 1,
      x: subject.x.slice(3 * row, 3 * row + 3),
      target: [subject.target[row]],
    });
    expect(losses[row]).toBeCloseTo(alone.loss, 12);
    for (const { name, gradient } of alone.layers.flatMap((layer) => layer.parameters)) {
      const own = parameters.find((one) => one.name === name)?.rows[row] ?? [];
      gradient.forEach((value, i) => expect(own[i]).toBeCloseTo(value, 12));
    }
  }
});

it('says how rows are divided, and lists the gradients row by row', () => {
  const division = {
    source: 'data.csv',
    unit: ['row', 'rows'],
    train: ROWS,
    validation: 2,
    seed: 0,
    shuffle: true,
    sizes: [ROWS],
    epochs: [
      [3, 1, 0, 2, 7, 5],
      [5, 7, 2, 0, 1, 3],
    ],
  } as const;
  const texts = narrateDivision(division).map((block) => ('text' in block ? block.text : ''));
  expect(texts).toContain('data.csv: 6 rows to train with, 2 held back for validation');
  expect(texts).toContain('1 batch an epoch: 6');
  expect(texts).toContain('batch 1   3 1 0 2 7 5');
  expect(texts).toContain('batch 1   5 7 2 0 1 3');
  const batch = batchValues(subjectOf('3,4,2'), learning);
  const table = narrateBatch(batch, division, [], { units: 2 }).find((block) => block.kind === 'table');
  expect(table?.kind === 'table' && table.rows.map(([row]) => row)).toEqual(['3', '1', '0', '2', '7', '5']);
  expect(table?.kind === 'table' && table.foot?.[0].slice(2)).toEqual(
    table?.kind === 'table' && table.foot?.[1].slice(2),
  );
});

it('writes sizes as a sum, or as counts where there are many', () => {
  expect(sizesText([32, 32, 32, 24])).toBe('4 batches an epoch: 32 + 32 + 32 + 24');
  expect(sizesText(Array.from({ length: 40 }, () => 32))).toBe('40 batches an epoch, each of 32');
  expect(sizesText([...Array.from({ length: 40 }, () => 32), 7])).toBe(
    '41 batches an epoch: 40 of 32, and one of 7',
  );
});
