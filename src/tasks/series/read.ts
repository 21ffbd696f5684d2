import { columnNamed } from '../../data/columns.ts';
import { featureEncoding } from '../../data/featureEncoding.ts';
import { encodeFeatures, inputWidth } from '../../data/preprocessing.ts';
import { encodeValues, targetEncoding } from '../../data/target.ts';
import type { Preprocessing } from '../../data/preprocessing.ts';
import {
  checkWhole,
  findSeason,
  seasonalNaive,
  windowInputs,
  windowStarts,
  windowTargets,
} from '../../data/series.ts';
import type { SeriesPieces } from '../../data/series.ts';
import { textAt } from '../../data/table.ts';
import type { Table } from '../../data/table.ts';
import { readClock } from '../../data/time.ts';
import { inputError } from '../../errors.ts';
import { presets } from '../../network/presets/index.ts';
import type { Part } from '../../train/request.ts';
import { count, measure } from '../../util/quantity.ts';
import type { RandomState } from '../../util/random.ts';
import type { Context } from '../../host/context.ts';
import type { Figure } from '../../figures/language.ts';
import { openTable } from '../../inputs/openTable.ts';
import type { Dataset } from '../dataset.ts';
import type { DataKind } from '../define.ts';
import type { TrainOptions } from '../../options/train.ts';

const WINDOW = 24;
/** From so many rows on a hidden layer learns more than it mistakes. */
const MANY = 2000;

/** What the network sees of each step: the target first, then the other columns. */
function preprocessingOf(table: Table, o: TrainOptions, trained: number): Preprocessing {
  const { window = WINDOW, horizon = 1 } = o;
  const standardize = o.standardize ?? true;
  const left = new Set([o.time, ...(o.drop ?? [])]);
  for (const name of left) if (name !== undefined) columnNamed(table, name);
  const kept = table.columns.filter(({ name }) => !left.has(name));
  const target = o.target === undefined ? kept.at(-1) : columnNamed({ ...table, columns: kept }, o.target);
  if (!target) throw inputError('no column is left to foretell', { where: { source: table.source } });
  if (target.kind === 'category')
    throw inputError(
      `target "${target.name}" holds texts such as "${target.categories[0]}", expected numbers`,
      {
        where: { source: table.source },
        hint: '--target names the column to foretell, --time the one that says when',
      },
    );
  checkWhole(table, target);
  const rows = Int32Array.from({ length: trained }, (_, i) => i);
  const others = kept.filter((column) => column !== target);
  const time = o.time === undefined ? undefined : columnNamed(table, o.time);
  const until = time && textAt(time, trained - 1);
  const pieces: SeriesPieces = {
    of: 'series',
    window,
    horizon,
    trained,
    ...(o.time !== undefined && { time: o.time }),
    ...(until !== undefined && { until }),
  };
  return {
    features: [target, ...others].map((column) => featureEncoding(table, column, rows, { standardize })),
    target: targetEncoding(table, target, rows, { task: 'regression', standardize }),
    pieces,
  };
}

/** The error on the validation windows in the units of the target, beside the one of the seasonal-naive method. */
function figuresOf(
  lossName: string,
  loss: number,
  scale: number,
  naive: { squares: number; distances: number },
): Figure[] {
  if (lossName !== 'mse' && lossName !== 'mae') return [];
  const [name, own, theirs] =
    lossName === 'mse'
      ? ['Rmse', Math.sqrt(loss) * scale, Math.sqrt(naive.squares)]
      : ['Mae', loss * scale, naive.distances];
  const label = name.toUpperCase();
  return [
    { label: `validation ${label}`, text: measure(own), name: `validation${name}`, value: own },
    { label: `naive ${label}`, text: measure(theirs), name: `naive${name}`, value: theirs },
  ];
}

/** Mean errors of the seasonal-naive method on the windows of the validation part. */
function naiveErrors(values: ArrayLike<number>, starts: Int32Array, pieces: SeriesPieces, season: number) {
  let squares = 0;
  let distances = 0;
  const n = starts.length * pieces.horizon;
  for (const start of starts) {
    const at = start + pieces.window;
    seasonalNaive(values, at, season, pieces.horizon).forEach((value, k) => {
      squares += (value - values[at + k]) ** 2 / n;
      distances += Math.abs(value - values[at + k]) / n;
    });
  }
  return { squares, distances };
}

async function readSeries(
  context: Context,
  argument: string | undefined,
  random: RandomState,
  o: TrainOptions,
): Promise<Dataset> {
  const { dtype } = context.global;
  const { table, name, digest } = await openTable(context, argument, random);
  const clock = o.time === undefined ? undefined : readClock(table, columnNamed(table, o.time));
  const { window = WINDOW, horizon = 1 } = o;
  const trained = Math.round(table.rows * (1 - o.validationSplit));
  const least = window + horizon + 1;
  if (trained < least || (trained < table.rows && table.rows - trained < horizon)) {
    throw inputError(
      `found ${count(table.rows)} rows, of which ${count(trained)} train: too few for windows of ${window} and a horizon of ${horizon}`,
      {
        where: { source: table.source },
        hint: `training needs at least ${least} rows, validation ${horizon}; --window and --horizon make them fewer`,
      },
    );
  }
  const preprocessing = preprocessingOf(table, o, trained);
  const { pieces, target } = preprocessing;
  if (pieces?.of !== 'series' || target.kind !== 'values') throw new Error('a series foretells numbers');
  const width = inputWidth(preprocessing);
  const all =
    dtype === 'float32' ? new Float32Array(table.rows * width) : new Float64Array(table.rows * width);
  const steps = encodeFeatures(preprocessing, table, all);
  const scaled = encodeValues(target, table);
  const partOf = (starts: Int32Array): Part => ({
    x: windowInputs(steps, width, starts, window),
    target: windowTargets(scaled, starts, pieces),
    rows: starts.length,
  });
  // Windows of validation begin before it and end in it: what they see lies behind them in time, what they foretell does not.
  const later = windowStarts(trained, table.rows, pieces);
  const values = scaled.map((value) => value * target.scale + target.mean);
  const season = Math.min(clock?.season ?? findSeason(values.subarray(0, trained)), trained);
  const naive = naiveErrors(values, later, pieces, season);
  const lossName = o.loss === 'auto' ? 'mse' : o.loss;
  const others = preprocessing.features.length - 1;
  return {
    preprocessing,
    train: partOf(windowStarts(0, trained, pieces)),
    validation: later.length > 0 ? partOf(later) : undefined,
    // The past of the target is an input, and no giveaway.
    sample: undefined,
    source: table.source,
    rows: table.rows,
    name,
    digest,
    profile: {
      input: [window, width],
      output: [horizon],
      layers({ model }) {
        const preset = presets.find(model);
        if (preset) return preset.layers([window, width], horizon);
        // A weighted sum of the window goes on beyond all values seen in training, as trends do (Zeng et al. 2023, "Are
        // transformers effective for time series forecasting?"); with enough rows a hidden layer bends it.
        const bent = trained < MANY ? String(horizon) : `add(64,${horizon}|${horizon})`;
        return `${window}x${width},flatten,${bent}`;
      },
      defaults: { batchSize: 16, learningRate: 0.002, epochs: 1000, patience: 50 },
      messages: [
        ['target', `${target.name}: the next ${horizon === 1 ? 'value' : `${horizon} values`}`],
        [
          'inputs',
          `windows of ${window} rows of ${target.name}${others > 0 ? ` and ${count(others)} other ${others === 1 ? 'column' : 'columns'}` : ''}`,
        ],
        ['season', season > 1 ? `${season} steps` : 'none found'],
        [
          'split',
          later.length > 0
            ? `the first ${count(trained)} rows train, the last ${count(table.rows - trained)} validate`
            : 'none: all rows train',
        ],
      ],
      options: {
        ...(o.time !== undefined && { time: o.time }),
        target: target.name,
        window: String(window),
        horizon: String(horizon),
      },
      ...(later.length > 0 && {
        figures: ({ validationLoss }) =>
          validationLoss === undefined ? [] : figuresOf(lossName, validationLoss, target.scale, naive),
      }),
    },
  };
}

/** Rows of a table that follow each other in time: a network learns from some of them what the next ones are. */
export const series: DataKind = {
  called: 'a series',
  how: '--window',
  asked: ({ task, ...o }) =>
    task !== 'language' && [o.window, o.horizon, o.time].some((given) => given !== undefined),
  refuses: [
    ...([
      'labels',
      'image',
      'stream',
      'features',
      'oneHot',
      'bins',
      'nnfs',
      'task',
      'tokens',
      'watch',
    ] as const),
    ...(['classWeight', 'sampleWeight', 'group', 'text'] as const),
  ],
  inOrder: 'a window at random would be measured by a network that has learned what comes behind it',
  read: readSeries,
};
