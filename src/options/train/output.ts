import { choice, flag, integer, number, text } from '../define.ts';
/** Options of nn train about what a run writes and shows. */
export const outputOptions = {
  run: text('folder of the run instead of runs/NAME-N', {
    placeholder: 'folder',
    group: 'Output',
    scope: 'place',
    severalModels: false,
  }),
  resume: text(
    'resume a run from its last checkpoint; options given now override its own, except those of data, network and seed',
    {
      placeholder: 'folder',
      group: 'Output',
      scope: 'place',
      severalModels: false,
    },
  ),
  like: text(
    'take the options of another run, and its data unless other data is named; options given now replace them',
    {
      placeholder: 'run',
      group: 'Output',
      scope: 'place',
      severalModels: false,
    },
  ),
  trust: flag(
    'with --resume or --like: let run.json name files that are written outside of the run folder, and read',
    {
      group: 'Output',
      scope: 'screen',
      severalModels: false,
    },
  ),
  checkpoint: number('seconds between two checkpoints in the run folder; 0: none', {
    default: 10,
    min: 0,
    group: 'Output',
    severalModels: false,
  }),
  watch: flag('show the decision boundary over the first two columns while training', {
    group: 'Output',
    scope: 'screen',
    severalModels: false,
    tasks: ['table'],
  }),
  histograms: flag('record how the weights spread after every epoch, for nn plot histograms', {
    group: 'Output',
    severalModels: false,
  }),
  tensorboard: flag('write an event file for TensorBoard into the run folder', {
    group: 'Output',
    severalModels: false,
  }),
  nnfs: flag("the book's scripts: no scaling, split or shuffling, full batch, 0.01·randn, its log", {
    group: 'Output',
    fixedOnResume: true,
    severalModels: false,
    tasks: ['table'],
  }),
  history: text('write the losses of every epoch to a CSV file; - is stdout', {
    placeholder: 'file',
    group: 'Output',
    scope: 'place',
    severalModels: false,
  }),
  logFormat: choice('progress on stderr: lines to read, or a JSON object per epoch', ['text', 'jsonl'], {
    default: 'text',
    group: 'Output',
    scope: 'screen',
    severalModels: false,
  }),
  logEvery: integer('log and history have every nth epoch only', {
    min: 1,
    group: 'Output',
    severalModels: false,
  }),
};
