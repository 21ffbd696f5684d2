import type { ClassMetric, Score, ValueMetric } from '../../metrics/define.ts';
import type { Block, Json, Result, Text } from '../../report/result.ts';
import { measure, percent } from '../../util/quantity.ts';

/** A metric and what it gave. */
export interface Measured {
  readonly metric: ClassMetric | ValueMetric;
  readonly score: Score;
}

/** The score as tables show it. */
function scoreText({ metric, score }: Measured): Text {
  const { value, note } = score;
  if (value === undefined) return [{ text: `undefined: ${note}`, tone: 'dim' }];
  return metric.unit === 'share' ? percent(value) : measure(value);
}

/** The conventions that some scores follow, each once. */
export function noteBlocks(all: readonly Measured[]): Block[] {
  const notes = new Set(
    all.flatMap(({ score: { value, note = '' } }) => (value === undefined ? [] : [note])),
  );
  notes.delete('');
  if (notes.size === 0) return [];
  return [{ kind: 'text', text: [{ text: [...notes].join('\n'), tone: 'dim' }] }];
}

/** roc-auc is roc_auc in JSON and CSV, as in Python; a class name stays as it is. */
export function keyOf({ name }: { readonly name: string }): string {
  const colon = name.indexOf(':');
  const head = colon < 0 ? name : name.slice(0, colon);
  return head.replaceAll('-', '_') + name.slice(head.length);
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
    ...Object.fromEntries(all.map(({ metric, score }) => [keyOf(metric), score.value ?? null])),
    ...(Object.keys(reasons).length > 0 && { undefined: reasons }),
    ...(Object.keys(notes).length > 0 && { notes }),
  };
}

/** Names and values of scores, aligned. */
export function scoreFacts(all: readonly Measured[]): (readonly [string, Text])[] {
  return all.map((measured) => [measured.metric.label, scoreText(measured)]);
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
