import { encodeFeatures, inputWidth } from '../data/preprocessing.ts';
import { usageError } from '../errors.ts';
import { Predictor } from '../runtime/predictor.ts';
import type { Backend } from '../runtime/runtime.ts';
import type { Text } from '../report/result.ts';
import type { Training } from '../train/training.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { Chart } from '../charts/chart.ts';
import { chartBlock } from '../figures/chartBlock.ts';
import type { Context } from '../host/context.ts';
import { boundaryGrid } from '../figures/plot/boundary.ts';
import type { Pace } from './pace.ts';
import type { Prepared } from './decide.ts';

/** Cells of the picture, two to a letter; with the lines of progress it fits a terminal of 24 lines. */
const GRID = { width: 65, height: 26 };
/** Cells of the picture at the end. */
const FINE = { width: 96, height: 48 };
/** Lines around the area of a picture: progress, title, axes, legend, keys. */
const AROUND = 11;
/** Milliseconds between two pictures. */
const INTERVAL = 150;

/** The decision boundary of a network while it learns. */
export interface Watch {
  /** The picture as lines; the last one again when it is too soon for another, unless it is wanted `anew`. */
  lines(anew: boolean): readonly Text[];
  /** The picture that some weights give. */
  chart(weights: ReadonlyMap<string, Tensor>, name: string): Chart;
}

/** @throws NnError('usage') for data without two columns of numbers */
export function watchBoundary(
  context: Context,
  { preprocessing, sample, source, name }: Prepared,
  training: Training,
  backend: Backend,
  pace: Pace | undefined,
): Watch {
  if (!sample || preprocessing.shape)
    throw usageError(
      '--watch draws the decision boundary over two columns, and these data have no such columns',
      {
        hint: 'leave --watch out; nn report shows a run when it is done',
      },
    );
  const weights = () => training.weights();
  const predictor = new Predictor({ spec: training.setup.spec, weights: weights() }, backend);
  const drawer = (size: typeof GRID) => {
    const grid = boundaryGrid(preprocessing, { ...sample, source }, {}, size);
    const x = new Float64Array(grid.rows.rows * inputWidth(preprocessing));
    encodeFeatures(preprocessing, grid.rows, x);
    return (found: ReadonlyMap<string, Tensor>, title: string) => {
      predictor.weights = found;
      return grid.chart(predictor.run(x, grid.rows.rows), title);
    };
  };
  const draw = drawer(GRID);
  let drawn = -Infinity;
  let lines: readonly Text[] = [];
  return {
    lines(anew) {
      const keys = pace?.lines(context.screen.width) ?? [];
      if (!anew && context.clock.now() - drawn < INTERVAL) return [...lines, ...keys];
      const block = chartBlock(draw(weights(), name), {
        width: Math.min(context.screen.width, GRID.width + 7),
        rows: Math.max(4, Math.min(GRID.height / 2, (context.screen.height ?? 24) - AROUND)),
        height: undefined,
        ascii: context.screen.ascii,
      });
      lines = context.screen.talkInColour ? (block.spans ?? []) : block.text.split('\n');
      drawn = context.clock.now();
      return [...lines, ...keys];
    },
    chart: (found, title) => drawer(FINE)(found, title),
  };
}
