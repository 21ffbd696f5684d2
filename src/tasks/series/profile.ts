import { inputWidth } from '../../data/preprocessing.ts';
import { presets } from '../../network/presets/index.ts';
import { count } from '../../util/quantity.ts';
import type { DataProfile } from '../dataset.ts';
import type { SeriesModel } from './model.ts';
import { naiveFigures } from './naive.ts';
import type { NaiveErrors } from './naive.ts';
import { counted } from '../../util/plural.ts';

/** From so many rows on a hidden layer learns more than it mistakes. */
const MANY = 2000;

/** What is known about the rows of a series beside its model. */
export interface SeriesFacts {
  /** Rows at the end that validate. */
  readonly validated: number;
  /** Its times in words; undefined where rows are only counted. */
  readonly time: string | undefined;
  /** What --fill put where nothing was, in words. */
  readonly filled: string | undefined;
  /** Columns from which nothing is learned, each with the reason. */
  readonly leftOut: readonly string[];
  /** Steps of a season; 1 where none was found. */
  readonly season: number;
  /** Name of the loss, in which the figures of an epoch are. */
  readonly lossName: string;
  /** Errors of the seasonal-naive forecast on the validation windows; undefined where there are none. */
  readonly naive: NaiveErrors | undefined;
}

function messagesOf(
  { preprocessing, pieces, target }: SeriesModel,
  { validated, season, time, filled, leftOut }: SeriesFacts,
): DataProfile['messages'] {
  const { window, horizon, trained } = pieces;
  const others = preprocessing.features.length - 1;
  const beside = others > 0 ? ` and ${count(others)} other ${others === 1 ? 'column' : 'columns'}` : '';
  return [
    ['target', `${target.name}: the next ${horizon === 1 ? 'value' : `${horizon} values`}`],
    ['inputs', `windows of ${counted(window, 'row')} of ${target.name}${beside}`],
    ...leftOut.map((line) => ['left out', line] as const),
    ...(time === undefined ? [] : [['times', time] as const]),
    ...(filled === undefined ? [] : [['filled', filled] as const]),
    ['season', season > 1 ? `${season} steps` : 'none found'],
    [
      'split',
      validated > 0
        ? `the first ${counted(trained, 'row')} ${trained === 1 ? 'trains' : 'train'}, the last ${count(validated)} ${validated === 1 ? 'validates' : 'validate'}`
        : 'none: all rows train',
    ],
  ];
}

/** What a network for windows of a series is like. */
export function seriesProfile(series: SeriesModel, facts: SeriesFacts): DataProfile {
  const { preprocessing, pieces, target } = series;
  const { window, horizon, trained, time } = pieces;
  const width = inputWidth(preprocessing);
  const { naive, lossName } = facts;
  return {
    input: [window, width],
    output: [horizon],
    layers({ model }) {
      const preset = presets.find(model);
      if (preset) return preset.layers([window, width], horizon);
      // A weighted sum of the window extrapolates beyond all values seen in training, as trends do (Zeng et
      // al. 2023, "Are transformers effective for time series forecasting?"); with enough rows a hidden layer
      // bends it.
      const bent = trained < MANY ? String(horizon) : `add(64,${horizon}|${horizon})`;
      return `${window}x${width},flatten,${bent}`;
    },
    defaults: { batchSize: 16, learningRate: 0.002, epochs: 1000, patience: 50 },
    messages: messagesOf(series, facts),
    options: {
      ...(time !== undefined && { time }),
      target: target.name,
      window: String(window),
      horizon: String(horizon),
    },
    ...(naive && {
      figures: () => naiveFigures(lossName, naive),
    }),
  };
}
