import { sparkline } from '../charts/sparkline.ts';
import { failure, usageError } from '../errors.ts';
import type { Block, Result } from '../report/result.ts';
import { findLearningRate } from '../train/findRate.ts';
import { measure } from '../util/quantity.ts';
import type { Context } from '../host/context.ts';
import type { TrainOptions } from '../options/train.ts';
import { backendFor } from './outcome.ts';
import { prepare } from './decide.ts';
import { maxOf, minOf } from '../util/extremes.ts';

type Found = ReturnType<typeof findLearningRate>;

const LOW = 1e-6;
const HIGH = 10;
const STEPS = 200;
/** Rows of the printed table. */
const SHOWN = 14;

/** Two digits: more would promise too much. */
const rounded = (rate: number) => Number(rate.toPrecision(2));

/** Some of the points, evenly over the test, and all that the result names. */
function shownPoints({ points, suggested, lowest, diverges }: Found): Found['points'] {
  const every = Math.max(1, Math.ceil(points.length / SHOWN));
  const named = new Set([suggested, lowest, diverges]);
  return points.filter(({ rate }, i) => i % every === 0 || named.has(rate));
}

/** What a rate is named for. */
const nameOf = (rate: number, { suggested, lowest, diverges }: Found): string =>
  rate === suggested ? 'falls fastest' : rate === lowest ? 'lowest' : rate === diverges ? 'diverges' : '';

/** The rates that were tried, some of them as a table with bars. */
function ratesTable(found: Found): Block {
  const { points } = found;
  const shown = shownPoints(found);
  const least = minOf(points.map(({ smoothed }) => smoothed));
  const most = mostShown(points);
  const bar = (loss: number) =>
    '█'.repeat(
      Math.max(1, Math.round((30 * (Math.min(loss, most) - least)) / Math.max(1e-12, most - least))),
    );
  return {
    kind: 'table',
    columns: [
      { name: 'learning rate', align: 'right' },
      { name: 'smoothed loss', align: 'right' },
      { name: '' },
      { name: '', dropAt: 1 },
    ],
    rows: shown.map(({ rate, smoothed }) => [
      String(rounded(rate)),
      measure(smoothed),
      nameOf(rate, found),
      bar(smoothed),
    ]),
  };
}

/** The greatest loss that pictures show; those of diverged steps are cut off. */
function mostShown(points: Found['points']): number {
  const every = Math.max(1, Math.ceil(points.length / SHOWN));
  const shown = points.filter((_, i) => i % every === 0);
  return maxOf(shown.map(({ smoothed }) => Math.min(smoothed, points[0].smoothed * 1.5)));
}

function adviceOf({ points, suggested, diverges }: Found): string {
  if (suggested === undefined)
    return 'The loss hardly falls: the network, the features or their scaling are the problem, not the rate.';
  const end =
    diverges === undefined
      ? `up to ${rounded(points[points.length - 1].rate)} it does not diverge`
      : `at ${rounded(diverges)} it diverges`;
  return `Train with --learning-rate ${rounded(suggested)}; a little less is safer, ${end}.`;
}

function ratesResult(found: Found): Result {
  const { points, suggested, lowest, diverges } = found;
  const most = mostShown(points);
  const losses = points.map(({ smoothed }) => Math.min(smoothed, most));
  return {
    blocks: () => [
      ratesTable(found),
      {
        kind: 'facts',
        facts: [
          ['loss', sparkline(losses, 40)],
          ['falls fastest at', suggested === undefined ? 'nowhere' : String(rounded(suggested))],
          ['lowest at', String(rounded(lowest))],
          ['diverges at', diverges === undefined ? 'nowhere' : String(rounded(diverges))],
        ],
      },
      { kind: 'text', text: adviceOf(found) },
    ],
    json: () => ({
      suggested: suggested === undefined ? null : rounded(suggested),
      lowest: rounded(lowest),
      diverges: diverges === undefined ? null : rounded(diverges),
      points: points.map(({ rate, loss, smoothed }) => ({
        learning_rate: rate,
        loss,
        smoothed_loss: smoothed,
      })),
    }),
    data: {
      kind: 'rows',
      columns: ['learning_rate', 'loss', 'smoothed_loss'],
      batches: () => [
        [
          { name: 'learning_rate', values: points.map(({ rate }) => rate) },
          { name: 'loss', values: points.map(({ loss }) => loss) },
          { name: 'smoothed_loss', values: points.map(({ smoothed }) => smoothed) },
        ],
      ],
    },
    dataFormat: 'table',
    ownOutput: true,
  };
}

/**
 * Tries all learning rates in one short run and says which one to use (Smith 2017, "Cyclical learning rates
 * for training neural networks"). Writes nothing.
 *
 * @throws NnError('usage') with -o, NnError('failed') when the loss is not finite from the start
 */
export async function showRates(
  context: Context,
  argument: string | undefined,
  o: TrainOptions,
): Promise<Result> {
  if (context.global.output !== undefined) {
    throw usageError('--find-lr and -o do not go together', {
      hint: 'it looks for a learning rate and keeps no model',
    });
  }
  const prepared = await prepare(context, argument, o);
  const world = {
    backend: await backendFor(context, prepared),
    now: () => context.clock.now(),
    interrupted: () => false,
  };
  const range = { steps: STEPS, low: LOW, high: HIGH };
  const found = findLearningRate(prepared.setup, prepared.train, world, range);
  if (found.points.length < 12)
    throw failure('the loss was no finite number from the start', {
      hint: 'look at the data: are there huge values?',
    });
  return ratesResult(found);
}
