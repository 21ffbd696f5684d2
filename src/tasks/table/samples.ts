import { columnNamed } from '../../data/columns.ts';
import { encodeFeatures, inputWidth } from '../../data/preprocessing.ts';
import { encodeTarget, rowsWithTarget } from '../../data/target.ts';
import type { Preprocessing } from '../../data/preprocessing.ts';
import { textAt } from '../../data/table.ts';
import type { Table } from '../../data/table.ts';
import type { Answer } from '../../explain/stepValues.ts';
import { digits, factor } from '../../explain/write.ts';
import type { Block } from '../../report/result.ts';
import { INPUTS, moreInputs, piecesOf } from '../samples.ts';
import type { Samples } from '../samples.ts';

/** How a number becomes an input: `(5.1 − 5.84) / 0.83`. */
export const standardized = (raw: string, { mean, scale }: { mean: number; scale: number }): string =>
  `(${raw} − ${factor(mean)}) / ${digits(scale)}`;

/** Where the inputs of the network come from. */
function inputsOf({ features }: Preprocessing, table: Table, row: number, x: ArrayLike<number>): Block {
  const plain = features.length === x.length;
  const lines = features.slice(0, INPUTS).map((feature, i) => {
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

/** Rows of a table, whose answers stand in a column, or are the rows themselves again. */
export function rowSamples(preprocessing: Preprocessing, table: Table): Samples {
  const { target, pieces } = preprocessing;
  const width = inputWidth(preprocessing);
  const inputs = (rows: Int32Array) => {
    const x = new Float64Array(rows.length * width);
    encodeFeatures(preprocessing, table, x, rows);
    return x;
  };
  const known = pieces?.of === 'inputs' ? undefined : encodeTarget(preprocessing, table);
  const answerOf = (row: number): Answer => {
    if (!known) return { text: 'the row again' };
    const text = textAt(columnNamed(table, target.name), row) ?? '';
    if (target.kind === 'classes') return { text, at: known[row], classes: target.classes };
    const plain = target.mean === 0 && target.scale === 1;
    return { text: plain ? text : `t = ${standardized(text, target)} = ${digits(known[row])}` };
  };
  return {
    source: table.source,
    count: table.rows,
    called: ['row', 'rows'],
    answered: known
      ? rowsWithTarget(preprocessing, table)
      : Int32Array.from({ length: table.rows }, (_, i) => i),
    encode(rows) {
      const x = inputs(rows);
      return { x, target: known ? piecesOf(known, 1, rows) : x };
    },
    tell(row) {
      const is = known ? `${target.name} is ${textAt(columnNamed(table, target.name), row)}` : 'made again';
      return {
        heading: `row ${row} of ${table.source}: ${is}`,
        inputs: inputsOf(preprocessing, table, row, inputs(Int32Array.of(row))),
        answer: answerOf(row),
      };
    },
  };
}
