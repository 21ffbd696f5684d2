import { failure, usageError } from '../errors.ts';
import { formatLayers } from '../network/formatLayers.ts';
import type { DataColumn, Result } from '../report/result.ts';
import { gridOf, halvingRounds, parseDimension, randomTrials } from '../train/searchSpace.ts';
import type { Dimension, Trial } from '../train/searchSpace.ts';
import { RandomState } from '../util/random.ts';
import { count, duration } from '../util/quantity.ts';
import { shellWord } from '../util/shell.ts';
import type { Context } from '../host/context.ts';
import { choice, integer, text } from '../options/define.ts';
import { defineCommand } from './define.ts';
import type { OptionSpec, OptionValues } from '../options/define.ts';
import { checkModelPath } from '../inputs/modelFile.ts';
import { readData } from '../tasks/index.ts';
import { asTrainOptions, sharedOptions } from '../options/train.ts';
import { outcomeOf } from '../runs/outcome.ts';
import { fileIn, MODEL } from '../inputs/runFiles.ts';
import { RESULTS, Search } from '../runs/search.ts';
import { resultJson, trialsTable } from '../runs/trials.ts';
import type { TrialResult } from '../runs/trials.ts';

/** Options of train that may take several values, by their names on the command line. */
const tunable = {
  layers: 'layers',
  activation: 'activation',
  init: 'init',
  optimizer: 'optimizer',
  learningRate: 'learning-rate',
  lrDecay: 'lr-decay',
  momentum: 'momentum',
  beta1: 'beta1',
  beta2: 'beta2',
  rho: 'rho',
  epsilon: 'epsilon',
  batchSize: 'batch-size',
  clipNorm: 'clip-norm',
  l1: 'l1',
  l2: 'l2',
  weightDecay: 'weight-decay',
  dropout: 'dropout',
  labelSmoothing: 'label-smoothing',
} as const;
type Tunable = keyof typeof tunable;

const inherited = Object.fromEntries(
  Object.entries(sharedOptions).map(([name, spec]) => [
    name,
    name in tunable
      ? text(`${spec.summary.split(';')[0]}; values or a range`, { placeholder: 'values', group: 'Searched' })
      : spec,
  ]),
) as unknown as Omit<typeof sharedOptions, Tunable> & Record<Tunable, OptionSpec<string | undefined>>;

const options = {
  ...inherited,
  trials: integer('runs at most', { default: 30, min: 1, group: 'Search' }),
  search: choice(
    'grid: every combination; random: drawn from the seed; halving: many short runs, the best third goes on',
    ['auto', 'grid', 'random', 'halving'],
    {
      default: 'auto',
      group: 'Search',
    },
  ),
  folder: text('folder of the search instead of runs/tune-NAME-N; one that exists is gone on with', {
    placeholder: 'folder',
    group: 'Search',
  }),
};
type Options = OptionValues<typeof options>;
/** Of these only what the data needs is read here; the trials read the others from the command line. */
type Shared = OptionValues<typeof sharedOptions>;

/** Epochs of the last round of halving. */
const HALVING_EPOCHS = 270;

/** The words of the command line without those of the search. */
function ownWords(argv: readonly string[]): string[] {
  const searched = new Set(
    [...Object.values(tunable), 'trials', 'search', 'folder', 'output'].map((name) => `--${name}`),
  );
  const talk = new Set(['-q', '--quiet', '--ascii', '-v', '--verbose', '--json', '--force']);
  const kept: string[] = [];
  for (let i = 1; i < argv.length; i++) {
    const [name] = argv[i].split('=');
    if (talk.has(name)) continue;
    if (!searched.has(name) && name !== '-o') kept.push(argv[i]);
    else if (!argv[i].includes('=')) i++;
  }
  return kept;
}

function firstTrials(
  dimensions: readonly Dimension[],
  o: Options,
  seed: number,
): { trials: Trial[]; search: string } {
  const grid = dimensions.every(({ kind }) => kind === 'choices') ? gridOf(dimensions) : undefined;
  const search = o.search === 'auto' ? (grid && grid.length <= o.trials ? 'grid' : 'random') : o.search;
  if (search === 'grid') {
    const all = gridOf(dimensions);
    if (all.length > o.trials) {
      throw usageError(`the grid has ${all.length} combinations, more than --trials ${o.trials}`, {
        hint: `--trials ${all.length} runs all of them, --search random some`,
      });
    }
    return { trials: all, search };
  }
  return { trials: randomTrials(dimensions, o.trials, new RandomState(seed)), search };
}

async function search(context: Context, argument: string | undefined, o: Options): Promise<Result> {
  const { seed, dtype, output } = context.global;
  if (output !== undefined) await checkModelPath(context, output);
  const dimensions = Object.entries(tunable).flatMap(([name, option]) => {
    const given = o[name as Tunable];
    return given === undefined ? [] : [parseDimension(option, given)];
  });
  if (dimensions.every((dimension) => dimension.kind === 'choices' && dimension.values.length === 1)) {
    throw usageError('there is nothing to search: no option has several values', {
      hint: "for example --learning-rate 1e-4..1e-1:log --layers 'auto,{16,64},auto' --optimizer adam,sgd",
    });
  }
  const random = new RandomState(seed);
  const dataset = await readData(context, argument, random, asTrainOptions(o as unknown as Shared));
  const words = ownWords(context.argv);
  const place = random.snapshot();
  const { trials, search: kind } = firstTrials(dimensions, o, seed);
  const exists = o.folder !== undefined && (await context.files.exists(o.folder));
  const folder = o.folder ?? (await context.files.createRunFolder(`tune-${dataset.name}`));
  const runs = new Search(context, words, dataset, place, { folder, argument });
  try {
    // Mistakes in the options of a trial are told before the first run.
    for (const trial of trials) await runs.prepare({ trial });
  } catch (error) {
    if (o.folder === undefined) await context.files.removeFolder(folder);
    throw error;
  }
  if (o.folder !== undefined && !exists) await context.files.createFolder(folder);
  const known = await runs.load();
  if (known > 0) context.screen.note(`${count(known)} trials are done already`);
  const names = dimensions.map(({ option }) => option);
  context.screen.note(`${kind} search: ${count(trials.length)} trials over ${names.join(', ')}`);

  const began = context.clock.now();
  let ranked: TrialResult[] = [];
  if (kind === 'halving') {
    const rounds = halvingRounds(trials.length, o.epochs ?? HALVING_EPOCHS);
    const total = rounds.reduce((sum, round) => sum + round.trials, 0);
    let left: readonly Trial[] = trials;
    for (const { trials: n, epochs } of rounds) {
      if (context.clock.interrupt.requested) break;
      const planned = left.slice(0, n).map((trial) => ({ trial, epochs }));
      const results = await runs.round(planned, total, true);
      left = results.map(({ trial }) => trial);
      ranked = [...results, ...ranked.filter(({ trial }) => !left.includes(trial))];
    }
  } else {
    ranked = await runs.round(
      trials.map((trial) => ({ trial })),
      trials.length,
    );
  }
  const interrupted = context.clock.interrupt.requested;
  const best = await runs.winner(ranked);
  if (!best) {
    const [first] = ranked;
    if (o.folder === undefined) await context.files.removeFolder(folder);
    throw failure(first ? `every trial failed: ${first.message}` : 'no trial was finished');
  }
  const path = output ?? fileIn(folder, MODEL);
  const { model } = outcomeOf(best.prepared, best.epochs, best.finished, { dtype });
  await context.files.write(path, model, { replace: true });
  const chosen = Object.entries(best.result.trial).flatMap(([option, value]) => [`--${option}`, value]);
  const inFull = ['nn', 'train', ...words, ...chosen].map(shellWord).join(' ');
  const shown = ranked.slice(0, 15);
  const column = (name: string, values: readonly (string | number | null)[]): DataColumn => ({
    name,
    values,
  });
  const columns = [
    ...dimensions.map(({ option }) =>
      column(
        option,
        ranked.map(({ trial }) => trial[option] ?? null),
      ),
    ),
    column(
      'epochs',
      ranked.map(({ epochs }) => epochs),
    ),
    column(
      'loss',
      ranked.map(({ loss }) => loss ?? null),
    ),
    column(
      'val_loss',
      ranked.map(({ validationLoss }) => validationLoss ?? null),
    ),
    column(
      'val_accuracy',
      ranked.map(({ validationAccuracy }) => validationAccuracy ?? null),
    ),
    column(
      'milliseconds',
      ranked.map(({ milliseconds }) => milliseconds),
    ),
    column(
      'state',
      ranked.map(({ state }) => state),
    ),
  ];
  return {
    blocks: () => [
      trialsTable(shown, names),
      ...(ranked.length > shown.length
        ? [
            {
              kind: 'text' as const,
              text: `and ${count(ranked.length - shown.length)} more in ${fileIn(folder, RESULTS)}`,
            },
          ]
        : []),
      {
        kind: 'facts',
        facts: [
          ['best model', path],
          ['network', formatLayers(best.prepared.setup.spec)],
          ['time', duration(context.clock.now() - began)],
          ['in full', inFull],
        ],
      },
    ],
    json: () => ({
      model: path,
      folder,
      search: kind,
      command: inFull,
      trials: ranked.map(resultJson),
    }),
    data: { kind: 'rows', columns: columns.map(({ name }) => name), batches: () => [columns] },
    dataFormat: 'table',
    ownOutput: true,
    exitCode: interrupted ? 130 : 0,
  };
}

export const tune = defineCommand({
  name: 'tune',
  interruptible: true,
  about:
    "Searches for the options that train best: runs one network for each combination, side by side on all processors, ranks them by the validation rows and keeps the best model. Options may be lists (--optimizer adam,sgd), ranges (--learning-rate 1e-4..1e-1:log, --batch-size 8..128:int) and, in layers, alternatives in braces, quoted for the shell (--layers 'auto,{16,64},auto'). All other options are those of nn train.\n\nThe same seed searches the same combinations with the same results. A search that was stopped goes on with --folder.",
  arguments: [{ name: 'data', summary: 'as nn train takes it', required: false }],
  options,
  examples: [
    {
      command: "nn tune iris.csv --learning-rate 1e-4..1e-1:log --layers 'auto,{16,64},auto' --trials 20",
      says: 'twenty at random',
    },
    { command: 'nn tune iris.csv --optimizer adam,sgd,rmsprop --dropout 0,0.2', says: 'every combination' },
    {
      command: 'nn tune wine.csv --learning-rate 1e-4..1:log --search halving --trials 27',
      says: 'many short runs, the best third goes on',
    },
  ],
  run: (context, { args: [argument], options: o }) => search(context, argument, o),
});
