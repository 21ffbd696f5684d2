import { describe, expect, it } from 'vitest';
import { NnError } from '../../src/errors.ts';
import type { ByteSource } from '../../src/formats/define.ts';
import type { Files } from '../../src/host/files.ts';
import { readRecord, recordText } from '../../src/inputs/runRecord.ts';
import type { RunRecord } from '../../src/inputs/runRecord.ts';

const record: RunRecord = {
  ...{ nn: '0.1.0', state: 'finished', date: '2026-11-26T04:24:10.515Z', target: 'y' },
  spec: { source: 'a.csv', options: { epochs: '5', testSplit: '0.2', drop: 'a,b' } },
  data: { source: 'a.csv', rows: 150, sha256: 'ab' },
  ...{ network: '4,3', parameters: 15, seed: 0, dtype: 'float32', kernels: 'relaxed' },
  setup: { optimizer: 'adam', learning_rate: 0.01, batch_size: null, settings: { beta1: 0.9 } },
  milliseconds: 3,
  result: { epochs: 5, val_loss: 0.5 },
  intervals: { val_accuracy: [0.5, 0.9] },
  facts: {
    data: {
      ...{ rows: 90, validationRows: 30, inputs: 4, baselineLoss: 1 },
      ...{ constant: [], duplicates: [['a', 'b']], leaks: [{ column: 'a', by: 'rank', strength: 1 }] },
    },
    run: { learningRate: 0.01, bestKept: true },
    health: {
      layers: [{ name: 'relu1', activation: 'relu', units: 4, dead: 1, saturated: 0 }],
      weights: [{ name: 'dense1.weight', norm: 2 }],
    },
    fit: { training: { rows: 90, loss: 0.5, recalls: [1, 0.5] } },
  },
};

/** A folder whose run.json is this text. */
function folderOf(text: string): Files {
  const bytes = new TextEncoder().encode(text);
  const source: Partial<ByteSource> = { name: 'r/run.json', bytes: async () => bytes };
  const files: Partial<Files> = { exists: async () => true, open: async () => source as ByteSource };
  return files as Files;
}

const read = (text: string) => readRecord(folderOf(text), 'r');

async function refusal(text: string): Promise<string> {
  try {
    await read(text);
  } catch (error) {
    if (error instanceof NnError && error.kind === 'input') return error.message;
    throw error;
  }
  throw new Error('was read');
}

const changed = (change: object) =>
  JSON.stringify({ ...(JSON.parse(recordText(record)) as object), ...change });

it('reads back what it wrote', async () => {
  expect(await read(recordText(record))).toEqual(record);
});

describe('what is no run.json is one error:', () => {
  it.each([
    ['', 'this is no JSON: found the end, expected a value'],
    ['{"nn":"0.1.0"', 'this is no JSON: found the end, expected "," or "}"'],
    ['[]', 'nn: is missing'],
    ['{}', 'nn: is missing'],
    [changed({ nn: '1.0.0' }), 'nn: a later version of nn wrote it; update this one'],
    [changed({ state: 'odd' }), 'state: found "odd", expected "running" or'],
    [changed({ data: null }), 'data: found null, expected an object'],
    [changed({ data: { source: 3, rows: 1 } }), 'data.source: found 3, expected a text'],
    [changed({ parameters: -1 }), 'parameters: found -1, expected a whole number of at least 0'],
    [changed({ setup: [] }), 'setup: found a list, expected an object'],
    [changed({ options: undefined }), 'options: expected those of nn train'],
    [changed({ options: { epochs: 3 } }), 'options: expected those of nn train'],
    [changed({ options: { constructor: 'x' } }), 'options: expected those of nn train'],
    [changed({ arguments: ['train', '--nothing'] }), 'arguments: nn train: unknown option'],
    [changed({ result: { epochs: [] } }), 'result.epochs: found a list, expected a text, a number'],
    [changed({ intervals: { a: [1] } }), 'intervals.a[1]: found nothing, expected a number'],
    [changed({ baselines: { part: 'test' } }), 'baselines.rows: is missing'],
    [changed({ facts: { data: {} } }), 'facts.data.rows: is missing'],
    [changed({ date: 3 }), 'date: found 3, expected a text'],
    [changed({ network: null }), 'network: found null, expected a text'],
  ])('%s', async (text, message) => expect(await refusal(text)).toContain(message));

  it('whatever stands in place of any value', async () => {
    const whole = JSON.parse(recordText(record)) as Record<string, unknown>;
    const odd = [null, true, -1.5, Infinity, 'x', '', [], {}, [[]], { __proto__: 1 }];
    for (const name of Object.keys(whole))
      for (const value of odd)
        await read(JSON.stringify({ ...whole, [name]: value })).catch((error: unknown) => {
          expect(error).toBeInstanceOf(NnError);
        });
  });
});
