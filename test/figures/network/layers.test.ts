import { expect, it } from 'vitest';
import { layerCosts, layersTable } from '../../../src/figures/network/layers.ts';
import { parseLayers } from '../../../src/network/layerString.ts';

const layers = (text: string) =>
  layerCosts(parseLayers(text, { activation: 'relu', outputActivation: 'linear' })).map(
    ({ name, parameters, multiplyAdds }) => [name, parameters, multiplyAdds],
  );

// Counted by hand: weights and biases, and one multiplication for each weight that is used, as often as it is
// used.
it.each([
  [
    '784,128,10',
    [
      ['dense1', 784 * 128 + 128, 784 * 128],
      ['relu1', 0, 0],
      ['dense2', 128 * 10 + 10, 128 * 10],
    ],
  ],
  [
    '28x28x1,conv:32:3,batchnorm,maxpool:2,conv:64:3:2,flatten,10',
    [
      ['conv1', 3 * 3 * 1 * 32 + 32, 26 * 26 * 32 * 9],
      // Gain and offset, and running mean and variance.
      ['batchnorm1', 4 * 32, 0],
      ['relu1', 0, 0],
      ['maxpool1', 0, 0],
      ['conv2', 3 * 3 * 32 * 64 + 64, 6 * 6 * 64 * 9 * 32],
      ['relu2', 0, 0],
      ['flatten1', 0, 0],
      ['dense1', 6 * 6 * 64 * 10 + 10, 6 * 6 * 64 * 10],
    ],
  ],
  [
    '28x28,lstm:128,10',
    [
      // PyTorch has a bias for the input and one for the state.
      ['lstm1', 4 * 128 * (28 + 128 + 2), 28 * 4 * 128 * (28 + 128)],
      ['dense1', 128 * 10 + 10, 128 * 10],
    ],
  ],
  [
    '9x5,gru:4:sequence,rnn:3,sparse:10:0.5',
    [
      ['gru1', 3 * 4 * (5 + 4 + 2), 9 * 3 * 4 * (5 + 4)],
      ['rnn1', 3 * (4 + 3 + 2), 9 * 3 * (4 + 3)],
      ['sparse1', 15 + 10, 15],
    ],
  ],
])('%s', (text, wanted) => expect(layers(text)).toEqual(wanted));

it('has columns that add up to their totals', () => {
  const spec = parseLayers('28x28x1,conv:32:3,maxpool:2,flatten,64,10', {
    activation: 'relu',
    outputActivation: 'softmax',
  });
  const table = layersTable(spec, layerCosts(spec));
  if (table.kind !== 'table') throw new Error('a table was expected');
  const at = (name: string) => table.columns.findIndex((column) => column.name === name);
  const number = (cell: unknown) => Number(String(cell).replaceAll(',', ''));
  for (const name of ['parameters', 'multiply-adds']) {
    const sum = table.rows.reduce((total, cells) => total + number(cells[at(name)]), 0);
    expect(number(table.foot?.[0][at(name)])).toBe(sum);
  }
  const percents = table.rows.reduce((total, cells) => total + number(cells[at('%')]), 0);
  expect(percents).toBeCloseTo(100, 0);
});
