import { spiral } from '../data/generators/spiral.ts';
import { usageError } from '../errors.ts';
import { layerOutputs } from '../explain/layerOutputs.ts';
import type { LayerOutput } from '../explain/layerOutputs.ts';
import { chooseBackend } from '../host/backend.ts';
import type { Context } from '../host/context.ts';
import { isNetworkFile, networkArguments, networkOption, openNetwork } from '../inputs/network.ts';
import { encodedRows, openRows, plainRows, rowShape } from '../inputs/rows.ts';
import type { InputRows } from '../inputs/rows.ts';
import { unfitRows } from '../inputs/unfit.ts';
import type { Model } from '../model/file.ts';
import type { NetworkSourceOptions } from '../options/networkSource.ts';
import { Runtime } from '../runtime/runtime.ts';
import { sizeOf } from '../tensor/tensor.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { RandomState } from '../util/random.ts';
import { networkModel } from './networkModel.ts';
import type { ModelAndData } from './networkModel.ts';

/** The network of the notes' last script, which nn forward alone repeats. */
const SCRIPT = '2,5,relu';

/** A model and rows that are numbers as it takes them. */
interface Ready {
  readonly model: Model;
  readonly rows: InputRows;
}

/** Rows that went through a network. */
export interface ForwardPass extends Ready {
  /** What every layer gives. */
  readonly layers: readonly LayerOutput[];
  readonly weights: ReadonlyMap<string, Tensor>;
}

/**
 * Network and data as they are named; alone, an argument is the network where it is one.
 *
 * @throws NnError('usage') where the network is missing
 */
async function named(
  { files }: Pick<Context, 'files'>,
  args: readonly string[],
  o: NetworkSourceOptions,
): Promise<ModelAndData & { readonly o: NetworkSourceOptions }> {
  if (networkOption(o) !== undefined || args.length > 1) return { ...networkArguments(args, o), o };
  if (args.length === 0 && !files.hasPipe())
    return { path: undefined, data: undefined, o: { ...o, layers: SCRIPT } };
  if (args.length === 1 && (await isNetworkFile(files, args[0])))
    return { path: args[0], data: undefined, o };
  throw usageError('the network is missing', {
    hint: 'give --layers 2,5,2, or --weights model.safetensors',
  });
}

/**
 * The book's first data set, for a network without data.
 *
 * @throws NnError('usage') where it does not fit
 */
function spiralRows({ global }: Context, random: RandomState, inputs: number): InputRows {
  const { seed, dtype } = global;
  if (inputs !== 2) {
    throw usageError(`no data, and the spiral that stands in for it has 2 features, not ${inputs}`, {
      hint: 'name a file, or begin --layers with 2',
    });
  }
  const { x, rows } = spiral.generate(random, { sizes: [100, 3], noise: 0, dtype });
  return { x, rows, source: `spiral_data(100, 3), seed ${seed}` };
}

/** A network with the spiral of the book: data, then weights, from one stream of random numbers, as there. */
async function onSpiral(context: Context, path: string | undefined, o: NetworkSourceOptions): Promise<Ready> {
  const random = new RandomState(context.global.seed);
  const { spec } = await openNetwork(context, path, o, { untold: true });
  const rows = spiralRows(context, random, sizeOf(spec.input));
  return { model: await openNetwork(context, path, o, { random, untold: true }), rows };
}

/** A network with the rows of an argument or a pipe. */
async function onRows(
  context: Context,
  { path, data }: ModelAndData,
  o: NetworkSourceOptions,
): Promise<Ready> {
  // A preset has the outputs that the target of a table needs.
  if (o.model !== undefined) {
    const model = await networkModel(context, { path, data }, o);
    if (model.preprocessing) return { model, rows: await encodedRows(context, data, model.preprocessing) };
  }
  const known =
    networkOption(o) === undefined || o.weights.length > 0
      ? await openNetwork(context, path, o, { untold: true })
      : undefined;
  if (known?.preprocessing)
    return { model: known, rows: await encodedRows(context, data, known.preprocessing) };
  const given = await openRows(context, data);
  const model = known ?? (await openNetwork(context, path, o, { input: rowShape(given), untold: true }));
  const { spec } = model;
  const rows = plainRows(context, {
    given,
    input: spec.input,
    unfit: (array) => unfitRows(array, spec, o.layers),
  });
  return { model, rows };
}

/**
 * Runs rows through a network: those of an argument or a pipe, and where there are none those of the book's spiral.
 *
 * @param args MODEL DATA, either of which may be missing
 * @throws NnError('input') and NnError('usage')
 */
export async function forwardPass(
  context: Context,
  args: readonly string[],
  options: NetworkSourceOptions,
): Promise<ForwardPass> {
  const { path, data, o } = await named(context, args, options);
  const ready =
    data === undefined && !context.files.hasPipe()
      ? await onSpiral(context, path, o)
      : await onRows(context, { path, data }, o);
  const { model, rows } = ready;
  const runtime = new Runtime(model.spec, await chooseBackend(context, { exact: true }));
  runtime.setWeights(model.weights);
  const shape = [rows.rows, sizeOf(model.spec.input)];
  const layers = layerOutputs(runtime, { shape, dtype: context.global.dtype, data: rows.x });
  return { ...ready, layers, weights: runtime.weights() };
}
