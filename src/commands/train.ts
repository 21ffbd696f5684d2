import { usageError } from '../errors.ts';
import { withGlobal } from '../host/context.ts';
import { globalsOf } from '../options/spec.ts';
import { trainOptions } from '../options/train.ts';
import type { Context } from '../host/context.ts';
import type { Given } from '../options/define.ts';
import type { RunSpec } from '../options/spec.ts';
import type { TrainOptions } from '../options/train.ts';
import { optionValues } from '../options/values.ts';
import type { Result } from '../report/result.ts';
import { shellWord } from '../util/shell.ts';
import { defineCommand } from './define.ts';
import type { Call } from './define.ts';

/** Options that ask for something of one model that is kept. */
const ONE_MODEL = ['prune', 'watch', 'histograms', 'tensorboard', 'run', 'resume', 'history'] as const;

/** The run that is asked for, and where it runs: options of another run decide about its numbers too. */
async function askedRun(
  context: Context,
  { args: [argument], given, options, origins }: Call<TrainOptions>,
): Promise<{ readonly context: Context; readonly spec: RunSpec }> {
  if (options.like === undefined)
    return { context, spec: { source: argument, options: given, ...(origins.length > 0 && { origins }) } };
  if (options.resume !== undefined)
    throw usageError('--like and --resume do not go together', {
      hint: '--like begins a new run; --resume goes on with the old one',
    });
  const { likeRun } = await import('../runs/like.ts');
  const spec = await likeRun(context, options.like, { argument, given, origins });
  return { context: withGlobal(context, globalsOf(spec)), spec };
}

/** What was meant by several files. */
const severalFiles = ([data, other]: readonly string[]): string =>
  `it takes one file: --validation ${shellWord(other)} or --test ${shellWord(other)} measures on the other; (cat ${shellWord(data)}; tail -n +2 ${shellWord(other)}) | nn train - trains on the rows of both`;

export const train = defineCommand({
  name: 'train',
  meant: (args) =>
    args.length > 1 && args.every((arg) => /[./]/.test(arg) && !arg.startsWith('nn:'))
      ? severalFiles(args)
      : undefined,
  interruptible: true,
  about:
    'Trains a network on a table and writes it as one safetensors file. With no options it makes sensible choices and says each of them: the last column is the target, its values decide between classification and regression, texts become categories, numbers are standardised, a fifth of the rows validates, and the weights of the best epoch are kept.\n\nThe result is a run folder runs/NAME-N with model.safetensors, history.csv, run.json and a checkpoint; with -o the model goes to a file of your choice instead. A run that was stopped, by Ctrl-C or by the machine, is resumed by --resume and ends in the same bits as if it had never stopped. "spiral", "vertical" and "sine" name the data sets of Neural Networks from Scratch.',
  arguments: [
    {
      name: 'data',
      summary: 'CSV, TSV, JSON, JSONL, NPY, IDX or data.npz:name; - or nothing reads a pipe',
      required: false,
    },
  ],
  options: trainOptions,
  examples: [
    { command: 'nn train nn:iris.csv', says: 'everything chosen for you' },
    { command: 'nn gen-spiral 100 3 | nn train - -o spiral.safetensors', says: 'from a pipe' },
    {
      command: 'nn train spiral --nnfs --optimizer adam --learning-rate 0.05 --lr-decay 5e-7',
      says: "the book's chapter 10",
    },
    { command: 'nn train nn:wine.csv --find-lr', says: 'which learning rate to use' },
    { command: 'nn train nn:wine.csv --k-fold 5', says: 'how well these options do' },
    {
      command: 'nn train nn:iris.csv --ensemble 5',
      says: 'the mean of five networks, each validated on rows that did not train it',
    },
    {
      command: 'nn train --like runs/iris-1 --layers auto,64,auto',
      says: 'the options and data of another run, with one of them changed',
    },
    { command: 'nn train --resume runs/iris-1', says: 'resumes a run that was stopped' },
  ],
  async run(surroundings, call): Promise<Result> {
    const { context, spec: asked } = await askedRun(surroundings, call);
    const { source: argument, options: given } = asked;
    const o = optionValues(trainOptions, given as Given);
    // What trains is not loaded for the help.
    const { checkEnsemble } = await import('../runs/ensemble/check.ts');
    checkEnsemble(o);
    const several = o.findLr || o.kFold !== undefined || o.leaveOneOut;
    const kept = ONE_MODEL.find((name) => o[name] !== undefined && o[name] !== false);
    if (several && kept !== undefined)
      throw usageError(`--${kept} is for one model that is kept`, {
        hint: 'train it without --k-fold, --leave-one-out or --find-lr',
      });
    if (o.kFold !== undefined && o.leaveOneOut)
      throw usageError('--k-fold and --leave-one-out do not go together', {
        hint: 'leave one out is a fold for every row; leave out one of them',
      });
    const folds = o.kFold !== undefined || o.leaveOneOut;
    if (o.findLr && folds)
      throw usageError('--find-lr and cross-validation do not go together', {
        hint: 'find the rate first, then measure with it: --learning-rate RATE --k-fold 5',
      });
    if (!folds && (o.repeats > 1 || o.metric.length > 0))
      throw usageError(`--${o.repeats > 1 ? 'repeats' : 'metric'} is for cross-validation`, {
        hint: o.repeats > 1 ? 'add --k-fold 5' : 'add --k-fold 5, or use nn evaluate --metric',
      });
    if (o.findLr) {
      const { showRates } = await import('../runs/findRate.ts');
      return showRates(context, argument, o);
    }
    if (folds) {
      const { crossValidate } = await import('../runs/crossValidate.ts');
      return crossValidate(context, argument, o);
    }
    if (o.trust && o.resume === undefined && call.options.like === undefined)
      throw usageError('--trust is about the files that a stored run names', {
        hint: 'add --resume FOLDER or --like FOLDER',
      });
    const { trainRun } = await import('../runs/train.ts');
    if (o.resume === undefined) return trainRun(context, asked);
    if (argument !== undefined) {
      throw usageError(`nn train --resume takes no data, found "${argument}"`, {
        hint: 'the run knows its data; a pipe is read again when it was one',
      });
    }
    const { continuation } = await import('../runs/resume.ts');
    const { spec, resumed } = await continuation(context, o.resume, given as Given);
    return trainRun(withGlobal(context, globalsOf(spec)), spec, resumed);
  },
});
