import { partNames } from '../data/rowPrints.ts';
import { classMetrics, valueMetrics } from '../metrics/index.ts';
import { badRowsOption, thresholdOption, unknownOption } from '../options/answering.ts';
import { choice, texts } from '../options/define.ts';
import { labelsOption } from '../options/labels.ts';
import { networkArguments } from '../inputs/network.ts';
import { networkSourceOptions } from '../options/networkSource.ts';
import { openTaskNetwork } from '../runs/networkModel.ts';
import { checkThreshold } from '../tasks/table/threshold.ts';
import { parseBounds, withBounds } from '../runs/bounds.ts';
import { defineCommand } from './define.ts';

const namesOf = (all: readonly { readonly name: string }[]) => all.map(({ name }) => name).join(', ');

export const evaluate = defineCommand({
  name: 'evaluate',
  about:
    "Measures a model on rows whose targets are known. Classes: accuracy, log loss, Matthews' correlation, ROC-AUC and more, precision, recall and F1 of every class with their means, and the confusion matrix. A language model: how well it predicts the next token of a text. Numbers: errors in the units of the target, and R². Definitions are scikit-learn's; what is undefined for these rows is said. A model keeps which rows it was trained on, so that it is said when they are measured again, whatever file they stand in.",
  arguments: [
    {
      name: 'model',
      summary:
        'a model file, the folder of a run, or network.json; left out with --layers, --model or --weights',
      required: false,
    },
    { name: 'data', summary: 'rows with their target; - or nothing reads a pipe', required: false },
  ],
  options: {
    metric: texts(
      `only these, by name; several with commas or by repeating it. Classes: ${namesOf(classMetrics.all)}; of one class: recall:NAME; top-3. Numbers: ${namesOf(valueMetrics.all)}`,
      { placeholder: 'metric' },
    ),
    min: texts('exit code 1 where a metric is below: accuracy=0.9; several with commas', {
      placeholder: 'name=x',
    }),
    max: texts('exit code 1 where a metric is above: rmse=3', { placeholder: 'name=x' }),
    labels: labelsOption,
    only: choice('of the file that a model was trained on: the rows of this part alone', partNames),
    threshold: thresholdOption,
    unknown: unknownOption,
    badRows: badRowsOption,
    ...networkSourceOptions,
  },
  examples: [
    { command: 'nn evaluate model.safetensors test.csv', says: 'a held-out file' },
    {
      command: 'nn evaluate model.safetensors test.csv --metric f1,roc-auc,recall:virginica',
      says: 'three metrics only',
    },
    {
      command: 'nn evaluate model.safetensors all.csv --only validation',
      says: 'the rows of the training file that did not train',
    },
    {
      command: 'nn evaluate model.safetensors test.csv --min accuracy=0.9,recall:virginica=0.8',
      says: 'for a script: exit code 1 where one of them is below',
    },
    {
      command: 'nn gen-spiral 100 3 --seed 1 | nn evaluate m.safetensors - --json',
      says: 'for other programs',
    },
  ],
  async run(context, { args, options }) {
    const bounds = [...parseBounds('min', options.min), ...parseBounds('max', options.max)];
    const { metric, labels, threshold, only, unknown, badRows } = options;
    const given = networkArguments(args, options);
    const { data: dataPath } = given;
    const opened = await openTaskNetwork(context, given, options);
    checkThreshold(threshold, opened.preprocessing.target);
    const metrics = metric.length === 0 ? [] : [...new Set([...metric, ...bounds.map(({ name }) => name)])];
    const rules = { unknown, badRows };
    return withBounds(
      await opened.task.evaluate(context, opened, { dataPath, metrics, labels, threshold, only, rules }),
      bounds,
    );
  },
});
