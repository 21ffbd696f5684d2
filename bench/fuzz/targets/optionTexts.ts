import { parseAugment } from '../../../src/augment/index.ts';
import { NnError } from '../../../src/errors.ts';
import { parseClassMetric, parseValueMetric, splitMetrics } from '../../../src/metrics/parse.ts';
import { parseSchedule } from '../../../src/schedules/parse.ts';
import type { Target } from '../define.ts';
import { textBytes } from '../source.ts';

const parsers: readonly ((text: string) => unknown)[] = [
  parseSchedule,
  parseAugment,
  parseValueMetric,
  (text) => splitMetrics(text, ['a', 'b']).map((metric) => parseClassMetric(metric, ['a', 'b'])),
];

/** The small languages of options: schedules, augmentations, metrics. */
export const optionTexts: Target = {
  name: 'options',
  words: ['cosine', 'warmup=', 'every=', ':', ',', 'recall:a', 'noise:0.1', '0.5', 'step', 'roc-auc'],
  seeds: async () =>
    [
      'cosine:warmup=5',
      'step:every=30,factor=0.5',
      'exponential:0.95',
      'noise:0.1,flip',
      'recall:a,f1',
      'mae,r2',
    ].map(textBytes),
  async run(input) {
    const text = new TextDecoder().decode(input);
    let refused: unknown;
    for (const parse of parsers) {
      try {
        parse(text);
      } catch (error) {
        if (!(error instanceof NnError)) throw error;
        refused = error;
      }
    }
    if (refused instanceof NnError) throw refused;
  },
};
