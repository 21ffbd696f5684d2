import { failure, NnError, usageError } from '../errors.ts';
import type { Context } from '../host/context.ts';
import { checkModelPath } from '../inputs/modelFile.ts';
import { fileIn, MODEL, RECORD } from '../inputs/runFiles.ts';
import { printSpec, repeatable, valuesOf, withOptions } from '../options/spec.ts';
import type { RunSpec } from '../options/spec.ts';
import { readData, taskFor } from '../tasks/index.ts';
import { gridOf, gridSize, halvingRounds, parseDimension, randomTrials } from '../train/searchSpace.ts';
import type { Dimension, Trial } from '../train/searchSpace.ts';
import { flagOf } from '../util/flag.ts';
import { shellWord } from '../util/shell.ts';
import { RandomState } from '../util/random.ts';
import { measurementOf } from './measurement.ts';
import type { Measurement } from './measurement.ts';
import { backendFor, outcomeOf } from './outcome.ts';
import { RESULTS, Search } from './search.ts';
import type { Winner } from './search.ts';
import { optionsOf } from './trials.ts';
import type { TrialResult } from './trials.ts';
import { counted } from '../util/plural.ts';
import { count } from '../util/quantity.ts';
import { USUAL_SECONDS, usualSpace } from './usualSpace.ts';

/** Epochs of the last round of halving. */
const HALVING_EPOCHS = 270;

/** Combinations of a grid that are made at all. */
const MOST_COMBINATIONS = 1_000_000;

/** What is searched for, and how. */
export interface TuneRequest {
  /** The options that all trials share. */
  readonly spec: RunSpec;
  /** The values that an option may take, as they were given, by its name in code. */
  readonly searched: Readonly<Record<string, readonly string[]>>;
  readonly trials: number;
  readonly search: 'auto' | 'grid' | 'random' | 'halving';
  /** Folder of the search instead of a new one. */
  readonly folder: string | undefined;
}

/** What a search found. */
export interface Tuned {
  readonly best: Winner;
  /** Results of all trials, the best first. */
  readonly ranked: readonly TrialResult[];
  /** What the best model came to on rows that test; absent where there are none. */
  readonly measurement: Measurement;
  readonly dimensions: readonly Dimension[];
  readonly kind: string;
  readonly folder: string;
  readonly modelPath: string;
  /** The command that trains the best model. */
  readonly command: string;
}

/**
 * The values of an option that was given once or several times.
 *
 * @throws NnError('usage')
 */
function dimensionOf(key: string, texts: readonly string[]): Dimension {
  const option = flagOf(key).slice(2);
  const dimensions = texts.map((text) => ({ text, dimension: parseDimension(option, text) }));
  if (dimensions.length === 1) return dimensions[0].dimension;
  const values = dimensions.flatMap(({ text, dimension }) => {
    if (dimension.kind === 'choices') return dimension.values;
    throw usageError(`--${option}: a range does not go with other values`, {
      hint: `give it alone: --${option} ${text}`,
    });
  });
  return { option, kind: 'choices', values };
}

function dimensionsOf(searched: TuneRequest['searched']): Dimension[] {
  const dimensions = Object.entries(searched).map(([key, texts]) => dimensionOf(key, texts));
  if (dimensions.every((dimension) => dimension.kind === 'choices' && dimension.values.length === 1)) {
    throw usageError('there is nothing to search: no option has several values', {
      hint: "for example --learning-rate 1e-4..1e-1:log --layers 'auto,{16,64},auto' --optimizer adam,sgd",
    });
  }
  return dimensions;
}

function firstTrials(dimensions: readonly Dimension[], { trials, search }: TuneRequest, seed: number) {
  const listed = dimensions.every(({ kind }) => kind === 'choices');
  const grid = listed && gridSize(dimensions) <= MOST_COMBINATIONS ? gridOf(dimensions) : undefined;
  const kind = search === 'auto' ? (grid && grid.length <= trials ? 'grid' : 'random') : search;
  if (kind !== 'grid') return { trials: randomTrials(dimensions, trials, new RandomState(seed)), kind };
  const size = gridSize(dimensions);
  if (size > MOST_COMBINATIONS) {
    throw usageError(`the grid has ${size.toLocaleString('en')} combinations`, {
      hint: '--search random tries some of them',
    });
  }
  const all = gridOf(dimensions);
  if (all.length > trials) {
    throw usageError(`the grid has ${all.length} combinations, more than --trials ${trials}`, {
      hint: `--trials ${all.length} runs all of them, --search random some`,
    });
  }
  return { trials: all, kind };
}

/** Many short runs, of which the best third is trained for longer, and so on (successive halving). */
async function halving(
  context: Context,
  runs: Search,
  trials: readonly Trial[],
  epochs = HALVING_EPOCHS,
): Promise<TrialResult[]> {
  const rounds = halvingRounds(trials.length, epochs);
  const total = rounds.reduce((sum, round) => sum + round.trials, 0);
  let ranked: TrialResult[] = [];
  let left = trials;
  for (const round of rounds) {
    if (context.clock.interrupt.requested) break;
    const planned = left.slice(0, round.trials).map((trial) => ({ trial, epochs: round.epochs }));
    const results = await runs.round(planned, total, { forget: true });
    left = results.map(({ trial }) => trial);
    ranked = [...results, ...ranked.filter(({ trial }) => !left.includes(trial))];
  }
  return ranked;
}

/** Says why not all trials were run. */
function noteCut(
  { clock, screen }: Context,
  { done, all, usual, folder }: { done: number; all: number; usual: boolean; folder: string },
): void {
  if (clock.interrupt.requested && done > 0)
    screen.note(
      `interrupted after ${counted(done, 'trial')}; the same command with --folder ${shellWord(folder)} goes on`,
    );
  else if (usual && !clock.interrupt.requested)
    screen.note(
      `${counted(done, 'trial')} of ${all}: the ${count(USUAL_SECONDS)} seconds of a search without options are over`,
    );
}

/**
 * Runs the trials of a search and writes the best model.
 *
 * @throws NnError when none can be trained
 */
export async function tune(context: Context, request: TuneRequest): Promise<Tuned> {
  const { spec } = request;
  const { seed, output } = context.global;
  if (output !== undefined) await checkModelPath(context, output);
  const o = valuesOf(spec);
  const usual = Object.keys(request.searched).length === 0;
  const dimensions = dimensionsOf(usual ? usualSpace(taskFor(o).name) : request.searched);
  const began = context.clock.now();
  const enough = () => context.clock.now() - began > USUAL_SECONDS * 1000;
  const random = new RandomState(seed);
  const dataset = await readData(context, spec.source, random, o);
  const { trials, kind } = firstTrials(dimensions, request, seed);
  if (!dataset.validation)
    context.screen.note(
      `${counted(dataset.train.rows, 'row')} train and none validates: trials are ranked by their training loss, which says little about new rows`,
    );
  context.clock.interrupt.heed();
  const exists = request.folder !== undefined && (await checkFolder(context, request.folder));
  const folder = request.folder ?? (await context.files.createRunFolder(`tune-${dataset.name}`));
  const forget = async () => {
    if (request.folder === undefined) await context.files.removeFolder(folder);
  };
  const runs = new Search(context, spec, dataset, random.snapshot(), { folder });
  try {
    // Mistakes in the options of a trial are reported before the first run.
    for (const trial of trials) runs.prepare({ trial });
  } catch (error) {
    await forget();
    throw error;
  }
  if (request.folder !== undefined && !exists) await context.files.createFolder(folder);
  await context.files.lock(folder);
  const known = await runs.load();
  if (known > 0) context.screen.note(`${counted(known, 'trial')} ${known === 1 ? 'is' : 'are'} done already`);
  context.screen.note(
    `${kind} search: ${counted(trials.length, 'trial')} over ${dimensions.map(({ option }) => option).join(', ')}`,
  );
  const planned = trials.map((trial) => ({ trial }));
  const ranked =
    kind === 'halving'
      ? await halving(context, runs, trials, o.epochs)
      : await runs.round(planned, trials.length, usual ? { enough } : {});
  const interrupted = context.clock.interrupt.requested;
  if (ranked.length < trials.length || interrupted)
    noteCut(context, { done: ranked.length, all: trials.length, usual, folder });
  const best = await runs.winner(ranked);
  if (!best) {
    const [first] = ranked;
    if (!interrupted || !first) await forget();
    // One that was made for this search and holds nothing.
    if (!first && !exists && known === 0 && request.folder !== undefined)
      await context.files.removeFolder(folder);
    if (interrupted) throw new NnError('interrupted', 'this was interrupted before there was a model');
    throw failure(first ? `every trial failed: ${first.message}` : 'no trial was finished');
  }
  const { measurement, modelPath } = await writeBest(context, best, folder);
  const { source, options } = repeatable(spec);
  const command = printSpec({ source, options: withOptions(options, optionsOf(best.result.trial)) });
  return { best, ranked, measurement, dimensions, kind, folder, modelPath, command };
}

/**
 * Whether the folder of a search is there.
 *
 * @throws NnError('usage') where something else than a search has left its model in it
 */
async function checkFolder({ files }: Context, folder: string): Promise<boolean> {
  if (!(await files.exists(folder))) return false;
  const has = (name: string) => files.exists(fileIn(folder, name));
  if ((await has(RECORD)) || ((await has(MODEL)) && !(await has(RESULTS))))
    throw usageError(`--folder ${shellWord(folder)} holds another model, which the search would replace`, {
      hint: 'choose another --folder; one of an earlier search is gone on with',
    });
  return true;
}

/** Measures the best model and writes it, into the folder of the search or where -o says. */
async function writeBest(context: Context, { prepared, epochs, finished }: Winner, folder: string) {
  const { dtype, output } = context.global;
  const backend = await backendFor(context, prepared);
  const measurement = measurementOf(prepared, finished, backend);
  const { model } = outcomeOf(prepared, epochs, finished, { dtype, measurement });
  const inFolder = output === undefined ? { replace: true, noFollow: true } : {};
  const modelPath = await context.files.write(output ?? fileIn(folder, MODEL), model, inFolder);
  return { measurement, modelPath };
}
