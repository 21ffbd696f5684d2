import { columnsRead, encodeFeatures, inputWidth } from '../data/preprocessing.ts';
import { inputError } from '../errors.ts';
import { batchesOf } from '../formats/batches.ts';
import type { Batch } from '../formats/define.ts';
import { chooseBackend } from '../host/backend.ts';
import type { Context } from '../host/context.ts';
import { readOptions } from '../inputs/readOptions.ts';
import { flag } from '../options/define.ts';
import type { DataColumn, RowStream } from '../report/result.ts';
import { Predictor } from '../runtime/predictor.ts';
import { flopsPerRow } from '../runtime/work.ts';
import type { Answers, OpenedModel } from '../tasks/define.ts';
import { openTaskModel } from '../tasks/openModel.ts';
import { defineCommand } from './define.ts';

/** Rows that are read, computed and written at a time. */
const BATCH = 8192;
/** Rows to expect when the first batch is full. */
const LONG = 100_000;

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

/** What answers one batch of rows after the other with a model. */
async function answerer(
  context: Context,
  { model, preprocessing }: OpenedModel,
  { table: { rows: size } }: Batch,
): Promise<(batch: Batch) => Answers> {
  const flops = flopsPerRow(model.spec) * (size < BATCH ? size : LONG);
  const predictor = new Predictor(model, await chooseBackend(context, { flops }));
  const width = inputWidth(preprocessing);
  const Floats = context.global.dtype === 'float32' ? Float32Array : Float64Array;
  let inputs: Float32Array | Float64Array = new Floats(0);
  let done = 0;
  return ({ table }) => {
    const { rows } = table;
    if (inputs.length < rows * width) inputs = new Floats(rows * width);
    const outputs = predictor.run(encodeFeatures(preprocessing, table, inputs), rows);
    const first = done;
    done += rows;
    return { inputs, outputs, rows, first };
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
    const opened = await openTaskModel(context, modelPath);
    const columnsOf = await opened.task.predict(opened, dataPath, options);
    const source = await context.files.open(dataPath);
    const { preprocessing } = opened;
    const batches = batchesOf(source, {
      ...readOptions(context.global),
      rows: BATCH,
      types: columnsRead(preprocessing),
      ...(preprocessing.shape && { image: preprocessing.shape }),
      writtenAs: context.screen.rowFormat,
    });
    const first = await batches.next();
    if (first.done) throw inputError('found no rows, expected data', { where: { source: source.name } });
    const answer = await answerer(context, opened, first.value);
    const taken = first.value.table.names ?? first.value.columns.map(({ name }) => name);
    const named = freeNames(new Set(taken), (line) => context.screen.note(line));
    const extended = (batch: Batch) => [...batch.columns, ...columnsOf(answer(batch)).map(named)];
    const head = extended(first.value);
    const data: RowStream = {
      kind: 'rows',
      columns: head.map(({ name }) => name),
      ...(first.value.rawFirst && { rawFirst: true }),
      async *batches() {
        yield head;
        for await (const batch of batches) yield extended(batch);
      },
    };
    return { blocks: () => [], data };
  },
});
