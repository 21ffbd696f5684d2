import type { AnyCommand } from './define.ts';

/** One line of `nn --help`; the command itself is loaded when it is called. */
export interface CommandEntry {
  readonly name: string;
  readonly group: 'Data' | 'Arrays' | 'Networks' | 'Runs' | 'Program';
  readonly summary: string;
  load(): Promise<AnyCommand>;
}

const generator = (name: string, summary: string): CommandEntry => ({
  name: `gen-${name}`,
  group: 'Data',
  summary,
  load: async () => (await import('./gen.ts')).generateCommand(name),
});

/** Every command, in the order of the help. */
export const commands: readonly CommandEntry[] = [
  generator('spiral', 'spiral arms, one per class (nnfs)'),
  generator('vertical', 'clouds side by side, one per class (nnfs)'),
  generator('sine', 'one turn of a sine, for regression (nnfs)'),
  generator('friedman', 'ten columns of which five count, for regression (scikit-learn)'),
  generator('moons', 'two half circles that interlock'),
  generator('circles', 'a circle inside another'),
  generator('blobs', 'round clouds around random centres'),
  generator('xor', 'four quadrants, opposite ones alike'),
  {
    name: 'gen-random',
    group: 'Data',
    summary: 'an array of random numbers of any shape, in the stream of numpy.random',
    load: async () => (await import('./gen-random.ts')).genRandom,
  },
  {
    name: 'describe',
    group: 'Data',
    summary: 'a table column by column: how it is read, what is in it, what is suspicious',
    load: async () => (await import('./describe.ts')).describe,
  },
  {
    name: 'shape',
    group: 'Arrays',
    summary: 'shape, rank and a drawing of an array',
    load: async () => (await import('./shape.ts')).shape,
  },
  {
    name: 'show',
    group: 'Arrays',
    summary: 'what is in an array: statistics, boxes by slices, heat map, a page in 3-D',
    load: async () => (await import('./show.ts')).show,
  },
  {
    name: 'dot',
    group: 'Arrays',
    summary: 'dot product of two arrays, term by term on request',
    load: async () => (await import('./dot.ts')).dot,
  },
  {
    name: 'forward',
    group: 'Networks',
    summary: 'run data through a network, layer by layer',
    load: async () => (await import('./forward.ts')).forward,
  },
  {
    name: 'train',
    group: 'Networks',
    summary: 'train a network on a table',
    load: async () => (await import('./train.ts')).train,
  },
  {
    name: 'tune',
    group: 'Networks',
    summary: 'search for the options that train best',
    load: async () => (await import('./tune.ts')).tune,
  },
  {
    name: 'compare',
    group: 'Networks',
    summary: 'compare optimizers, activations or initializers',
    load: async () => (await import('./compare.ts')).compare,
  },
  {
    name: 'learning-curve',
    group: 'Networks',
    summary: 'score against the number of training rows',
    load: async () => (await import('./learning-curve.ts')).learningCurveCommand,
  },
  {
    name: 'predict',
    group: 'Networks',
    summary: "append a model's predictions to rows",
    load: async () => (await import('./predict.ts')).predict,
  },
  {
    name: 'evaluate',
    group: 'Networks',
    summary: 'measure a model on rows with their target',
    load: async () => (await import('./evaluate.ts')).evaluate,
  },
  {
    name: 'forecast',
    group: 'Networks',
    summary: 'forecast a time series with a model',
    load: async () => (await import('./forecast.ts')).forecast,
  },
  {
    name: 'gan',
    group: 'Networks',
    summary: 'train a generative adversarial network to make samples like these',
    load: async () => (await import('./gan.ts')).gan,
  },
  {
    name: 'generate',
    group: 'Networks',
    summary: 'generate text with a language model, or samples with a GAN',
    load: async () => (await import('./generate.ts')).generate,
  },
  {
    name: 'explain',
    group: 'Networks',
    summary: 'one row through a training step, with every number',
    load: async () => (await import('./explain.ts')).explain,
  },
  {
    name: 'inspect',
    group: 'Networks',
    summary: 'the tensors of a model file, and its dead units',
    load: async () => (await import('./inspect.ts')).inspect,
  },
  {
    name: 'diff',
    group: 'Networks',
    summary: 'how two models or runs differ',
    load: async () => (await import('./diff.ts')).diff,
  },
  {
    name: 'importance',
    group: 'Networks',
    summary: 'which columns or pixels a model relies on',
    load: async () => (await import('./importance.ts')).importance,
  },
  {
    name: 'gradcheck',
    group: 'Networks',
    summary: "check a model's gradients against numerical ones",
    load: async () => (await import('./gradcheck.ts')).gradcheck,
  },
  {
    name: 'plot',
    group: 'Networks',
    summary: 'charts of data, runs and models: in the terminal, SVG, PNG or HTML',
    load: async () => (await import('./plot.ts')).plot,
  },
  {
    name: 'summary',
    group: 'Networks',
    summary: 'layers, shapes and parameters of a network',
    load: async () => (await import('./summary.ts')).summary,
  },
  {
    name: 'runs',
    group: 'Runs',
    summary: 'list runs, or show side by side in what they differ',
    load: async () => (await import('./runs.ts')).runs,
  },
  {
    name: 'report',
    group: 'Runs',
    summary: 'all there is to know about a run, as one HTML page',
    load: async () => (await import('./report.ts')).report,
  },
  {
    name: 'diagnose',
    group: 'Runs',
    summary: 'why a run is good or bad, and what to try next',
    load: async () => (await import('./diagnose.ts')).diagnose,
  },
  {
    name: 'replay',
    group: 'Runs',
    summary: 'repeat a run, or verify that it gives the same bits',
    load: async () => (await import('./replay.ts')).replay,
  },
  {
    name: 'doctor',
    group: 'Program',
    summary: 'what this machine offers, how fast it is, how to make it faster',
    load: async () => (await import('./doctor.ts')).doctor,
  },
  {
    name: 'completion',
    group: 'Program',
    summary: 'what bash, zsh or fish complete on Tab',
    load: async () => (await import('./completion.ts')).completionCommand(commands),
  },
  {
    name: 'help',
    group: 'Program',
    summary: 'explain a concept, layer, loss, optimizer, option, …: nn help NAME',
    load: async () => (await import('./help.ts')).helpCommand(commands),
  },
];
