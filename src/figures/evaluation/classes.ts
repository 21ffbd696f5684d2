import { averagePrecision } from '../../metrics/averagePrecision.ts';
import { confusionMatrix } from '../../metrics/confusion.ts';
import type { Confusion } from '../../metrics/confusion.ts';
import type { ClassSample } from '../../metrics/define.ts';
import { measureClasses, withStrangers } from '../../metrics/strangers.ts';
import { classMetrics } from '../../metrics/index.ts';
import { parseClassMetric } from '../../metrics/parse.ts';
import { classScores } from '../../metrics/precisionRecall.ts';
import type { ClassScores } from '../../metrics/precisionRecall.ts';
import { rocAuc } from '../../metrics/rocAuc.ts';
import { topK } from '../../metrics/topK.ts';
import type { Block, Json, Result, Text } from '../../report/result.ts';
import { count, percent, score } from '../../util/quantity.ts';
import { confusionBlock } from './confusion.ts';
import { withClassIntervals } from './intervals.ts';
import { noteBlocks, scoreFacts, scoreRows, scoresJson } from './scores.ts';
import type { Measured } from './scores.ts';
import { right } from '../../report/table.ts';
import { maxOf } from '../../util/extremes.ts';

/** Metrics of the overview; the others are in the table below it, in JSON and behind --metric. */
const OVERVIEW = [
  'accuracy',
  'balanced-accuracy',
  'top-2',
  'matthews',
  'log-loss',
  'brier',
  'roc-auc',
  'average-precision',
];

const undefinedCell: Text = [{ text: '–', tone: 'dim' }];
const shareCell = (value: number | undefined): Text => (value === undefined ? undefinedCell : percent(value));
const scoreCell = (value: number | undefined): Text => (value === undefined ? undefinedCell : score(value));

/** How right it would be to give every row the most frequent class. */
function baseline({ classes, actual, strangers }: ClassSample): readonly [string, Text] {
  const rows = actual.length + (strangers?.length ?? 0);
  const counts = classes.map(() => 0);
  for (const c of actual) counts[c]++;
  const most = maxOf(counts);
  return [
    'baseline',
    [
      { text: percent(most / rows), tone: 'plain' },
      { text: `  always "${classes[counts.indexOf(most)]}"`, tone: 'dim' },
    ],
  ];
}

/** What one class got. */
interface ClassRow extends ClassScores {
  readonly class: string;
  readonly rocAuc: number | undefined;
  readonly averagePrecision: number | undefined;
}

function classRows(sample: ClassSample, confusion: Confusion): ClassRow[] {
  const scores = classScores(confusion);
  return sample.classes.map((name, c) => ({
    class: name,
    ...scores[c],
    rocAuc: rocAuc.narrow(name, sample.classes).compute(sample).value,
    averagePrecision: averagePrecision.narrow(name, sample.classes).compute(sample).value,
  }));
}

const classJson = (row: ClassRow): Json => ({
  class: row.class,
  precision: row.precision ?? null,
  recall: row.recall ?? null,
  f1: row.f1 ?? null,
  roc_auc: row.rocAuc ?? null,
  average_precision: row.averagePrecision ?? null,
  support: row.support,
});

/** A figure by its name, computed when it is first asked for. */
type Measure = (name: string) => Measured;

function classTable({ classes }: ClassSample, rows: readonly ClassRow[], measured: Measure): Block {
  const mean = (label: string, kind: 'macro' | 'weighted', area: string): readonly Text[] => [
    label,
    ...['precision', 'recall', 'f1'].map((name) => shareCell(measured(`${name}-${kind}`).score.value)),
    classes.length > 2 ? scoreCell(measured(area).score.value) : '',
    '',
  ];
  return {
    kind: 'table',
    title: 'Classes',
    columns: [
      { name: 'class' },
      right('precision'),
      right('recall'),
      right('F1'),
      right('ROC-AUC', { dropAt: 1 }),
      right('rows'),
    ],
    rows: rows.map((row) => [
      row.class,
      shareCell(row.precision),
      shareCell(row.recall),
      shareCell(row.f1),
      scoreCell(row.rocAuc),
      count(row.support),
    ]),
    foot: [mean('macro mean', 'macro', 'roc-auc'), mean('weighted mean', 'weighted', 'roc-auc-weighted')],
  };
}

/**
 * Everything about a classifier: overview, a row for each class with its means, and the confusion matrix.
 *
 * @param intervals of the figures of the overview; not for rows that trained, of which they would say nothing
 */
export function classificationResult(sample: ClassSample, { intervals = true } = {}): Result {
  const { classes } = sample;
  const whole = withStrangers(sample);
  const rowsOf = whole.actual.length;
  const known = new Map<string, Measured>();
  const measured: Measure = (name) => {
    const metric = parseClassMetric(name, classes);
    const found = known.get(name) ?? { metric, score: measureClasses(metric, sample) };
    known.set(name, found);
    return found;
  };
  // Of two classes the two most probable are both of them.
  const applies = (name: string) => name !== 'top-2' || classes.length > 2;
  const overview = OVERVIEW.filter(applies);
  const between = () => {
    const metrics = intervals ? overview.map((name) => parseClassMetric(name, classes)) : [];
    withClassIntervals(metrics, sample).forEach((figure, i) => known.set(overview[i], figure));
  };
  const all = () =>
    classMetrics.all
      .map((metric) => (metric === topK ? 'top-2' : metric.name))
      .filter(applies)
      .map(measured);
  const confusion = confusionMatrix(whole);
  const rows = classRows(sample, confusion);
  return {
    blocks() {
      between();
      const shown = overview.map(measured);
      const [first, ...others] = scoreFacts(shown);
      return [
        { kind: 'facts', facts: [['rows', count(rowsOf)], first, baseline(sample), ...others] },
        classTable(sample, rows, measured),
        ...noteBlocks([...shown, measured('precision-macro'), measured('recall-macro')]),
        confusionBlock(confusion, whole.classes),
      ];
    },
    json() {
      between();
      return { rows: rowsOf, ...scoresJson(all()), classes: rows.map(classJson), confusion };
    },
    data: scoreRows(all),
    dataFormat: 'table',
  };
}
