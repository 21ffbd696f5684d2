import { spiral } from '../data/generators/spiral.ts';
import { usageError } from '../errors.ts';
import { layerOutputsWithPauses } from '../explain/layerOutputs.ts';
import type { LayerOutput } from '../explain/layerOutputs.ts';
import { chooseBackend } from '../host/backend.ts';
import { withGlobal } from '../host/context.ts';
import type { Context } from '../host/context.ts';
import { initText } from '../inputs/drawn.ts';
import {
  isNetworkFile,
  networkArguments,
  networkOption,
  openNetwork,
  storedModel,
} from '../inputs/network.ts';
import type { MaybeTrained } from '../inputs/network.ts';
import { encodedRows, openRows, plainRows, shapesOf } from '../inputs/rows.ts';
import type { InputRows } from '../inputs/rows.ts';
import { unfitRows } from '../inputs/unfit.ts';
import { encodeModel } from '../model/file.ts';
import { isTyped } from '../model/typed.ts';
import type { Model } from '../model/file.ts';
import { plainPreprocessing } from '../tasks/plain/columns.ts';
import { formatLayers } from '../network/formatLayers.ts';
import type { NetworkSourceOptions } from '../options/networkSource.ts';
import { Runtime } from '../runtime/runtime.ts';
import { sizeOf } from '../tensor/tensor.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { shellWord } from '../util/shell.ts';
import { RandomState } from '../util/random.ts';
import { networkModel } from './networkModel.ts';
import type { ModelAndData } from './networkModel.ts';

/** The network of the notes' last script, which nn forward alone repeats. */
const SCRIPT = '2,5,relu';

/** A model and rows that are numbers as it takes them. */
interface Ready {
  readonly model: Model & MaybeTrained;
  readonly rows: InputRows;
}

/** What nn forward was asked for. */
export interface ForwardOptions extends NetworkSourceOptions {
  /** Weights as in the book: 0.01 · randn. */
  readonly nnfs: boolean;
  /** --dtype was given. */
  readonly dtypeGiven: boolean;
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
  context: Context,
  args: readonly string[],
  o: NetworkSourceOptions,
): Promise<ModelAndData & { readonly o: NetworkSourceOptions }> {
  const { files } = context;
  const [first, second] = args;
  if (networkOption(o) === undefined && args.length > 1 && /^\s*[[(]/.test(first))
    throw usageError('found two arrays, expected a network and its rows', {
      hint: `weights are an option: nn forward ${shellWord(first)} --weights ${shellWord(second)}`,
    });
  if (networkOption(o) !== undefined || args.length > 1) return { ...networkArguments(args, o), o };
  if (args.length === 0 && !files.hasPipe())
    return { path: undefined, data: undefined, o: { ...o, layers: SCRIPT } };
  if (args.length === 1 && (await isNetworkFile(files, args[0])))
    return { path: args[0], data: undefined, o };
  // A program, or a text that is no array, is an error of its own, with what does the same.
  await openRows(context, first);
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
  if (o.weights.length > 0 && !(await storedModel(context, path, o))) {
    const { spec } = await openNetwork(context, path, o);
    const row = Array.from({ length: sizeOf(spec.input) }, (_, i) => i + 1);
    throw usageError('there are weights, but no row to multiply them with', {
      hint: `for example nn forward '[${row.join(', ')}]' --weights ${shellWord(o.weights[0])}`,
    });
  }
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
  const stored = await storedModel(context, path, o);
  if (stored?.preprocessing)
    return { model: stored, rows: await encodedRows(context, data, stored.preprocessing) };
  const given = await openRows(context, data);
  const model = stored ?? (await openNetwork(context, path, o, { ...shapesOf(given), untold: true }));
  const { spec } = model;
  const rows = plainRows(context, {
    given,
    input: spec.input,
    unfit: (array) => unfitRows(array, spec, o.layers),
  });
  return { model, rows };
}

/** Numbers that were given are computed in float64, as NumPy does: there is none that was drawn in float32. */
function precise(context: Context, model: Model, asked: boolean): Context {
  return !asked && isTyped(model) ? withGlobal(context, { dtype: 'float64' }) : context;
}

/** Says which weights were drawn, and which activation stands between the layers that nobody named. */
function tellChosen({ screen, global }: Context, { model }: Ready, o: ForwardOptions): void {
  if (model.drawn) {
    const weights = o.nnfs && o.init === 'nnfs' ? '0.01 · randn (--nnfs)' : initText(o.init);
    screen.note(`weights ${weights}, seed ${global.seed}`);
  }
  const { layers = '', activation } = o;
  const hidden = (text: string) => text.match(/\brelu\b/g)?.length ?? 0;
  if (
    activation === undefined &&
    /^\s*\d[\dx]*\s*,/.test(layers) &&
    hidden(formatLayers(model.spec)) > hidden(layers)
  )
    screen.note('relu follows the hidden layers; --activation linear leaves it out');
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
  options: ForwardOptions,
): Promise<ForwardPass> {
  const { path, data, o } = await named(context, args, options);
  const ready =
    data === undefined && !context.files.hasPipe()
      ? await onSpiral(context, path, o)
      : await onRows(context, { path, data }, o);
  const { model, rows } = ready;
  tellChosen(context, ready, options);
  const inside = precise(context, model, options.dtypeGiven);
  const runtime = new Runtime(model.spec, await chooseBackend(inside, { exact: true }));
  runtime.setWeights(model.weights);
  const shape = [rows.rows, sizeOf(model.spec.input)];
  const x = { shape, dtype: inside.global.dtype, data: rows.x };
  const layers = await layerOutputsWithPauses(runtime, x, () => context.clock.pause());
  return { ...ready, layers, weights: runtime.weights() };
}

/**
 * Writes the network of a pass as a model file, where -o names one: with the names of the columns of its rows.
 *
 * @returns whether it did
 * @throws NnError('input') where the file may not be written
 */
export async function writeForwardModel(
  { files, global, screen }: Context,
  { model, rows }: ForwardPass,
): Promise<boolean> {
  const { output } = global;
  if (output === undefined || !/\.safetensors$/i.test(output)) return false;
  const { given: _, ...whole } = model;
  const preprocessing = model.preprocessing ?? (rows.names && plainPreprocessing(model, rows.names));
  await files.write(output, encodeModel({ ...whole, ...(preprocessing && { preprocessing }) }));
  screen.note(`model  ${output}`);
  return true;
}
