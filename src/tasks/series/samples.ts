import { columnNamed } from '../../data/columns.ts';
import { encodeFeatures, inputWidth } from '../../data/preprocessing.ts';
import { encodeValues } from '../../data/target.ts';
import type { Preprocessing } from '../../data/preprocessing.ts';
import { windowInputs, windowStarts, windowTargets } from '../../data/series.ts';
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
import { rowsOf } from './rows.ts';
import { counted } from '../../util/plural.ts';
import { visible } from '../../util/visible.ts';

/** A series as its windows are described: how a row, an input and a target are written. */
function wordsFor({ preprocessing, pieces, target }: SeriesModel, table: Table) {
  const { features } = preprocessing;
  const { time } = pieces;
  const width = inputWidth(preprocessing);
  const times = time === undefined ? undefined : columnNamed(table, time);
  const column = columnNamed(table, target.name);
  const when = (row: number) => {
    const at = times && textAt(times, row);
    return at === undefined ? `row ${row}` : `row ${row} (${at})`;
  };
  return {
    when,
    /** Input `i` of the window that begins at row `start`, and where its value comes from. */
    input(value: number, i: number, start: number): string {
      const [step, place] = [Math.floor(i / width), i % width];
      const feature = features.length === width ? features[place] : undefined;
      const name = width === 1 ? `x[${step}]` : `x[${step},${place}]`;
      if (feature?.kind !== 'number') return `${name} = ${digits(value)}`;
      const raw = textAt(columnNamed(table, feature.name), start + step) ?? digits(feature.mean);
      return `${name} = ${standardized(raw, feature)} = ${digits(value)}   ${feature.name}, ${when(start + step)}`;
    },
    /** The target of a row, as the file has it. */
    target: (row: number): string => textAt(column, row) ?? '',
  };
}

/** Windows of a series, whose targets are the values after them. */
function windowSamples(series: SeriesModel, table: Table): Samples {
  const { preprocessing, pieces, target } = series;
  const { window, horizon } = pieces;
  const width = inputWidth(preprocessing);
  const steps = encodeFeatures(preprocessing, table, new Float64Array(table.rows * width));
  const scaled = encodeValues(target, table);
  const starts = windowStarts(0, table.rows, pieces);
  const inputs = (from: Int32Array) => Float64Array.from(windowInputs(steps, width, from, window));
  const words = wordsFor(series, table);
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
      const next = start + window;
      const x = inputs(Int32Array.of(start));
      const shown = Array.from(x.subarray(0, SHOWN_INPUTS), (value, i) => words.input(value, i, start));
      const rest = x.length - shown.length;
      const more = rest > 0 ? [`… and ${counted(rest, 'more input')}, up to ${words.when(next - 1)}`] : [];
      const targets = Array.from({ length: horizon }, (_, k) => words.target(next + k));
      const single = `t = ${standardized(targets[0], target)} = ${digits(scaled[next])}`;
      return {
        heading: `window ${at} of ${table.source}: ${words.when(start)} to ${words.when(next - 1)}, then ${target.name} is ${targets.join(', ')}`,
        inputs: { kind: 'preformatted', equations: true, text: [...shown, ...more].map(visible).join('\n') },
        answer: { text: horizon > 1 ? `the next ${horizon} values` : single, units: target },
      };
    },
  };
}

/**
 * Reads the windows of a series as samples.
 *
 * @throws NnError('input') for one that has gaps
 */
export async function readWindows(
  reading: Pick<Reading, 'files' | 'global'>,
  preprocessing: Preprocessing,
  dataPath: string,
  labels: string | undefined,
): Promise<Samples> {
  const series = seriesModel(preprocessing);
  const table = await readTable(reading, dataPath, { labels, as: preprocessing, unknownTold: true });
  return windowSamples(series, rowsOf(series, table, reading.global.dateFormat).table);
}
