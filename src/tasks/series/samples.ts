import { columnNamed } from '../../data/columns.ts';
import { encodeFeatures, inputWidth } from '../../data/preprocessing.ts';
import { encodeValues } from '../../data/target.ts';
import type { Preprocessing } from '../../data/preprocessing.ts';
import { checkWhole, windowInputs, windowStarts, windowTargets } from '../../data/series.ts';
import { textAt } from '../../data/table.ts';
import type { Table } from '../../data/table.ts';
import { digits } from '../../explain/write.ts';
import { readTable } from '../../inputs/openTable.ts';
import type { Reading } from '../define.ts';
import { SHOWN_INPUTS } from '../samples.ts';
import type { Samples } from '../samples.ts';
import { standardized } from '../table/samples.ts';
import { seriesModel } from './model.ts';
import type { SeriesModel } from './model.ts';

/** Windows of a series, whose targets are the values after them. */
function windowSamples({ preprocessing, pieces, target }: SeriesModel, table: Table): Samples {
  const column = columnNamed(table, target.name);
  checkWhole(table, column);
  const { window, horizon, time } = pieces;
  const width = inputWidth(preprocessing);
  const steps = encodeFeatures(preprocessing, table, new Float64Array(table.rows * width));
  const scaled = encodeValues(target, table);
  const starts = windowStarts(0, table.rows, pieces);
  const inputs = (from: Int32Array) => Float64Array.from(windowInputs(steps, width, from, window));
  const when = (row: number) => {
    const at = time === undefined ? undefined : textAt(columnNamed(table, time), row);
    return at === undefined ? `row ${row}` : `row ${row} (${at})`;
  };
  return {
    source: table.source,
    count: starts.length,
    unit: ['window', 'windows'],
    labelled: Int32Array.from(starts, (_, i) => i),
    encode(some) {
      const from = Int32Array.from(some, (i) => starts[i]);
      return { x: inputs(from), target: windowTargets(scaled, from, pieces) };
    },
    describe(at) {
      const start = starts[at];
      const x = inputs(Int32Array.of(start));
      const shown = Array.from({ length: Math.min(SHOWN_INPUTS, x.length) }, (_, i) => {
        const [step, place] = [Math.floor(i / width), i % width];
        const feature = preprocessing.features.length === width ? preprocessing.features[place] : undefined;
        const name = width === 1 ? `x[${step}]` : `x[${step},${place}]`;
        if (feature?.kind !== 'number') return `${name} = ${digits(x[i])}`;
        const raw = textAt(columnNamed(table, feature.name), start + step) ?? digits(feature.mean);
        return `${name} = ${standardized(raw, feature)} = ${digits(x[i])}   ${feature.name}, ${when(start + step)}`;
      });
      const rest = x.length - shown.length;
      const goal = start + window;
      const told = Array.from({ length: horizon }, (_, k) => textAt(column, goal + k) ?? '');
      const [text] = told;
      return {
        heading: `window ${at} of ${table.source}: ${when(start)} to ${when(goal - 1)}, then ${target.name} is ${told.join(', ')}`,
        inputs: {
          kind: 'preformatted',
          equations: true,
          text: [...shown, ...(rest > 0 ? [`… and ${rest} more inputs, up to ${when(goal - 1)}`] : [])].join(
            '\n',
          ),
        },
        answer: {
          text:
            horizon > 1
              ? `the next ${horizon} values`
              : `t = ${standardized(text, target)} = ${digits(scaled[goal])}`,
        },
      };
    },
  };
}

/** Reads the windows of a series as samples. @throws NnError('input') for one that has gaps */
export async function readWindows(
  reading: Pick<Reading, 'files' | 'global'>,
  preprocessing: Preprocessing,
  dataPath: string,
  labels: string | undefined,
): Promise<Samples> {
  return windowSamples(seriesModel(preprocessing), await readTable(reading, dataPath, { labels }));
}
