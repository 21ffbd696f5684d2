import { usageError } from '../errors.ts';
import { parseSingle, splitName } from '../util/fieldText.ts';
import type { Named, Registry } from '../util/registry.ts';
import type { ClassMetric, ClassMetricFamily, ValueMetric } from './define.ts';
import { classMetrics, valueMetrics } from './index.ts';

const isFamily = (metric: ClassMetric | ClassMetricFamily): metric is ClassMetricFamily => 'narrow' in metric;

/** The metric of this name; a usage error says where it is one of targets of the other kind. */
function metricNamed<M extends Named>(
  name: string,
  own: Registry<M>,
  other: Registry<Named>,
  [held, needed]: readonly [string, string],
): M {
  // As JSON and CSV have them: roc_auc is roc-auc.
  const asked = own.find(name) ? name : name.replaceAll('_', '-');
  if (!own.find(asked) && other.find(asked)) {
    throw usageError(`metric "${name}" is for ${needed}, but the target holds ${held}`, {
      hint: `use one of ${own.names.join(', ')}`,
    });
  }
  return own.get(own.find(asked) ? asked : name);
}

/**
 * The metric of `accuracy`, `recall:virginica` or `top-3`.
 * @throws {NnError} a usage error with the nearest name
 */
export function parseClassMetric(text: string, classes: readonly string[]): ClassMetric {
  const short = /^top[-_](\d+)$/.exec(text);
  const [name, parameter] = short ? ['top-k', short[1]] : splitName(text);
  const metric = metricNamed(name, classMetrics, valueMetrics, ['classes', 'numbers']);
  if (parameter === undefined) return metric;
  if (isFamily(metric)) return metric.narrow(parameter, classes);
  parseSingle(`metric "${name}"`, parameter, undefined, name);
  return metric;
}

/**
 * The metric of `rmse`.
 * @throws {NnError} a usage error with the nearest name
 */
export function parseValueMetric(text: string): ValueMetric {
  return metricNamed(text, valueMetrics, classMetrics, ['numbers', 'classes']);
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
