import { usageError } from '../errors.ts';
import type { Context } from '../host/context.ts';
import type { Files } from '../host/files.ts';
import { parseInit } from '../initializers/index.ts';
import type { Model } from '../model/file.ts';
import { formatLayers } from '../network/formatLayers.ts';
import { parseLayers } from '../network/layerString.ts';
import { drawWeights } from '../network/parameters.ts';
import { presets } from '../network/presets/index.ts';
import type { NetworkSpec } from '../network/spec.ts';
import type { NetworkSourceOptions } from '../options/networkSource.ts';
import { RandomState } from '../util/random.ts';
import { shellWord } from '../util/shell.ts';
import { layersText } from './layersText.ts';
import { modelFileOf, openModel } from './modelFile.ts';

/** Untrained weights are drawn so unless --init says otherwise: 0.1 · randn, as in the notes. */
const INIT = 'normal:0.1';

/** What is known about the rows that a network is for. */
export interface KnownRows {
  /** Shape of a row; absent where there are no rows. */
  readonly input?: readonly number[] | undefined;
  /** The stream that weights are drawn from; a fresh one of --seed when absent. */
  readonly random?: RandomState;
  /** The activation after the last layer that --output-activation auto stands for; linear when absent. */
  readonly outputActivation?: string | undefined;
  /** Nothing is said of drawn weights, as the command says it. */
  readonly untold?: true;
}

/** Which options name the network. */
type Named = Pick<NetworkSourceOptions, 'layers' | 'model' | 'weights'>;

/** The option that names the network; undefined where an argument does. */
export function networkOption({ layers, model, weights }: Named): string | undefined {
  if (layers !== undefined) return '--layers';
  if (model !== undefined) return '--model';
  return weights.length > 0 ? '--weights' : undefined;
}

/** What options call the network, as the user wrote it. */
export const networkText = ({ layers, model, weights }: Named): string =>
  layers ?? model ?? weights.map(shellWord).join(' ');

/**
 * Parts the arguments MODEL DATA: where an option names the network, the first one is the data.
 *
 * @throws NnError('usage') where both name it, and where two options do
 */
export function networkArguments(
  [first, second]: readonly (string | undefined)[],
  o: Named,
): { readonly path: string | undefined; readonly data: string | undefined } {
  if (o.layers !== undefined && o.model !== undefined)
    throw usageError('--layers and --model both say what the network is', { hint: 'leave out one of them' });
  const option = networkOption(o);
  if (option === undefined) return { path: first, data: second };
  if (second === undefined) return { path: undefined, data: first };
  throw usageError(`${first} and ${option} both say what the network is`, {
    hint: `leave out one of them; with ${option} the only argument is the data`,
  });
}

/** Whether a path names a network as JSON. */
export const isJsonNetwork = (path: string | undefined): path is string =>
  path !== undefined && path.toLowerCase().endsWith('.json');

/** Whether an argument names a network rather than data: a model file, the folder of a run, or a network as JSON. */
export async function isNetworkFile(files: Files, path: string): Promise<boolean> {
  if (/\.safetensors$/i.test(path)) return true;
  if (!isJsonNetwork(path)) return (await modelFileOf(files, path)) !== path;
  if (!(await files.exists(path))) return false;
  const text = new TextDecoder().decode(await (await files.open(path)).bytes());
  return /^\s*\{/.test(text) && /"layers"\s*:\s*\[/.test(text);
}

/**
 * The network that --layers describes, a string or a file of JSON.
 *
 * @throws NnError
 */
async function describedSpec(
  ports: Pick<Context, 'files'>,
  layers: string,
  { activation = 'relu', outputActivation = 'auto' }: NetworkSourceOptions,
  known: KnownRows,
): Promise<NetworkSpec> {
  const auto = known.outputActivation ?? 'linear';
  return parseLayers(await layersText(ports, layers), {
    activation,
    outputActivation: outputActivation === 'auto' ? auto : outputActivation,
    ...(known.input && { inputShape: known.input, inputMayLack: true }),
  });
}

/** @throws NnError('usage') as a preset takes its inputs and outputs from a table */
function presetAlone(name: string, { input = [4] }: KnownRows): never {
  let layers = '4,64,64,3';
  try {
    layers = presets.get(name).layers(input, 3);
  } catch {
    // It does not fit such rows; the example stays.
  }
  throw usageError(`--model ${name} takes the numbers of inputs and outputs from a table with a target`, {
    hint: `name one, such as iris.csv; or say the network in full, here with 3 outputs: --layers ${layers}`,
  });
}

/** A network with weights drawn as --init says. */
function drawn(
  { global, screen }: Pick<Context, 'global' | 'screen'>,
  spec: NetworkSpec,
  { init = INIT }: NetworkSourceOptions,
  { random = new RandomState(global.seed), untold }: KnownRows,
): Model {
  const weights = drawWeights(spec, parseInit(init), random, global.dtype);
  if (!untold && weights.size > 0)
    screen.note(
      `untrained network ${formatLayers(spec)}: weights ${init === INIT ? '0.1 · randn' : init}, seed ${global.seed}`,
    );
  return { spec, weights };
}

/** A network, with all that a model file says about it, or without weights where it has none yet. */
export type MaybeTrained = Pick<Model, 'spec'> & Partial<Model>;

/**
 * The network that an argument or options name, without weights unless something gives them.
 *
 * @param path the argument MODEL; undefined where options name the network
 * @throws NnError('usage') where nothing names it, and NnError('input')
 */
export async function describedNetwork(
  context: Pick<Context, 'files' | 'global' | 'screen'>,
  path: string | undefined,
  o: NetworkSourceOptions,
  known: KnownRows = {},
): Promise<MaybeTrained> {
  networkArguments(path === undefined ? [] : [path, path], o);
  const layers = isJsonNetwork(path) ? path : o.layers;
  if (layers !== undefined) return { spec: await describedSpec(context, layers, o, known) };
  if (o.model !== undefined) return presetAlone(o.model, known);
  const [file = path] = o.weights;
  if (file !== undefined) return openModel(context, file);
  throw usageError('the network is missing', {
    hint: 'name a model file, or give --layers 2,64,3',
  });
}

/**
 * The network that an argument or options name: a model file, the folder of a run, a network as JSON, or
 * --layers, --model, --weights. One that is not trained has weights drawn from the seed.
 *
 * @param path the argument MODEL; undefined where options name the network
 * @throws NnError('usage') where nothing names it, and NnError('input')
 */
export async function openNetwork(
  context: Pick<Context, 'files' | 'global' | 'screen'>,
  path: string | undefined,
  o: NetworkSourceOptions,
  known: KnownRows = {},
): Promise<Model> {
  const network = await describedNetwork(context, path, o, known);
  const { spec, weights } = network;
  return weights ? { ...network, weights } : drawn(context, spec, o, known);
}
