import { describe, expect, it } from 'vitest';
import { parseBounds } from '../../src/runs/bounds.ts';

describe('bounds of nn evaluate', () => {
  it('take shares in percent, as figures are shown', () => {
    expect(parseBounds('min', ['accuracy=90%,recall:virginica=0.8', 'r2=-1'])).toEqual([
      { name: 'accuracy', side: 'min', limit: 0.9 },
      { name: 'recall:virginica', side: 'min', limit: 0.8 },
      { name: 'r2', side: 'min', limit: -1 },
    ]);
    expect(parseBounds('max', ['log-loss=3', 'rmse=300'])).toHaveLength(2);
  });

  it.each([
    ['min', 'accuracy=90', /accuracy is at most 1/, '--min accuracy=0.9, or --min accuracy=90%'],
    ['min', 'recall:a=1.5', /recall is at most 1/, '--min recall:a=0.015, or --min recall:a=1.5%'],
    ['min', 'roc_auc=900', /roc-auc is at most 1/, '--min roc_auc=0.9'],
    ['max', 'rmse=-3', /rmse is at least 0/, '--max rmse=3'],
  ] as const)('refuse what can never be met: --%s %s', (side, text, message, hint) => {
    const parse = () => parseBounds(side, [text]);
    expect(parse).toThrow(message);
    expect(parse).toThrow(expect.objectContaining({ hint }));
  });
});
