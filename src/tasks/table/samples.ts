import { columnNamed } from '../../data/columns.ts';
import { encodeFeatures, inputWidth } from '../../data/preprocessing.ts';
import { encodeTarget, rowsWithTarget } from '../../data/target.ts';
import type { FeatureEncoding } from '../../data/featureEncoding.ts';
import { isConstant } from '../../data/robust.ts';
import type { Preprocessing } from '../../data/preprocessing.ts';
import { textAt } from '../../data/table.ts';
import type { Table } from '../../data/table.ts';
import type { Answer } from '../../explain/stepValues.ts';
import { digits, factor } from '../../explain/write.ts';
import { readTable } from '../../inputs/openTable.ts';
import type { Block } from '../../report/result.ts';
import type { Reading, SampleOptions } from '../define.ts';
import { didYouMean } from '../../util/suggest.ts';
import { usageError } from '../../errors.ts';
import { gatherRows, moreInputs, SHOWN_INPUTS } from '../samples.ts';
import type { Samples } from '../samples.ts';
import { visible } from '../../util/visible.ts';

/** How a number becomes an input: `(5.1 − 5.84) / 0.83`. */
export const standardized = (raw: string, { mean, scale }: { mean: number; scale: number }): string =>
  `(${raw} − ${factor(mean)}) / ${digits(scale)}`;

/** How --scaler robust makes an input of a number. */
function bentLines(
  feature: FeatureEncoding & { kind: 'number' },
  { raw, value, i, x }: { raw: string | undefined; value: number; i: number; x: number },
): string {
  if (isConstant(feature)) return `x[${i}] = 0: ${visible(feature.name)} did not vary in training`;
  const u = Number.isFinite(value) ? (value - feature.mean) / feature.scale : 0;
  const term = standardized(raw ?? digits(feature.mean), feature);
  const name = visible(feature.name);
  return [
    `u = (${name} − median) / spread = ${term} = ${digits(u)}`,
    `x[${i}] = u / √(1 + (u/${feature.clip})²) = ${digits(x)}`,
  ].join('\n');
}

/** Where the inputs of the network come from. */
function inputsOf({ features }: Preprocessing, table: Table, row: number, x: ArrayLike<number>): Block {
  const plain = features.length === x.length;
  const lines = features.slice(0, SHOWN_INPUTS).map((feature, i) => {
    const found = table.columns.find(({ name }) => name === feature.name);
    const text = found && textAt(found, row);
    const raw = text === undefined ? undefined : visible(text);
    const shown = visible(feature.name);
    if (feature.kind !== 'number' || !plain) return `${shown}  ${raw ?? 'missing'}`;
    if (feature.quantiles) return `x[${i}] = normal score of ${shown} = ${raw ?? 'missing'}: ${digits(x[i])}`;
    const scaled = feature.mean !== 0 || feature.scale !== 1;
    if (!scaled) return `x[${i}] = ${shown} = ${digits(x[i])}`;
    if (feature.clip !== undefined) {
      const value = found?.kind === 'number' ? found.values[row] : NaN;
      return bentLines(feature, { raw, value, i, x: x[i] });
    }
    return `x[${i}] = (${shown} − mean) / deviation = ${standardized(raw ?? digits(feature.mean), feature)} = ${digits(x[i])}`;
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

/** The targets of rows, and how they are spelled. */
interface Targets {
  /** As a model encodes them. */
  readonly values: ArrayLike<number>;
  /** Undefined where there are none. */
  readonly textAt: (row: number) => string | undefined;
  readonly labelled: Int32Array;
}

/** Targets that stand in a column of the rows. */
function columnTargets(preprocessing: Preprocessing, table: Table, targetless = false): Targets {
  const { rows, columns } = table;
  if (targetless && columns.every(({ name }) => name !== preprocessing.target.name))
    return {
      values: new Float64Array(rows),
      textAt: () => undefined,
      labelled: Int32Array.from({ length: rows }, (_, row) => row),
    };
  const column = columnNamed(table, preprocessing.target.name);
  return {
    values: encodeTarget(preprocessing, table),
    textAt: (row) => textAt(column, row) ?? 'missing',
    labelled: rowsWithTarget(preprocessing, table),
  };
}

/**
 * One target for all rows, as --target says it: a class by its name or its number, or a number.
 *
 * @throws NnError('usage')
 */
function givenTargets({ target }: Preprocessing, { rows }: Table, text: string): Targets {
  const all = Int32Array.from({ length: rows }, (_, row) => row);
  const same = (value: number, spelled: string): Targets => ({
    values: new Float64Array(rows).fill(value),
    textAt: () => spelled,
    labelled: all,
  });
  if (target.kind === 'classes') {
    const named = target.classes.indexOf(text);
    const at = named >= 0 ? named : /^\d+$/.test(text) ? Number(text) : -1;
    if (at >= 0 && at < target.classes.length) return same(at, target.classes[at]);
    throw usageError(`--target: there is no class "${text}"`, { hint: didYouMean(text, target.classes) });
  }
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (Number.isFinite(value)) return same((value - target.mean) / target.scale, text);
  throw usageError(`--target: expected a number, found "${text}"`, {
    hint: `${target.name} is a number`,
  });
}

/**
 * Rows of a table, whose targets stand in a column, or are `given`.
 *
 * @throws NnError('input') where the table has no such columns, and NnError('usage') of a given target
 */
export function rowSamples(
  preprocessing: Preprocessing,
  table: Table,
  { target: given, targetless }: SampleOptions = {},
): Samples {
  const { target } = preprocessing;
  const targets =
    given === undefined
      ? columnTargets(preprocessing, table, targetless)
      : givenTargets(preprocessing, table, given);
  const inputs = rowInputs(preprocessing, table);
  const answerOf = (row: number): Answer => {
    const text = targets.textAt(row) ?? '';
    if (targets.textAt(row) === undefined)
      return {
        text,
        absent: true,
        ...(target.kind === 'classes' ? { classes: target.classes } : { units: target }),
      };
    if (target.kind === 'classes') return { text, at: targets.values[row], classes: target.classes };
    const plain = target.mean === 0 && target.scale === 1;
    if (plain) return { text };
    return { text: `t = ${standardized(text, target)} = ${digits(targets.values[row])}`, units: target };
  };
  return {
    source: table.source,
    count: table.rows,
    unit: ['row', 'rows'],
    labelled: targets.labelled,
    encode: (rows) => ({ x: inputs.encode(rows), target: gatherRows(targets.values, 1, rows) }),
    describe: (row) => ({
      heading: [
        `row ${row} of ${table.source}`,
        ...(targets.textAt(row) === undefined ? [] : [`${target.name} is ${targets.textAt(row)}`]),
      ].join(': '),
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
  options: SampleOptions,
): Promise<Samples> {
  const table = await readTable(reading, dataPath, {
    labels: options.labels,
    as: preprocessing,
    unknownTold: true,
  });
  return rowSamples(preprocessing, table, options);
}
