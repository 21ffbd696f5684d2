import { usageError } from '../errors.ts';
import { classMetrics, valueMetrics } from '../metrics/index.ts';
import type { Json, Result } from '../report/result.ts';
import { isRecord } from '../util/guards.ts';
import { counted } from '../util/plural.ts';
import { measure } from '../util/quantity.ts';
import { snakeCase } from '../util/snakeCase.ts';
import { didYouMean } from '../util/suggest.ts';

/** A figure, and how small or how great it may be. */
export interface Bound {
  /** As it was given: `accuracy`, `roc-auc`, `recall:virginica`. */
  readonly name: string;
  readonly side: 'min' | 'max';
  readonly limit: number;
}

/**
 * `accuracy=0.9,f1=0.8` as bounds.
 *
 * @throws NnError('usage')
 */
export const parseBounds = (side: Bound['side'], texts: readonly string[]): Bound[] =>
  texts
    .flatMap((text) => text.split(','))
    .map((part) => {
      const at = part.lastIndexOf('=');
      const [name, value] = [part.slice(0, Math.max(0, at)).trim(), part.slice(at + 1).trim()];
      const limit = limitOf(value);
      if (name !== '' && !Number.isNaN(limit)) return possible({ name, side, limit }, part);
      throw usageError(`--${side}: expected NAME=NUMBER, found "${part}"`, {
        hint: side === 'min' ? 'for example --min accuracy=0.9' : 'for example --max rmse=3',
      });
    });

/** `0.9`, or `90%` as shares are shown; NaN for what is no number. */
function limitOf(text: string): number {
  const share = /^(.+?)\s*%$/.exec(text)?.[1];
  return share === undefined ? (text === '' ? NaN : Number(text)) : Number(share) / 100;
}

/**
 * A bound that can be met: what is better the higher it is, is at most 1, all others are at least 0.
 *
 * @throws NnError('usage') where none can
 */
function possible(bound: Bound, given: string): Bound {
  const { name, side, limit } = bound;
  const base = name.split(':')[0].toLowerCase().replaceAll('_', '-');
  const metric = classMetrics.find(base) ?? valueMetrics.find(base);
  if (side === 'min' && metric?.higherIsBetter && limit > 1)
    throw usageError(`--min ${given} can never be met: ${base} is at most 1`, {
      hint: limit <= 100 ? `--min ${name}=${limit / 100}, or --min ${name}=${limit}%` : `--min ${name}=0.9`,
    });
  if (side === 'max' && metric?.higherIsBetter === false && limit < 0)
    throw usageError(`--max ${given} can never be met: ${base} is at least 0`, {
      hint: `--max ${name}=${-limit}`,
    });
  return bound;
}

type JsonRecord = Readonly<Record<string, Json>>;

/** The first of these that is a number. */
function numberOf(record: JsonRecord, names: readonly string[]): number | undefined {
  for (const name of names) {
    const value = Object.hasOwn(record, name) ? record[name] : undefined;
    if (typeof value === 'number') return value;
  }
  return undefined;
}

const isJsonRecord = (value: Json): value is JsonRecord => isRecord(value);

/** A figure of a result by the name that --metric takes; undefined where it has none. */
function figureOf(json: JsonRecord, name: string): number | undefined {
  const [metric, ...named] = name.split(':');
  const key = snakeCase(metric.replaceAll('-', '_'));
  if (named.length === 0) return numberOf(json, [key, `${key}_macro`]);
  const own = named.join(':');
  const whole = numberOf(json, [`${key}:${own}`]);
  if (whole !== undefined || !Array.isArray(json.classes)) return whole;
  const classes: readonly Json[] = json.classes;
  const one = classes.filter(isJsonRecord).find((known) => known.class === own);
  return one && numberOf(one, [key]);
}

/** Whether a figure leaves rows out whose class a model does not know: then it is no answer for all of them. */
function needsClass(name: string): boolean {
  const metric = classMetrics.find(name.split(':')[0].toLowerCase().replaceAll('_', '-'));
  return metric?.needs === 'probabilities' && !metric.shareOf;
}

/**
 * A result beside what its figures had to be: exit code 1 where one of them is not.
 *
 * @throws NnError('usage') for a figure that the result does not have
 */
export function withBounds(result: Result, bounds: readonly Bound[]): Result {
  if (bounds.length === 0 || !result.json) return result;
  const json = result.json();
  if (!isJsonRecord(json)) return result;
  const figures = json;
  const { unknown_class_rows: strange } = figures;
  const strangers = typeof strange === 'number' ? strange : 0;
  const without = strangers > 0 ? ` without ${counted(strangers, 'row')} of unknown classes` : '';
  const checks = bounds.map(({ name, side, limit }) => {
    const value = figureOf(figures, name);
    if (value === undefined) {
      const names = Object.keys(figures).filter((key) => typeof figures[key] === 'number' && key !== 'rows');
      throw usageError(`--${side}: these rows have no "${name}"`, { hint: didYouMean(name, names) });
    }
    const holds = (side === 'min' ? value >= limit : value <= limit) && !(strangers > 0 && needsClass(name));
    return { metric: name, [side]: limit, value, holds };
  });
  return {
    ...result,
    blocks: () => [
      ...result.blocks(),
      {
        kind: 'facts',
        facts: checks.map(({ metric, value, holds }, i) => [
          `${metric} ${bounds[i].side === 'min' ? '≥' : '≤'} ${bounds[i].limit}`,
          [
            {
              text: holds ? 'yes' : `no: ${measure(value)}${needsClass(metric) ? without : ''}`,
              tone: holds ? 'good' : 'bad',
            },
          ],
        ]),
      },
    ],
    json: () => ({ ...figures, bounds: checks }),
    exitCode: checks.every(({ holds }) => holds) ? result.exitCode : 1,
  };
}
