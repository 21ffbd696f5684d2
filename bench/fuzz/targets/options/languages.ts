import { parseAugment } from '../../../../src/augment/index.ts';
import { parseExpressions } from '../../../../src/data/features/expression.ts';
import { parseInit } from '../../../../src/initializers/index.ts';
import { parseClassMetric, parseValueMetric, splitMetrics } from '../../../../src/metrics/parse.ts';
import { parseBounds } from '../../../../src/runs/bounds.ts';
import { schedules } from '../../../../src/schedules/index.ts';
import { parseSchedule } from '../../../../src/schedules/parse.ts';
import { parseIndex } from '../../../../src/tensor/indexing.ts';
import type { Selector } from '../../../../src/tensor/indexing.ts';
import { gridOf, gridSize, parseDimension } from '../../../../src/train/searchSpace.ts';
import { formatRanges, parseRanges } from '../../../../src/util/ranges.ts';
import { parser } from './define.ts';
import type { Parser } from './define.ts';

/** What a schedule says: its rates over ten epochs of four steps. */
function rates(text: string) {
  const schedule = parseSchedule(text);
  const { name, per, listens, initial } = schedule;
  const found = Array.from({ length: 40 }, (_, step) =>
    schedule.rate(0.1, { step, epoch: step >> 2, steps: 40, epochs: 10 }, initial),
  );
  const bad = schedule.observe(initial, { score: 1, higherIsBetter: false, base: 0.1 });
  return { text: schedule.text, name, per, listens, initial, found, bad };
}

const selectorText = (part: Selector): string => {
  if (part.kind === 'at') return String(part.index);
  if (part.kind === 'slice') return `${part.start ?? ''}:${part.stop ?? ''}:${part.step}`;
  return part.kind === 'rest' ? '...' : 'None';
};

/** Places that no array has are written otherwise than they are read. */
function indexText(parts: readonly Selector[]): string | undefined {
  const text = parts.map(selectorText).join(',');
  return /\d[e.]|Inf/.test(text) ? undefined : text;
}

const classes = ['a', 'b', 'no, none'];

/** Texts that options hand on: to schedules, augmentations, metrics, searches, and the indices of arrays. */
export const languages: readonly Parser[] = [
  parser(
    'rates',
    schedules.all.map(({ example }) => example),
    rates,
    ({ text }) => text,
  ),
  parser(
    'effects',
    ['noise:0.1,flip', 'shift:2,rotate:10,zoom:0.1', 'mixup:0.2', 'cutout:4', 'jitter'],
    (text) => parseAugment(text).map(({ augmentation, effect }) => [augmentation.name, effect]),
  ),
  parser('weights', ['auto', 'he', 'normal:0.1', 'uniform:0.05', 'zeros', 'data'], parseInit, (init) =>
    init === 'auto' ? init : undefined,
  ),
  parser(
    'class-metric',
    ['accuracy', 'recall:a', 'f1,recall:b', 'top-2', 'roc_auc', 'recall:no, none'],
    (text) => splitMetrics(text, classes).map((metric) => parseClassMetric(metric, classes)),
  ),
  parser('value-metric', ['rmse', 'mae', 'r2'], parseValueMetric, ({ name }) => name),
  parser(
    'min',
    ['accuracy=0.9', 'f1=0.8,recall:a=1e-3', 'rmse=-1'],
    (text) => parseBounds('min', [text]),
    (bounds) => bounds.map(({ name, limit }) => `${name}=${limit}`).join(','),
  ),
  parser('index', ['[0]', '[2,:,1:3]', '[...,0]', '[::2]', '[-1]', '[None, ::-1]'], parseIndex, indexText),
  parser('ranges', ['0-3+7', '5', '1+3+5-9'], (text) => parseRanges(text) ?? [], formatRanges),
  parser('tried', ['0.1,0.2', '1e-4..1e-1:log', '1..9:int:3', 'adam,sgd', '-1..1'], (text) => {
    const dimension = parseDimension('learning-rate', text);
    return gridSize([dimension]) > 1000 ? dimension : [dimension, gridOf([dimension])];
  }),
  parser('tried-layers', ['16,{32,64},3', '{2,3},{4,5}'], (text) => parseDimension('layers', text)),
  parser('expressions', ['x1^2, x1*x2', 'log(price)/2'], parseExpressions, (all) =>
    all.map(({ text }) => text).join(', '),
  ),
];
