import { usageError } from '../errors.ts';
import type { Context } from '../host/context.ts';
import type { Files } from '../host/files.ts';
import type { Model } from '../model/file.ts';
import { memberOf } from '../model/member.ts';
import { closedAfter } from '../formats/closing.ts';
import { readHeader } from '../formats/safetensors.ts';
import { denseNetwork, filledNetwork } from '../network/given.ts';
import type { GivenNetwork } from '../network/given.ts';
import { resolve } from '../network/graph.ts';
import { parseJsonNetwork } from '../network/jsonWeights.ts';
import type { Orientation } from '../network/orientation.ts';
import { parseLayers } from '../network/layerString.ts';
import { presets } from '../network/presets/index.ts';
import type { NetworkSpec } from '../network/spec.ts';
import type { NetworkSourceOptions } from '../options/networkSource.ts';
import { baseName } from '../util/path.ts';
import type { RandomState } from '../util/random.ts';
import { drawn } from './drawn.ts';
import { readGivenWeights } from './givenWeights.ts';
import { layersText } from './layersText.ts';
import { modelFileOf, openModel } from './modelFile.ts';

/** What is known about the rows that a network is for. */
export interface KnownRows {
  /** Shape of a row; absent where there are no rows. */
  readonly input?: readonly number[] | undefined;
  /** Shape of the rows: [inputs] of one, [rows, inputs] of several; only that of arrays, all of whose numbers are inputs. */
  readonly rows?: readonly number[] | undefined;
  /** The stream that weights are drawn from; a fresh one of --seed when absent. */
  readonly random?: RandomState;
  /** The activation after the last layer that --output-activation auto stands for; linear when absent. */
  readonly outputActivation?: string | undefined;
  /** Nothing is said of drawn weights, as the command says it. */
  readonly untold?: true;
}

/** A network, with all that a model file says about it, or without weights where it has none yet. */
export interface MaybeTrained extends Partial<Model> {
  readonly spec: NetworkSpec;
  /** Its weights are numbers that were given, not trained or drawn. */
  readonly given?: true;
  /** Its weights were drawn at random. */
  readonly drawn?: true;
}

/** The ports that a network is read through. */
type Ports = Pick<Context, 'files' | 'global' | 'screen'>;

/** Which options name the network. */
type Named = Pick<NetworkSourceOptions, 'layers' | 'model' | 'weights'>;

/** The option that names the network; undefined where an argument does. */
export function networkOption({ layers, model, weights }: Named): string | undefined {
  if (layers !== undefined) return '--layers';
  if (model !== undefined) return '--model';
  return weights.length > 0 ? '--weights' : undefined;
}

/** What a picture or a table calls the network that options name. */
export function networkText({ layers, model, weights }: Named): string {
  const [first = ''] = weights;
  return layers ?? model ?? (/^\s*[[{]/.test(first) ? 'given weights' : baseName(first));
}

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

/** A network whose text was read: its weights are drawn unless some stand in it. */
async function textNetwork(
  context: Ports,
  layers: string,
  o: NetworkSourceOptions,
  known: KnownRows,
): Promise<MaybeTrained> {
  const { activation = 'relu', outputActivation = 'auto' } = o;
  const text = await layersText(context, layers);
  const inside = text.trimStart().startsWith('{') ? parseJsonNetwork(text) : undefined;
  if (inside && inside.given.length > 0) {
    if (o.weights.length > 0)
      throw usageError('--weights, but the network has weights already', { hint: 'leave out --weights' });
    return told(
      context,
      filledNetwork(inside.spec, inside.given, { forced: forcedBy(o), assumed: 'neurons' }),
    );
  }
  const auto = known.outputActivation ?? 'linear';
  const spec =
    inside?.spec ??
    parseLayers(text, {
      activation,
      outputActivation: outputActivation === 'auto' ? auto : outputActivation,
      ...(known.input && { inputShape: known.input, inputMayLack: true }),
    });
  // A network that does not fit together is an error everywhere.
  resolve(spec, 1, 'predict');
  if (o.weights.length === 0) return { spec };
  const { layers: given, torch } = await readGivenWeights(context, o);
  const assumed = torch ? { assumed: 'neurons' as const } : {};
  return told(context, filledNetwork(spec, given, { forced: forcedBy(o), ...assumed }));
}

const forcedBy = ({ transpose }: NetworkSourceOptions): Orientation | undefined =>
  transpose === undefined ? undefined : transpose ? 'neurons' : 'inputs';

/** Says how the shapes of given weights were understood. */
function told({ screen }: Ports, { spec, weights, remarks }: GivenNetwork): MaybeTrained {
  for (const remark of remarks) screen.note(remark);
  return { spec, weights, given: true };
}

/** Dense layers whose weights alone are given. */
async function weightsNetwork(
  context: Ports,
  o: NetworkSourceOptions,
  { input, rows: all, outputActivation }: KnownRows,
): Promise<MaybeTrained> {
  const { layers, torch } = await readGivenWeights(context, o);
  // Of a table some columns may be no inputs, so that it decides only where it fits.
  const fits = input?.length === 1 && layers[0].weights.shape.includes(input[0]);
  const rows = all ?? (fits ? input : undefined);
  const around = { rows, forced: forcedBy(o), ...(torch && { assumed: 'neurons' as const }) };
  const last =
    o.outputActivation === undefined || o.outputActivation === 'auto' ? outputActivation : o.outputActivation;
  return told(context, denseNetwork(layers, around, { between: o.activation, last }));
}

/** Whether a file is a model of nn, or the folder of a run. */
async function isModel({ files }: Ports, path: string): Promise<boolean> {
  const file = await modelFileOf(files, path);
  if (file !== path) return true;
  if (!/\.safetensors$/i.test(path)) return false;
  return closedAfter(
    await files.openRandom(path),
    (opened) => readHeader(opened, path).metadata.network !== undefined,
  );
}

/**
 * The model of a file of nn that an argument or --weights names; undefined where the network is made of text or arrays.
 *
 * @throws NnError('input')
 */
export async function storedModel(
  context: Ports,
  path: string | undefined,
  o: NetworkSourceOptions,
): Promise<Model | undefined> {
  if (o.layers !== undefined || o.model !== undefined || o.weights.length > 1 || isJsonNetwork(path))
    return undefined;
  const [file = path] = o.weights;
  if (file === undefined || (path === undefined && !(await isModel(context, file)))) return undefined;
  checkWeightOptions(o, false);
  const stray = o.bias.length > 0 ? '--bias' : o.transpose === undefined ? undefined : '--transpose';
  if (stray !== undefined)
    throw usageError(`${stray} beside ${file}: a model has its own biases and knows what its weights are`, {
      hint: 'leave it out, or give arrays by --weights',
    });
  const model = await openModel(context, file);
  return o.member === undefined ? model : memberOf(model, o.member);
}

/** @throws NnError('usage') for options about weights that are not there */
function checkWeightOptions({ weights, bias, transpose }: NetworkSourceOptions, inside: boolean): void {
  if (weights.length > 0) return;
  if (bias.length > 0)
    throw usageError('--bias without --weights', { hint: "for example --weights '[100, 50]' --bias 20000" });
  if (transpose !== undefined && !inside)
    throw usageError(`${transpose ? '--transpose' : '--no-transpose'} without --weights`, {
      hint: 'it says what the rows of --weights are',
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

/**
 * The network that an argument or options name, without weights unless something gives them.
 *
 * @param path the argument MODEL; undefined where options name the network
 * @throws NnError('usage') where nothing names it, and NnError('input')
 */
export async function describedNetwork(
  context: Ports,
  path: string | undefined,
  o: NetworkSourceOptions,
  known: KnownRows = {},
): Promise<MaybeTrained> {
  networkArguments(path === undefined ? [] : [path, path], o);
  const layers = isJsonNetwork(path) ? path : o.layers;
  checkWeightOptions(o, layers !== undefined);
  if (o.member !== undefined && (layers !== undefined || o.model !== undefined))
    throw usageError('--member is for the model file of an ensemble', { hint: 'leave it out' });
  if (layers !== undefined) return textNetwork(context, layers, o, known);
  if (o.model !== undefined) return presetAlone(o.model, known);
  const stored = await storedModel(context, path, o);
  if (stored) return stored;
  if (o.weights.length > 0) return weightsNetwork(context, o, known);
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
  context: Ports,
  path: string | undefined,
  o: NetworkSourceOptions,
  known: KnownRows = {},
): Promise<Model & MaybeTrained> {
  const network = await describedNetwork(context, path, o, known);
  const { spec, weights } = network;
  return weights ? { ...network, weights } : drawn(context, spec, o, known);
}
