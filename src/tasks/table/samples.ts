import { columnNamed } from '../../data/columns.ts';
import { encodeFeatures, inputWidth } from '../../data/preprocessing.ts';
import { encodeTarget, rowsWithTarget } from '../../data/target.ts';
import type { Preprocessing } from '../../data/preprocessing.ts';
import { textAt } from '../../data/table.ts';
import type { Table } from '../../data/table.ts';
import type { Answer } from '../../explain/stepValues.ts';
import { digits, factor } from '../../explain/write.ts';
import { readTable } from '../../inputs/openTable.ts';
import type { Block } from '../../report/result.ts';
import type { Reading } from '../define.ts';
import { gatherRows, moreInputs, SHOWN_INPUTS } from '../samples.ts';
import type { Samples } from '../samples.ts';

/** How a number becomes an input: `(5.1 − 5.84) / 0.83`. */
export const standardized = (raw: string, { mean, scale }: { mean: number; scale: number }): string =>
  `(${raw} − ${factor(mean)}) / ${digits(scale)}`;

/** Where the inputs of the network come from. */
function inputsOf({ features }: Preprocessing, table: Table, row: number, x: ArrayLike<number>): Block {
  const plain = features.length === x.length;
  const lines = features.slice(0, SHOWN_INPUTS).map((feature, i) => {
    const found = table.columns.find(({ name }) => name === feature.name);
    const raw = found && textAt(found, row);
    if (feature.kind !== 'number' || !plain) return `${feature.name}  ${raw ?? 'missing'}`;
    const scaled = feature.mean !== 0 || feature.scale !== 1;
    if (!scaled) return `x[${i}] = ${feature.name} = ${digits(x[i])}`;
    return `x[${i}] = (${feature.name} − mean) / deviation = ${standardized(raw ?? digits(feature.mean), feature)} = ${digits(x[i])}`;
  });
  const text = [...lines, ...moreInputs(features.length, 'columns')].join('\n');
  return { kind: 'preformatted', equations: true, text };
}

/** The inputs of single rows, encoded and in words; where the targets are is another question. */
export function rowInputs(preprocessing: Preprocessing, table: Table) {
  const width = inputWidth(preprocessing);
  const encode = (rows: Int32Array) => {
    const x = new Float64Array(rows.length * width);
    encodeFeatures(preprocessing, table, x, rows);
    return x;
  };
  return {
    encode,
    describe: (row: number) => inputsOf(preprocessing, table, row, encode(Int32Array.of(row))),
  };
}

/**
 * Rows of a table, whose targets stand in a column.
 *
 * @throws NnError('input') where the table has no such columns
 */
export function rowSamples(preprocessing: Preprocessing, table: Table): Samples {
  const { target } = preprocessing;
  const targets = encodeTarget(preprocessing, table);
  const column = columnNamed(table, target.name);
  const inputs = rowInputs(preprocessing, table);
  const answerOf = (row: number): Answer => {
    const text = textAt(column, row) ?? '';
    if (target.kind === 'classes') return { text, at: targets[row], classes: target.classes };
    const plain = target.mean === 0 && target.scale === 1;
    if (plain) return { text };
    return { text: `t = ${standardized(text, target)} = ${digits(targets[row])}`, units: target };
  };
  return {
    source: table.source,
    count: table.rows,
    unit: ['row', 'rows'],
    labelled: rowsWithTarget(preprocessing, table),
    encode: (rows) => ({ x: inputs.encode(rows), target: gatherRows(targets, 1, rows) }),
    describe: (row) => ({
      heading: `row ${row} of ${table.source}: ${target.name} is ${textAt(column, row)}`,
      inputs: inputs.describe(row),
      answer: answerOf(row),
    }),
  };
}

/**
 * Reads the rows of a file as samples.
 *
 * @throws NnError('input')
 */
export async function readRowSamples(
  reading: Pick<Reading, 'files' | 'global'>,
  preprocessing: Preprocessing,
  dataPath: string,
  labels: string | undefined,
): Promise<Samples> {
  const table = await readTable(reading, dataPath, { labels, as: preprocessing, unknownTold: true });
  return rowSamples(preprocessing, table);
}
