import { columnNamed } from '../data/columns.ts';
import { columnsRead, encodeFeatures, inputWidth } from '../data/preprocessing.ts';
import type { Column } from '../data/table.ts';
import type { Tolerance } from '../data/tolerance.ts';
import { inputError } from '../errors.ts';
import type { Batch } from '../formats/define.ts';
import { chooseBackend } from '../host/backend.ts';
import { withGlobal } from '../host/context.ts';
import type { Context } from '../host/context.ts';
import { BATCH, LONG, modelRows } from '../inputs/modelRows.ts';
import { RowProblems } from '../inputs/rowProblems.ts';
import { badRowsOption, thresholdOption, unknownOption } from '../options/answering.ts';
import type { RowRules } from '../options/answering.ts';
import { membersSideBySide } from '../network/ensemble.ts';
import { isTyped } from '../model/typed.ts';
import { columnNames } from '../options/columnNames.ts';
import { flag, number, parsed } from '../options/define.ts';
import { rowsOfColumn, withoutValues } from '../report/columns.ts';
import type { DataColumn, RowStream } from '../report/result.ts';
import { Predictor } from '../runtime/predictor.ts';
import { flopsPerRow } from '../runtime/work.ts';
import type { Answers, OpenedModel } from '../tasks/define.ts';
import { networkArguments } from '../inputs/network.ts';
import { networkSourceOptions } from '../options/networkSource.ts';
import { openTaskNetwork } from '../runs/networkModel.ts';
import { checkThreshold } from '../tasks/table/threshold.ts';
import { defineCommand } from './define.ts';

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
  spread: boolean,
): Promise<(batch: Batch, tolerance: Tolerance) => Answers> {
  const flops = flopsPerRow(model.spec) * (size < BATCH ? size : LONG);
  const backend = await chooseBackend(context, { flops });
  const predictor = new Predictor(model, backend);
  const apart = spread
    ? new Predictor({ spec: membersSideBySide(model.spec), weights: model.weights }, backend)
    : undefined;
  const width = inputWidth(preprocessing);
  const Floats = context.global.dtype === 'float32' ? Float32Array : Float64Array;
  let inputs: Float32Array | Float64Array = new Floats(0);
  let done = 0;
  return ({ table }, tolerance) => {
    const { rows } = table;
    if (inputs.length < rows * width) inputs = new Floats(rows * width);
    const encoded = encodeFeatures(preprocessing, table, inputs, undefined, tolerance);
    const outputs = predictor.run(encoded, rows);
    const first = done;
    done += rows;
    const members = apart?.run(encoded, rows);
    return { inputs, outputs, rows, first, ...(members && { members }) };
  };
}

/** A column of the data as it stands in the file; texts that are numbers in the same signs are numbers. */
function asItStands(column: Column): DataColumn {
  const { name } = column;
  if (column.kind === 'number') return { name, values: column.values };
  const values = column.categories.map((text) => (String(Number(text)) === text ? Number(text) : text));
  return { name, values: Array.from(column.codes, (code) => (code < 0 ? null : values[code])) };
}

/** The columns of the data that stand beside the answers. */
function passed(
  { table, given = table, columns }: Batch,
  { id, onlyPrediction }: Beside,
): readonly DataColumn[] {
  if (id) return id.map((name) => asItStands(columnNamed(given, name)));
  return onlyPrediction ? [] : columns;
}

interface Beside {
  readonly id: readonly string[] | undefined;
  readonly onlyPrediction: boolean;
}

/** Rows and answers without the rows that could not be read, or without answers to them. */
function settled(
  { table: { rows } }: Batch,
  { beside, answers }: { beside: readonly DataColumn[]; answers: readonly DataColumn[] },
  bad: ReadonlySet<number>,
  rule: RowRules['badRows'],
): DataColumn[] {
  if (bad.size === 0) return [...beside, ...answers];
  if (rule === 'null') return [...beside, ...answers.map((column) => withoutValues(column, bad))];
  const good = Int32Array.from({ length: rows }, (_, row) => row).filter((row) => !bad.has(row));
  return [...beside, ...answers].map((column) => rowsOfColumn(column, good));
}

export const predict = defineCommand({
  name: 'predict',
  about:
    "Reads rows, appends the model's prediction and writes them in the same order; any number of rows passes through in constant memory. An autoencoder (nn train --task reconstruction) gives each row an anomaly score: how far what it makes of the row is from the row. Columns are found by name, so their order does not matter and further columns pass through. The scaling and the categories of training are applied; a category that training did not see counts as none of them, and is said at the end.",
  arguments: [
    {
      name: 'model',
      summary:
        'a model file, the folder of a run, or network.json; left out with --layers, --model or --weights',
      required: false,
    },
    { name: 'data', summary: 'rows to predict; - or nothing reads a pipe', required: false },
  ],
  options: {
    proba: flag('append the probability of every class too'),
    reconstruct: flag('of an autoencoder: append what it makes of every column of numbers too'),
    onlyPrediction: flag('write what is appended alone, without the columns of the data'),
    id: parsed('columns of the data to write beside it, and no others; several with commas', columnNames, {
      placeholder: 'columns',
      repeatable: 'joined',
    }),
    threshold: thresholdOption,
    interval: number(
      'of a model that answers with numbers: append lower and upper, which hold the true value of a row with this probability; by the rows that did not train it',
      { above: 0, max: 1, placeholder: 'level' },
    ),
    spread: flag("of an ensemble: append the standard deviation of its members' answers"),
    unknown: unknownOption,
    badRows: badRowsOption,
    ...networkSourceOptions,
  },
  examples: [
    { command: 'nn predict model.safetensors new.csv', says: 'predictions beside the rows' },
    {
      command: 'nn gen-spiral 100 3 --seed 1 | nn predict m.safetensors - --proba | head -3',
      says: 'in a pipe',
    },
    {
      command: 'nn predict m.safetensors new.csv --id customer --threshold 0.3 --bad-rows null',
      says: 'an answer for each customer; rows that cannot be read have none',
    },
    {
      command: 'nn predict prices.safetensors new.csv --interval 0.9',
      says: 'with the ends of an interval that holds nine of ten true values',
    },
  ],
  async run(outside, { args, options, given }) {
    const named = networkArguments(args, options);
    const { data: dataPath } = named;
    const opened = await openTaskNetwork(outside, named, options);
    const inside = given.dtype === undefined && isTyped(opened.model);
    const context = inside ? withGlobal(outside, { dtype: 'float64' }) : outside;
    checkThreshold(options.threshold, opened.preprocessing.target);
    const columnsOf = await opened.task.predict(opened, dataPath, options);
    const source = await context.files.open(dataPath, { position: 2 });
    const { preprocessing } = opened;
    const batches = modelRows(context, preprocessing, source, {
      further: new Map((options.id ?? []).map((name) => [name, 'category'])),
      kept: new Set(options.id),
      badRows: options.badRows,
      writtenAs: context.screen.rowFormat,
    });
    const first = await batches.next();
    if (first.done) throw inputError('found no rows, expected data', { where: { source: source.name } });
    const answer = await answerer(context, opened, first.value, options.spread);
    const problems = new RowProblems(options, context.screen);
    const { table, columns } = first.value;
    const all = table.names ?? columns.map(({ name }) => name);
    const unused = all.filter((name) => !columnsRead(preprocessing).has(name));
    if (context.global.verbose && unused.length > 0)
      context.screen.note(`columns that the model does not look at: ${unused.join(', ')}`);
    const whole = options.id === undefined && !options.onlyPrediction;
    const taken = whole ? all : (options.id ?? []);
    const free = freeNames(new Set(taken), (line) => context.screen.note(line));
    const extended = (batch: Batch) => {
      problems.begin(batch);
      const answers = columnsOf(answer(batch, problems.features)).map(free);
      return settled(batch, { beside: passed(batch, options), answers }, problems.end(), options.badRows);
    };
    const head = extended(first.value);
    const beside = passed(first.value, options).length;
    const data: RowStream = {
      kind: 'rows',
      columns: head.map(({ name }) => name),
      ...(whole && first.value.rawFirst && { rawFirst: true }),
      answers: head.length - beside,
      async *batches() {
        yield head;
        for await (const batch of batches) yield extended(batch);
        problems.tell();
      },
    };
    return { blocks: () => [], data };
  },
});
