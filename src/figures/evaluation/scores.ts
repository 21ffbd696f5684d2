import type { ClassMetric, Score, ValueMetric } from '../../metrics/define.ts';
import type { Block, Json, Result, Text } from '../../report/result.ts';
import { intervalText, measure, percent } from '../../util/quantity.ts';
import type { Interval } from '../../util/significance.ts';
import { maxOf } from '../../util/extremes.ts';

/** A metric and what it gave. */
export interface Measured {
  readonly metric: ClassMetric | ValueMetric;
  readonly score: Score;
  /** Its 95 % interval, where it has one. */
  readonly interval?: Interval | undefined;
}

/** How values of a metric are shown. */
const showOf = ({ unit }: Measured['metric']) => (unit === 'share' ? percent : (x: number) => measure(x));

/** The score as tables show it, with its interval behind `width` letters. */
function scoreText({ metric, score, interval }: Measured, width: number): Text {
  const { value, note } = score;
  if (value === undefined) return [{ text: `undefined: ${note}`, tone: 'dim' }];
  const show = showOf(metric);
  if (!interval) return show(value);
  return [
    { text: show(value).padEnd(width + 2), tone: 'plain' },
    { text: intervalText(interval, show), tone: 'dim' },
  ];
}

/** The conventions that some scores follow, each once. */
export function noteBlocks(all: readonly Measured[]): Block[] {
  const notes = new Set(
    all.flatMap(({ score: { value, note = '' } }) => (value === undefined ? [] : [note])),
  );
  notes.delete('');
  if (notes.size === 0) return [];
  return [{ kind: 'text', ownLines: true, text: [{ text: [...notes].join('\n'), tone: 'dim' }] }];
}

/** roc-auc is roc_auc in JSON and CSV, as in Python; a class name stays as it is. */
export function keyOf({ name }: { readonly name: string }): string {
  const colon = name.indexOf(':');
  const head = colon < 0 ? name : name.slice(0, colon);
  return head.replaceAll('-', '_') + name.slice(head.length);
}

/** The key of an interval beside that of its figure; a class name stays at the end: `recall_interval:no`. */
function intervalKey(key: string): string {
  const colon = key.indexOf(':');
  return colon < 0 ? `${key}_interval` : `${key.slice(0, colon)}_interval${key.slice(colon)}`;
}

/**
 * Scores by key; null where there is none, with the reasons under `undefined` and conventions under `notes`.
 */
export function scoresJson(all: readonly Measured[]): Record<string, Json> {
  const noted = (has: (score: Score) => boolean) =>
    Object.fromEntries(
      all.filter(({ score }) => has(score)).map(({ metric, score }) => [keyOf(metric), score.note ?? '']),
    );
  const reasons = noted(({ value }) => value === undefined);
  const notes = noted(({ value, note }) => value !== undefined && note !== undefined);
  return {
    ...Object.fromEntries(
      all.flatMap(({ metric, score, interval }) => [
        [keyOf(metric), score.value ?? null],
        ...(interval ? [[intervalKey(keyOf(metric)), interval]] : []),
      ]),
    ),
    ...(Object.keys(reasons).length > 0 && { undefined: reasons }),
    ...(Object.keys(notes).length > 0 && { notes }),
  };
}

/** Names and values of scores, aligned. */
export function scoreFacts(all: readonly Measured[]): (readonly [string, Text])[] {
  const lengths = all.flatMap(({ metric, score: { value }, interval }) =>
    value === undefined || !interval ? [] : [showOf(metric)(value).length],
  );
  const width = Math.max(0, maxOf(lengths));
  return all.map((measured) => [measured.metric.label, scoreText(measured, width)]);
}

/** The scores as rows, for --format csv: metric and value at full precision. */
export function scoreRows(all: () => readonly Measured[]): NonNullable<Result['data']> {
  return {
    kind: 'rows',
    columns: ['metric', 'value'],
    batches: () => [
      [
        { name: 'metric', values: all().map(({ metric }) => keyOf(metric)) },
        { name: 'value', values: all().map(({ score }) => score.value ?? null) },
      ],
    ],
  };
}

/** A result of scores alone: those that --metric asked for. */
export function chosenResult(rows: number, all: readonly Measured[]): Result {
  return {
    blocks: () => [{ kind: 'facts', facts: scoreFacts(all) }, ...noteBlocks(all)],
    json: () => ({ rows, ...scoresJson(all) }),
    data: scoreRows(() => all),
    dataFormat: 'table',
  };
}
