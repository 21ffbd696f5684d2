import type { ClassMetric, ClassMetricFamily, ValueMetric } from '../../metrics/define.ts';
import { classMetrics, valueMetrics } from '../../metrics/index.ts';
import { equations, legend, topicKind } from './define.ts';
import type { Topic } from './define.ts';

const units = {
  share: 'a share of the rows, shown in percent',
  score: 'a number without unit',
  target: 'in units of the target, or their square',
};
const needs = {
  classes: 'predicted classes',
  probabilities: 'the probabilities of the classes',
  values: 'predicted numbers',
};
const parameters = {
  class: { name: 'class', meaning: 'this class against the rest', values: 'a name of the target' },
  count: { name: 'k', meaning: 'how many classes may be named', values: 'a whole number of at least 1' },
};

const letters = {
  N: 'the number of rows',
  y: 'the true value',
  ŷ: 'the predicted one',
  p: 'the probability of the true class',
  TP: 'the number of rows of the class that are given it',
  FP: 'that of others that are given it',
  FN: 'that of rows of the class that are not',
};

type Metric = ClassMetric | ClassMetricFamily | ValueMetric;

function describe(metric: Metric): Omit<Topic, 'name' | 'aliases'> {
  const parameter = 'parameter' in metric ? parameters[metric.parameter] : undefined;
  return {
    summary: metric.summary,
    formula: metric.formula === undefined ? [] : equations(metric.formula),
    facts: [
      ...legend(metric.formula === undefined ? [] : [metric.formula], letters),
      ['shown as', metric.label],
      ['unit', units[metric.unit]],
      ['better', metric.higherIsBetter ? 'higher' : 'lower'],
      ['needs', needs[metric.needs]],
    ],
    source: metric.source,
    usage: `nn evaluate … --metric ${metric.name}`,
    options: parameter ? [parameter] : [],
    example: `nn train ${metric.task === 'classification' ? 'spiral' : 'friedman'} --monitor ${metric.name}`,
  };
}

/** Metrics of classes. */
export const classMetricTopics = topicKind('metric', 'metrics of classes', classMetrics, describe);
/** Metrics of numbers. */
export const valueMetricTopics = topicKind('metric', 'metrics of numbers', valueMetrics, describe);
