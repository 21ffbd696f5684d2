import { decodeModel, encodeModel } from '../../../src/model/file.ts';
import { decodeCheckpoint } from '../../../src/train/checkpoint.ts';
import { NnError } from '../../../src/errors.ts';
import { expectSame } from '../define.ts';
import type { Target } from '../define.ts';
import { fixture } from '../source.ts';

export const models: Target = {
  name: 'models',
  words: [
    '"network":',
    '"layers":[',
    '"type":"dense"',
    '"units":4',
    '"inputs":["a"]',
    '\\"',
    '"kind":"category"',
  ],
  seeds: async () =>
    ['iris', 'series', 'text', 'language'].flatMap((name) => {
      try {
        return [fixture(`stored/${name}/model.safetensors`)];
      } catch {
        return [];
      }
    }),
  async run(input) {
    try {
      decodeCheckpoint(input, 'fuzz');
    } catch (error) {
      if (!(error instanceof NnError)) throw error;
    }
    const bytes = encodeModel(decodeModel(input, 'fuzz'));
    const again = encodeModel(decodeModel(bytes, 'again'));
    expectSame(
      Buffer.from(again).toString('latin1'),
      Buffer.from(bytes).toString('latin1'),
      'written and read again',
    );
  },
};
