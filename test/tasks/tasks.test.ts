import { describe, expect, it } from 'vitest';
import type { Preprocessing } from '../../src/data/preprocessing.ts';
import { readCsv } from '../../src/formats/csv/read.ts';
import { trainOptions } from '../../src/options/train.ts';
import type { TrainOptions } from '../../src/options/train.ts';
import { optionValues } from '../../src/options/values.ts';
import { taskFor, taskOf } from '../../src/tasks/index.ts';
import { languageDataset } from '../../src/tasks/language/dataset.ts';
import { reconstructionDataset } from '../../src/tasks/reconstruction/dataset.ts';
import { seriesDataset } from '../../src/tasks/series/dataset.ts';
import { tableDataset } from '../../src/tasks/table/dataset.ts';
import { RandomState } from '../../src/util/random.ts';
import { sourceOf } from '../support/fixtures.ts';
import { keptOf } from '../support/preprocessing.ts';

const options = (given: Partial<TrainOptions> = {}): TrainOptions => ({
  ...optionValues(trainOptions, {}),
  ...given,
});
const origin = { name: 'data', digest: undefined, dtype: 'float64' } as const;
const table = (text: string) => readCsv(sourceOf(text), {});
const random = () => new RandomState(0);

/** 60 rows of a number, a text and a class. */
const rows = [
  'n,t,c',
  ...Array.from({ length: 60 }, (_, i) => `${i},a b ${i % 3},${i % 2 ? 'odd' : 'even'}`),
];

/** A dataset of each task, from memory. */
async function datasets() {
  const plain = await table(rows.join('\n'));
  const numbers = await table(rows.map((row) => row.split(',')[0]).join('\n'));
  const notes: string[] = [];
  const note = (line: string) => notes.push(line);
  return {
    notes,
    table: tableDataset(plain, origin, random(), options({ drop: ['t'] }), note),
    text: tableDataset(plain, origin, random(), options({ text: 't', drop: ['n'] }), note),
    series: seriesDataset(numbers, origin, options({ window: 4 })),
    reconstruction: reconstructionDataset(numbers, origin, random(), options()),
    language: languageDataset('abcabcabc'.repeat(40), 'book', origin, options({ window: 8 })),
  };
}

describe('a task', () => {
  it('is found again by what a model says about its rows, after it was stored', async () => {
    const { notes, ...all } = await datasets();
    for (const [name, { preprocessing }] of Object.entries(all)) {
      const stored = keptOf(preprocessing);
      expect(stored).toEqual(preprocessing);
      expect(taskOf(stored).name).toBe(name);
    }
    expect(notes).toEqual([]);
  });

  it.each([
    ['table', {}],
    ['table', { stream: true }],
    ['table', { task: 'regression' }],
    ['text', { text: 'review' }],
    ['text', { text: 'review', window: 20, tokens: 'char' }],
    ['series', { window: 12 }],
    ['series', { time: 'month', horizon: 3 }],
    ['reconstruction', { task: 'reconstruction' }],
    ['language', { task: 'language', window: 12 }],
  ] as const)('is %s for %j', (name, given) => {
    expect(taskFor(options(given)).name).toBe(name);
  });

  it('refuses options of others and names those', () => {
    expect(() => taskFor(options({ text: 'review', horizon: 2 }))).toThrow(
      '--horizon is not for a column of texts',
    );
    expect(() => taskFor(options({ tokens: 'char' }))).toThrow('--tokens is not for a table');
  });

  it.each([{ of: 'graph' }, { of: 'series', window: 'x', horizon: 1, trained: 9 }])(
    'that is not known here is an error: %j',
    (pieces) => {
      const target = { kind: 'values', name: 'y', mean: 0, scale: 1 } as const;
      const features: Preprocessing['features'] = [{ kind: 'number', name: 'x', mean: 0, scale: 1 }];
      expect(() => taskOf({ features, target, pieces })).toThrow('a task that is not known here');
    },
  );
});

describe('a dataset from memory', () => {
  it('divides rows with the classes in proportion, and says which network fits', async () => {
    const { train, validation, profile, sample } = (await datasets()).table;
    expect([train.rows, validation?.rows, sample?.rows]).toEqual([48, 12, 48]);
    expect(Array.from(validation?.target ?? []).filter((label) => label === 0)).toHaveLength(6);
    expect([profile.input, profile.output]).toEqual([[1], [2]]);
    expect(profile.layers({ model: undefined, dropout: 0, nnfs: false })).toBe('1,64,64,2');
  });

  it('has the later part of a series and of a text for validation', async () => {
    const { series, language } = await datasets();
    expect([series.train.rows, series.validation?.rows]).toEqual([44, 12]);
    expect([language.rows, language.train.rows, language.validation?.rows]).toEqual([360, 36, 9]);
  });

  it('gives the same bits for the same state of the random numbers', async () => {
    const [a, b] = [await datasets(), await datasets()];
    expect(a.table.train).toEqual(b.table.train);
    expect(a.reconstruction.validation).toEqual(b.reconstruction.validation);
  });
});
