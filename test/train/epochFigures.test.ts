import { describe, expect, it } from 'vitest';
import {
  mainFiguresJson,
  historyFigures,
  measured,
  shownFigure,
  epochFigures,
} from '../../src/train/epochFigures.ts';
import type { Epoch } from '../../src/train/events.ts';
import { historyColumns, historyRow } from '../../src/train/history.ts';

const plain: Epoch = {
  kind: 'epoch',
  epoch: 3,
  loss: Math.fround(0.3),
  penalty: Math.fround(0.1),
  learningRate: 0.01,
  best: true,
};
const whole: Epoch = {
  ...plain,
  accuracy: 0.5,
  correct: 10,
  validationLoss: 0.4,
  validationAccuracy: 0.75,
  monitored: 0.7,
};

describe('the figures of an epoch', () => {
  it('are columns in the order of history.csv', () => {
    expect(historyColumns(plain)).toEqual(['epoch', 'loss', 'penalty', 'learning_rate']);
    const { penalty: _, ...without } = plain;
    expect(historyColumns(without)).toEqual(['epoch', 'loss', 'learning_rate']);
    expect(historyColumns(whole, 'balanced-accuracy').join()).toBe(
      'epoch,loss,penalty,accuracy,learning_rate,val_loss,val_accuracy,val_balanced_accuracy',
    );
  });
  it('are written to the bit, those of the run in its dtype', () => {
    expect(historyRow(whole, 'float32').join()).toBe('3,0.3,0.1,0.5,0.01,0.4,0.75');
    expect(historyRow(plain, 'float64')[1]).toBe(String(Math.fround(0.3)));
    expect(historyRow(plain, 'float32', 'f1').at(-1)).toBe('');
  });
  it('are read back by their columns', () => {
    const keys = historyFigures(whole).map(({ figure }) => figure.key);
    expect(keys).not.toContain('correct');
  });
  it('are shown where they were measured', () => {
    const lines = measured(whole).map(({ figure, value }) => `${figure.label} ${figure.show(value)}`);
    expect(lines).toEqual([
      'loss 0.300',
      'penalty 0.100',
      'accuracy 50.0 %',
      'validation loss 0.400',
      'validation accuracy 75.0 %',
    ]);
    expect(shownFigure(epochFigures.validationLoss, plain)).toBe('–');
    expect(mainFiguresJson(plain)).toEqual({ loss: plain.loss, penalty: plain.penalty, val_loss: null });
  });
});
