import { expect, it } from 'vitest';
import { fitPreprocessing } from '../../src/data/fitPreprocessing.ts';
import { encodeFeatures } from '../../src/data/preprocessing.ts';
import type { CategoryColumn, Table } from '../../src/data/table.ts';

function tableOf(columns: Record<string, readonly (string | undefined)[]>): Table {
  const made = Object.entries(columns).map(([name, values]): CategoryColumn => {
    const categories = [...new Set(values)].filter((text) => text !== undefined);
    const codes = Int32Array.from(values, (text) => (text === undefined ? -1 : categories.indexOf(text)));
    return {
      kind: 'category',
      name,
      codes,
      categories,
      missing: values.filter((v) => v === undefined).length,
    };
  });
  return { columns: made, rows: made[0].codes.length, source: 'a.csv' };
}

const table = tableOf({
  id: ['1a', '2b', '3c', '4d'],
  said: ['Good, good day', 'a bad day', undefined, 'good NEWS of a day far away'],
  mood: ['up', 'down', 'down', 'up'],
});
const choices = { standardize: true, text: { name: 'said', tokens: 'word', length: 4 } } as const;

it('reads the first words of a column of texts, and nothing else', () => {
  const { preprocessing, notes } = fitPreprocessing(table, { ...choices, target: 'mood' });
  const [feature] = preprocessing.features;
  // By frequency, then by name; words that occur once are unknown.
  expect(feature).toMatchObject({ kind: 'text', vocabulary: ['<unknown>', 'day', 'good', 'a'], length: 4 });
  expect(notes).toEqual(['left out beside the texts: id']);
  expect([...encodeFeatures(preprocessing, table)]).toEqual([
    ...[2, 2, 1, -1],
    ...[3, 0, 1, -1],
    ...[-1, -1, -1, -1],
    ...[2, 0, 0, 3],
  ]);
});

it('knows the words of the training rows alone', () => {
  const { preprocessing } = fitPreprocessing(table, choices, Int32Array.of(0, 2));
  expect(preprocessing.features[0]).toMatchObject({ vocabulary: ['<unknown>', 'good'] });
});
