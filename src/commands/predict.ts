import { widthOf } from '../data/featureEncoding.ts';
import { columnsRead, encodeFeatures, inputWidth } from '../data/preprocessing.ts';
import type { Preprocessing } from '../data/preprocessing.ts';
import { shortest, unscaled } from '../data/unscale.ts';
import { failure, inputError } from '../errors.ts';
import { batchesOf } from '../formats/batches.ts';
import type { Batch } from '../formats/define.ts';
import { argmaxRows, Predictor } from '../runtime/predictor.ts';
import { flopsPerRow } from '../runtime/work.ts';
import type { DataColumn, RowStream } from '../report/result.ts';
import { chooseBackend } from '../host/backend.ts';
import { defineCommand } from './define.ts';
import { flag } from '../options/define.ts';
import { openModel } from '../inputs/modelFile.ts';
import { readOptions } from '../inputs/readOptions.ts';

/** Rows that are read, computed and written at a time. */
const BATCH = 8192;
/** Rows to expect when the first batch is full. */
const LONG = 100_000;

/** Classes that are numbers are written as numbers. */
function classColumn(classes: readonly string[], codes: Int32Array): DataColumn {
  const numbers = classes.map(Number);
  const name = 'prediction';
  if (!numbers.every((number, i) => String(number) === classes[i]))
    return { name, values: { codes, names: classes } };
  const small = numbers.every((number) => Number.isInteger(number) && number >= 0 && number < 256);
  const values = small ? new Uint8Array(codes.length) : new Float64Array(codes.length);
  for (let row = 0; row < codes.length; row++) values[row] = numbers[codes[row]];
  return { name, values };
}

/** What a batch of answers adds to its rows. */
function answerColumns(
  { target }: Preprocessing,
  outputs: Float32Array | Float64Array,
  rows: number,
  proba: boolean,
  first: number,
): DataColumn[] {
  const values = target.kind === 'values' ? shortest(unscaled(outputs, target), outputs, target) : outputs;
  let bad = 0;
  while (bad < values.length && Number.isFinite(values[bad])) bad++;
  if (bad < values.length) {
    const row = first + Math.floor((bad * rows) / values.length) + 1;
    throw failure(`the prediction for row ${row} is not a finite number`, {
      hint: 'an input is probably far outside the range of the training data',
    });
  }
  if (target.kind === 'values') return [{ name: 'prediction', values }];
  const { classes } = target;
  const width = classes.length;
  const columns: DataColumn[] = [classColumn(classes, argmaxRows(outputs, rows))];
  if (proba) {
    classes.forEach((name, c) => {
      const values = outputs.slice(0, rows);
      for (let row = 0; row < rows; row++) values[row] = outputs[row * width + c];
      columns.push({ name: `p(${name})`, values });
    });
  }
  return columns;
}

/** How far an autoencoder's answer is from each row: the mean square over its inputs, in units of training. */
function anomalyColumns(
  { features }: Preprocessing,
  inputs: ArrayLike<number>,
  outputs: Float32Array | Float64Array,
  rows: number,
  reconstruct: boolean,
): DataColumn[] {
  const width = outputs.length / rows;
  const anomaly = outputs.slice(0, rows);
  for (let row = 0; row < rows; row++) {
    let sum = 0;
    for (let i = row * width; i < (row + 1) * width; i++) sum += (outputs[i] - inputs[i]) ** 2;
    anomaly[row] = sum / width;
  }
  const columns: DataColumn[] = [{ name: 'anomaly', values: anomaly }];
  if (!reconstruct) return columns;
  let first = 0;
  for (const feature of features) {
    const at = first;
    first += widthOf(feature);
    if (feature.kind !== 'number') continue;
    const values = outputs.slice(0, rows);
    for (let row = 0; row < rows; row++)
      values[row] = outputs[row * width + at] * feature.scale + feature.mean;
    columns.push({ name: `reconstructed(${feature.name})`, values });
  }
  return columns;
}

/** A function that gives answers names which no column of the data has: prediction, prediction_2, … */
function freeNames(taken: ReadonlySet<string>, note: (line: string) => void) {
  const given = new Map<string, string>();
  return ({ name, values }: DataColumn): DataColumn => {
    let free = given.get(name) ?? name;
    for (let n = 2; taken.has(free); n++) free = `${name}_${n}`;
    if (free !== name && !given.has(name))
      note(`the data has a column "${name}" already: the model's is "${free}"`);
    given.set(name, free);
    return { name: free, values };
  };
}

export const predict = defineCommand({
  name: 'predict',
  about:
    "Reads rows, appends the model's prediction and writes them in the same order; any number of rows passes through in constant memory. An autoencoder (nn train --task reconstruction) gives each row an anomaly score: how far what it makes of the row is from the row. Columns are found by name, so their order does not matter and further columns pass through. The scaling and the categories of training are applied.",
  arguments: [
    { name: 'model', summary: 'a model file written by nn train', required: true },
    { name: 'data', summary: 'rows to predict; - or nothing reads a pipe', required: false },
  ],
  options: {
    proba: flag('append the probability of every class too'),
    reconstruct: flag('of an autoencoder: append what it makes of every column of numbers too'),
  },
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
    if (preprocessing.pieces && preprocessing.pieces.of !== 'inputs')
      throw preprocessing.pieces.of === 'text'
        ? inputError('this model goes on with a text and predicts no rows', {
            where: { source: modelPath },
            hint: `nn generate ${modelPath} --prompt "…" lets it write`,
          })
        : inputError('this model foretells a time series and predicts no rows by themselves', {
            where: { source: modelPath },
            hint: `nn forecast ${modelPath} ${dataPath ?? 'data.csv'} --steps 12 goes on behind the last row`,
          });
    const source = await context.files.open(dataPath);
    const width = inputWidth(preprocessing);
    const { dtype } = context.global;
    const batches = batchesOf(source, {
      ...readOptions(context.global),
      rows: BATCH,
      types: columnsRead(preprocessing),
      ...(preprocessing.shape && { image: preprocessing.shape }),
      writtenAs: context.screen.rowFormat,
    });
    const first = await batches.next();
    if (first.done) throw inputError('found no rows, expected data', { where: { source: source.name } });
    const size = first.value.table.rows;
    const flops = flopsPerRow(model.spec) * (size < BATCH ? size : LONG);
    const predictor = new Predictor(model, await chooseBackend(context, { flops }));
    const { table: firstTable, columns: firstColumns } = first.value;
    const taken = firstTable.names ?? firstColumns.map(({ name }) => name);
    const named = freeNames(new Set(taken), (line) => context.screen.note(line));
    let done = 0;
    let inputs: Float32Array | Float64Array = new Float32Array(0);
    const answer = ({ table, columns }: Batch): DataColumn[] => {
      const { rows } = table;
      if (inputs.length < rows * width)
        inputs = dtype === 'float32' ? new Float32Array(rows * width) : new Float64Array(rows * width);
      const outputs = predictor.run(encodeFeatures(preprocessing, table, inputs), rows);
      const answers =
        preprocessing.pieces?.of === 'inputs'
          ? anomalyColumns(preprocessing, inputs, outputs, rows, options.reconstruct)
          : answerColumns(preprocessing, outputs, rows, options.proba, done);
      done += rows;
      return [...columns, ...answers.map(named)];
    };
    const head = answer(first.value);
    const data: RowStream = {
      kind: 'rows',
      columns: head.map(({ name }) => name),
      ...(first.value.rawFirst && { rawFirst: true }),
      async *batches() {
        yield head;
        for await (const batch of batches) yield answer(batch);
      },
    };
    return { blocks: () => [], data };
  },
});
