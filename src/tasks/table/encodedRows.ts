import { checkColumns } from '../../data/columns.ts';
import { columnsRead, encodeFeatures, inputWidth } from '../../data/preprocessing.ts';
import type { Preprocessing } from '../../data/preprocessing.ts';
import { encodeClasses, measuredValues, rowsWithTarget } from '../../data/target.ts';
import type { Batch, ByteSource } from '../../formats/define.ts';
import { batchesOfTable } from '../../formats/tabular.ts';
import type { Context } from '../../host/context.ts';
import { BATCH, modelRows } from '../../inputs/modelRows.ts';
import { tableOf } from '../../inputs/openTable.ts';
import type { RowProblems } from '../../inputs/rowProblems.ts';

/** Some rows of a file, of which those with a target are encoded. Valid until the next ones are asked for. */
export interface EncodedRows {
  /** How many were read, and how many of them have no target. */
  readonly read: number;
  readonly missing: number;
  /** How many could not be read. */
  readonly bad: number;
  /** Rows with a target, by their number among those read. */
  readonly rows: Int32Array;
  /** Of `rows`: their inputs, [rows × inputs], in the beginning of the array. */
  readonly x: Float64Array;
  /** Of `rows`: class indices, −1 for a class that the model does not know, or values in the units of the data. */
  readonly actual: Int32Array | Float64Array;
  /** Of `rows`: class indices, or values as a model encodes them. */
  readonly target: Int32Array | Float64Array;
}

/** A file with the targets of its rows, in a column or beside it. */
export interface TargetedFile {
  readonly source: ByteSource;
  /** File of labels. */
  readonly labels?: string | undefined;
  readonly badRows: 'error' | 'skip' | 'null';
  /** Rows of classes that the model does not know are encoded too; they are left out when absent. */
  readonly strangers?: true;
}

type Ports = Pick<Context, 'files' | 'global'>;

async function* batchesOf(
  ports: Ports,
  preprocessing: Preprocessing,
  { source, labels, badRows }: TargetedFile,
): AsyncGenerator<Batch> {
  const { target } = preprocessing;
  if (labels === undefined) {
    const further = new Map([[target.name, target.kind === 'values' ? 'number' : 'category']] as const);
    yield* modelRows(ports, preprocessing, source, { further, badRows });
  } else yield* batchesOfTable(await tableOf(ports, source, { labels, as: preprocessing }), BATCH);
}

/**
 * The rows of a file that have a target, encoded as a model was trained, some at a time.
 *
 * @param problems is told what a model cannot take; rows that are bad are not among the encoded ones
 * @throws NnError('input') for damaged data and missing columns
 */
export async function* encodedRows(
  ports: Ports,
  preprocessing: Preprocessing,
  file: TargetedFile,
  problems: RowProblems,
): AsyncGenerator<EncodedRows> {
  const { target } = preprocessing;
  const wanted = [...columnsRead(preprocessing).keys(), target.name];
  const width = inputWidth(preprocessing);
  let x = new Float64Array(0);
  for await (const batch of batchesOf(ports, preprocessing, file)) {
    const { table } = batch;
    checkColumns(table, wanted);
    problems.begin(batch);
    const targets =
      target.kind === 'classes'
        ? encodeClasses(target, table, problems.target)
        : measuredValues(target, table, problems.target);
    const present = rowsWithTarget(preprocessing, table);
    const known =
      target.kind === 'values' || file.strangers ? present : present.filter((row) => targets[row] >= 0);
    if (x.length < known.length * width) x = new Float64Array(known.length * width);
    encodeFeatures(preprocessing, table, x, known, problems.features);
    const bad = problems.end();
    const rows = bad.size === 0 ? known : known.filter((row) => !bad.has(row));
    if (bad.size > 0) {
      let kept = 0;
      known.forEach((row, i) => {
        if (!bad.has(row)) x.copyWithin(kept++ * width, i * width, (i + 1) * width);
      });
    }
    const actual =
      targets instanceof Int32Array
        ? Int32Array.from(rows, (row) => targets[row])
        : Float64Array.from(rows, (row) => targets[row]);
    const scaled =
      target.kind === 'classes' ? actual : actual.map((value) => (value - target.mean) / target.scale);
    // Rows that cannot be read have no target either, and are told of as such.
    const has = new Set(bad.size > 0 ? present : []);
    const unread = [...bad].filter((row) => !has.has(row)).length;
    const missing = table.rows - present.length - unread;
    yield { read: table.rows, missing, bad: bad.size, rows, x, actual, target: scaled };
  }
}
