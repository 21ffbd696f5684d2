import { losses } from '../../losses/index.ts';
import { trainOptions } from '../../options/train.ts';
import { legend, topicKind } from './define.ts';
import { flagOption } from './options.ts';

const targets = { classes: 'classes, as numbers from 0', values: 'numbers, one for each output' };

const letters = {
  x: 'the output',
  t: 'the target',
  d: 'x − t',
  δ: '1',
  p: 'the probability that was predicted',
  σ: 'the sigmoid',
};

/** Loss functions. */
export const lossTopics = topicKind('loss', 'losses', losses, (loss) => {
  const asked = trainOptions.loss.choices?.find((name) => name === loss.name);
  return {
    summary: loss.summary,
    formula: [`loss = ${loss.formula}`],
    facts: [
      ...legend([loss.formula], letters),
      ['target', targets[loss.target]],
      ...(loss.folds === undefined
        ? []
        : [['output', `computes ${loss.folds} itself, from logits`] as const]),
    ],
    source: loss.source,
    usage: asked === undefined ? '--nnfs' : `--loss ${loss.name}`,
    options: loss.folds ? [flagOption('labelSmoothing', trainOptions.labelSmoothing, 0)] : [],
    example: loss.example,
  };
});
