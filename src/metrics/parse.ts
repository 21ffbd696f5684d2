import { usageError } from '../errors.ts';
import { nearest } from '../util/suggest.ts';
import type { ClassMetric, ClassMetricFamily, ValueMetric } from './define.ts';
import { classMetrics, valueMetrics } from './index.ts';

interface Named {
  readonly name: string;
  readonly aliases?: readonly string[];
}

const find = <M extends Named>(all: readonly M[], name: string): M | undefined =>
  all.find((metric) => metric.name === name || metric.aliases?.includes(name));
const isFamily = (metric: ClassMetric | ClassMetricFamily): metric is ClassMetricFamily => 'narrow' in metric;

/** Throws: a name that no metric of this task has. */
function unknown(name: string, own: readonly Named[], other: readonly Named[], task: string): never {
  if (find(other, name)) {
    const [wanted, found] = task === 'classes' ? ['numbers', 'classes'] : ['classes', 'numbers'];
    throw usageError(`metric "${name}" is for ${wanted}, but the target holds ${found}`, {
      hint: `use one of ${own.map((metric) => metric.name).join(', ')}`,
    });
  }
  const match = nearest(
    name,
    own.flatMap((metric) => [metric.name, ...(metric.aliases ?? [])]),
  );
  throw usageError(`unknown metric "${name}"`, {
    hint:
      match === undefined
        ? `one of: ${own.map((metric) => metric.name).join(', ')}`
        : `did you mean "${match}"?`,
  });
}

/** The metric of `accuracy`, `recall:virginica` or `top-3`. Throws usage errors with the nearest name. */
export function parseClassMetric(text: string, classes: readonly string[]): ClassMetric {
  const short = /^top-(\d+)$/.exec(text);
  const [name, parameter] = short
    ? ['top-k', short[1]]
    : text.includes(':')
      ? [text.slice(0, text.indexOf(':')), text.slice(text.indexOf(':') + 1)]
      : [text, undefined];
  const metric = find(classMetrics, name) ?? unknown(name, classMetrics, valueMetrics, 'classes');
  if (parameter === undefined) return metric;
  if (isFamily(metric)) return metric.narrow(parameter, classes);
  throw usageError(`metric "${name}" takes nothing after a colon, found "${parameter}"`);
}

/** The metric of `rmse`. Throws usage errors with the nearest name. */
export function parseValueMetric(text: string): ValueMetric {
  return find(valueMetrics, text) ?? unknown(text, valueMetrics, classMetrics, 'numbers');
}

/** The names in `accuracy,f1,recall:a`; a class name with a comma in it must stand alone. */
export function splitMetrics(text: string, classes: readonly string[] = []): string[] {
  const [, name] = /^[^,:]+:(.*)$/.exec(text) ?? [];
  if (name !== undefined && classes.includes(name)) return [text];
  return text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}
