import { encodeFeatures, inputWidth } from '../data/preprocessing.ts';
import type { Preprocessing } from '../data/preprocessing.ts';
import { toTable } from '../data/convert.ts';
import type { Table } from '../data/table.ts';
import { failure, inputError } from '../errors.ts';
import { csvBatches } from '../formats/csv/read.ts';
import type { ColumnType } from '../formats/csv/columns.ts';
import { detectFormat } from '../formats/load.ts';
import type { ByteSource } from '../formats/define.ts';
import { argmaxRows, Predictor } from '../model/predictor.ts';
import { flopsPerRow } from '../model/work.ts';
import type { DataColumn, RawLines, RowStream } from '../report/result.ts';
import { chooseBackend } from './backend.ts';
import type { Context } from './context.ts';
import { defineCommand, flag } from './define.ts';
import { openModel } from './modelFile.ts';

/** Rows that are read, computed and written at a time. */
const BATCH = 8192;
/** Rows to expect when the first batch is full. */
const LONG = 100_000;

/** What a batch of answers adds to its rows. */
function answerColumns(
  { target }: Preprocessing,
  outputs: Float32Array | Float64Array,
  rows: number,
  proba: boolean,
  first: number,
): DataColumn[] {
  let bad = 0;
  while (bad < outputs.length && Number.isFinite(outputs[bad])) bad++;
  if (bad < outputs.length) {
    const row = first + Math.floor((bad * rows) / outputs.length) + 1;
    throw failure(`the prediction for row ${row} is not a finite number`, {
      hint: 'an input is probably far outside the range of the training data',
    });
  }
  if (target.kind === 'values') {
    return [{ name: 'prediction', values: outputs.map((value) => value * target.scale + target.mean) }];
  }
  const { classes } = target;
  const width = classes.length;
  const columns: DataColumn[] = [
    { name: 'prediction', values: { codes: argmaxRows(outputs, rows), names: classes } },
  ];
  if (proba) {
    classes.forEach((name, c) => {
      const values = outputs.slice(0, rows);
      for (let row = 0; row < rows; row++) values[row] = outputs[row * width + c];
      columns.push({ name: `p(${name})`, values });
    });
  }
  return columns;
}

function tableColumns(table: Table): DataColumn[] {
  return table.columns.map((column) =>
    column.kind === 'number'
      ? {
          name: column.name,
          values: column.values instanceof Uint8Array ? Int32Array.from(column.values) : column.values,
        }
      : { name: column.name, values: { codes: column.codes, names: column.categories } },
  );
}

interface Batch {
  readonly table: Table;
  /** The rows as they stand in the file, when they can be passed on unchanged. */
  readonly raw?: RawLines;
  readonly rawHeader?: string;
}

async function* batchesOf(
  context: Context,
  from: ByteSource,
  types: ReadonlyMap<string, ColumnType>,
): AsyncGenerator<Batch> {
  const { inputFormat, header } = context.global;
  const { format: input, source } = await detectFormat(from, inputFormat);
  const options = { types, ...(header !== undefined && { header }) };
  if (input.name !== 'csv' && input.name !== 'tsv') {
    yield { table: toTable(await input.read(source, options)) };
    return;
  }
  const delimiter = input.name === 'tsv' ? '\t' : undefined;
  const wanted = context.rowFormat;
  const passThrough = wanted === 'csv' ? ',' : wanted === 'tsv' ? '\t' : undefined;
  const batches = csvBatches(source, {
    ...options,
    passThrough,
    batch: BATCH,
    ...(delimiter !== undefined && { delimiter }),
  });
  for await (const { table, raw, rawHeader, delimiter: found } of batches) {
    yield { table, ...(found === passThrough && { raw, rawHeader }) };
  }
}

export const predict = defineCommand({
  name: 'predict',
  about:
    "Reads rows, appends the model's prediction and writes them in the same order; any number of rows passes through in constant memory. Columns are found by name, so their order does not matter and further columns pass through. The scaling and the categories of training are applied.",
  arguments: [
    { name: 'model', summary: 'a model file written by nn train', required: true },
    { name: 'data', summary: 'rows to predict; - or nothing reads a pipe', required: false },
  ],
  options: { proba: flag('append the probability of every class too') },
  examples: [
    { command: 'nn predict model.safetensors new.csv', says: 'predictions beside the rows' },
    {
      command: 'nn gen-spiral 100 3 --seed 1 | nn predict m.safetensors - --proba | head -3',
      says: 'in a pipe',
    },
  ],
  async run(context, { args: [modelPath, dataPath], options }) {
    const model = await openModel(context, modelPath);
    const { preprocessing } = model;
    if (!preprocessing)
      throw inputError('this model says nothing about its columns', { where: { source: modelPath } });
    const source = await context.open(dataPath);
    const width = inputWidth(preprocessing);
    const types = new Map(preprocessing.features.map(({ name, kind }) => [name, kind]));
    const batches = batchesOf(context, source, types);
    const first = await batches.next();
    if (first.done) throw inputError('found no rows, expected data', { where: { source: source.name } });
    const size = first.value.table.rows;
    const flops = flopsPerRow(model.spec) * (size < BATCH ? size : LONG);
    const predictor = new Predictor(model, await chooseBackend(context, { flops }));
    let done = 0;
    const answer = ({ table, raw, rawHeader }: Batch): DataColumn[] => {
      const x = encodeFeatures(preprocessing, table, new Float32Array(table.rows * width));
      const outputs = predictor.run(x, table.rows);
      const rows: DataColumn[] =
        raw === undefined ? tableColumns(table) : [{ name: rawHeader ?? '', values: raw }];
      const columns = [...rows, ...answerColumns(preprocessing, outputs, table.rows, options.proba, done)];
      done += table.rows;
      return columns;
    };
    const head = answer(first.value);
    const data: RowStream = {
      kind: 'rows',
      columns: head.map(({ name }) => name),
      ...(first.value.raw && { rawFirst: true }),
      async *batches() {
        yield head;
        for await (const batch of batches) yield answer(batch);
      },
    };
    return { blocks: () => [], data };
  },
});
