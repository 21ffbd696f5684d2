import { usageError } from '../errors.ts';
import { SAMPLE } from '../figures/arrays/figures.ts';
import { inspected, inspectedJson, tensorResult, tensorsBlocks } from '../figures/arrays/tensors.ts';
import { modelColumnsResult } from '../figures/describe/modelColumns.ts';
import { healthBlocks, unitHealth } from '../figures/network/units.ts';
import type { UnitHealth } from '../figures/network/units.ts';
import { chooseBackend } from '../host/backend.ts';
import type { Computing } from '../host/backend.ts';
import type { Context } from '../host/context.ts';
import { readTable } from '../inputs/openTable.ts';
import { isJsonNetwork, networkArguments, networkOption } from '../inputs/network.ts';
import { openTableModel, tableModelOf } from '../inputs/tableModel.ts';
import type { TableModel } from '../inputs/tableModel.ts';
import { openTensors, tensorsOf } from '../inputs/tensors.ts';
import { networkSourceOptions } from '../options/networkSource.ts';
import { networkModel } from '../runs/networkModel.ts';
import type { NamedArray } from '../inputs/tensors.ts';
import { flag, text } from '../options/define.ts';
import { labelsOption } from '../options/labels.ts';
import type { Result } from '../report/result.ts';
import { sizeOf } from '../tensor/tensor.ts';
import { PIECES } from '../tensor/view.ts';
import { count } from '../util/quantity.ts';
import { didYouMean } from '../util/suggest.ts';
import { defineCommand } from './define.ts';

/**
 * The tensor of this name.
 *
 * @throws NnError('usage')
 */
function tensorNamed(found: readonly NamedArray[], name: string, path: string): NamedArray {
  const named = found.find((one) => one.name === name);
  if (named) return named;
  const names = found.map((one) => one.name);
  throw usageError(`--tensor: there is no "${name}" in ${path}`, { hint: didYouMean(name, names) });
}

/** All tensors, of which large ones take a while. */
function eachInspected(found: readonly NamedArray[], exact: boolean, { screen }: Pick<Context, 'screen'>) {
  const steps = screen.steps(
    'elements',
    found.reduce((all, { view }) => all + sizeOf(view.shape), 0),
  );
  let done = 0;
  const all = found.map((one) => {
    const shown = inspected(one, exact, (elements) => steps.at(done + elements));
    steps.at((done += sizeOf(one.view.shape)));
    return shown;
  });
  steps.done();
  return all;
}

/** The units of a model on the rows of a file. */
async function healthOn(
  computing: Computing,
  { model, preprocessing }: TableModel,
  data: string,
  labels: string | undefined,
): Promise<UnitHealth> {
  const table = await readTable(computing, data, { labels, as: preprocessing, unknownTold: true });
  return unitHealth(model, preprocessing, table, await chooseBackend(computing));
}

export const inspect = defineCommand({
  name: 'inspect',
  about: `The tensors of a safetensors or NPZ file, of nn or of any other program: shapes, minimum, maximum, mean, standard deviation, zeros, NaN and a histogram each. Only the tensors named are read; those of more than ${count(SAMPLE)} elements are sampled in ${PIECES} pieces unless --exact. With --data the units of a model are checked: those that no row activates, and outputs where an activation is flat.`,
  arguments: [
    {
      name: 'model',
      summary:
        'a safetensors, NPZ, NPY or IDX file, a run or network.json; left out with --layers and the like',
      required: false,
    },
  ],
  options: {
    tensor: text('show one tensor with its values', { placeholder: 'name' }),
    data: text('rows to run through the model, to look at its units', { placeholder: 'file' }),
    labels: labelsOption,
    exact: flag('read every element of large tensors too'),
    columns: flag('how the model reads the columns of a table, and what inputs they become'),
    ...networkSourceOptions,
  },
  examples: [
    { command: 'nn inspect model.safetensors', says: 'all tensors' },
    { command: 'nn inspect model.safetensors --tensor dense1.weight', says: 'one with its values' },
    { command: 'nn inspect model.safetensors --data iris.csv', says: 'dead and saturated units' },
    { command: 'nn inspect model.safetensors --columns', says: 'how it reads a table' },
  ],
  async run(context, { args: [path = ''], options: o }): Promise<Result> {
    const option = networkOption(o);
    if (path === '' && option === undefined)
      throw usageError('nothing to inspect', { hint: 'name a model file, or give --layers 2,64,3' });
    networkArguments(path === '' ? [] : [path, path], o);
    // A model that is not in a file.
    const made =
      option !== undefined || isJsonNetwork(path) || o.member !== undefined
        ? await networkModel(context, { path: path === '' ? undefined : path, data: o.data }, o)
        : undefined;
    const file = path === '' ? (option ?? '') : path;
    const tableModel = async () => (made ? tableModelOf(made, file) : openTableModel(context, path));
    if (o.columns) return modelColumnsResult((await tableModel()).preprocessing);
    const { all: found, metadata, leftOut } = made ? tensorsOf(made) : await openTensors(context, path);
    if (leftOut.length > 0 && o.tensor === undefined) context.screen.note(`left out: ${leftOut.join(', ')}`);
    if (o.tensor !== undefined) {
      const [one] = eachInspected([tensorNamed(found, o.tensor, file)], o.exact, context);
      return tensorResult(one, { precision: context.global.precision, width: context.screen.width });
    }
    const all = eachInspected(found, o.exact, context);
    const health =
      o.data === undefined ? undefined : await healthOn(context, await tableModel(), o.data, o.labels);
    return {
      blocks: () => [...tensorsBlocks(all), ...(health ? healthBlocks(health) : [])],
      json: () => ({
        file,
        tensors: all.map(inspectedJson),
        metadata: { ...metadata },
        ...(health && { rows: health.rows, layers: health.layers.map((layer) => ({ ...layer })) }),
      }),
    };
  },
});
