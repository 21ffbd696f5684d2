import { inputError, usageError } from '../errors.ts';
import type { Context } from '../host/context.ts';
import type { GivenLayer } from '../network/orientation.ts';
import type { NetworkSourceOptions } from '../options/networkSource.ts';
import { parseArray } from '../tensor/literal/index.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { tensorOf } from '../tensor/view.ts';
import { strictJson } from '../util/jsonCheck.ts';
import { counted } from '../util/plural.ts';
import { openArrays } from './arrays.ts';
import { layersOfArrays, layersOfJson } from './namedWeights.ts';
import { append } from '../util/extremes.ts';

type Inputs = Pick<Context, 'files' | 'global'>;

/** Weights as they were given. */
export interface GivenWeights {
  readonly layers: readonly GivenLayer[];
  /** They are of a file in which a row is a neuron: PyTorch's. */
  readonly torch: boolean;
}

/** What one --weights names: an array, or the layers of a file with names. */
type Read = { readonly array: Tensor } | GivenWeights;

/** The content of JSON: an array, or an object of arrays. */
function readJson(text: string, path: string): Read {
  if (!/^\s*\{/.test(text)) return { array: parseArray(text, path) };
  const value = strictJson(text, (what, place) =>
    inputError(`this is no JSON: ${what}`, { where: { source: path, ...place } }),
  );
  return { layers: layersOfJson(value, path), torch: false };
}

async function readOne(inputs: Inputs, argument: string, option: string): Promise<Read> {
  if (/^\s*\{/.test(argument) && !(await inputs.files.exists(argument))) return readJson(argument, option);
  const { files } = inputs;
  const isArchive = (await files.exists(argument)) && (await files.members(argument)).length > 1;
  if (!isArchive) {
    const source = await files.open(argument);
    const isJson = /\.json$/i.test(argument);
    if (source.spelled || isJson) {
      const text = new TextDecoder().decode(await source.bytes());
      return isJson ? readJson(text, argument) : { array: parseArray(text, option) };
    }
  }
  const opened = await openArrays(inputs, argument);
  if ('view' in opened) return { array: tensorOf(opened.view) };
  const arrays = opened.arrays.map(({ name, view }) => [name.replace(/\.npy$/, ''), tensorOf(view)] as const);
  const torch = /\.safetensors$/i.test(argument);
  return { layers: layersOfArrays(arrays, opened.source, torch), torch };
}

const ordinal = (option: string, i: number, all: number) => (all === 1 ? option : `${option} ${i + 1}`);

/** Arrays of biases, one for each layer. */
async function readBiases(inputs: Inputs, texts: readonly string[]): Promise<Tensor[]> {
  const read: Tensor[] = [];
  for (const [i, text] of texts.entries()) {
    const found = await readOne(inputs, text, ordinal('--bias', i, texts.length));
    if (!('array' in found))
      throw inputError('found several arrays, expected the biases of one layer', {
        where: { source: text },
        hint: `--weights ${text} reads weights and biases of all layers`,
      });
    read.push(found.array);
  }
  return read;
}

/** @throws NnError('usage') where there is not one --bias for each layer, or none */
function checkBiases(layers: readonly GivenLayer[], biases: readonly Tensor[]): void {
  if (biases.length === 0) return;
  const has = layers.find(({ bias }) => bias);
  if (has)
    throw usageError(`--bias, but there are biases beside ${has.name} already`, { hint: 'leave out --bias' });
  if (biases.length === layers.length) return;
  throw usageError(
    `${counted(layers.length, 'layer')} of weights and ${counted(biases.length, '--bias', '--bias')}`,
    {
      hint:
        biases.length < layers.length
          ? 'one --bias for each --weights, in the same order; --bias 0 for a layer without, or none at all'
          : layers.length === 1
            ? "several biases are one array: --bias '[2, 3, 0.5]'"
            : 'one --bias for each --weights, in the same order',
    },
  );
}

/**
 * The weights and biases of --weights and --bias, layer by layer.
 *
 * @throws NnError('input') and NnError('usage')
 */
export async function readGivenWeights(
  inputs: Inputs,
  { weights, bias }: Pick<NetworkSourceOptions, 'weights' | 'bias'>,
): Promise<GivenWeights> {
  const layers: GivenLayer[] = [];
  let torch = false;
  for (const [i, text] of weights.entries()) {
    const name = ordinal('--weights', i, weights.length);
    const read = await readOne(inputs, text, name);
    if ('array' in read) layers.push({ name, weights: read.array });
    else {
      append(layers, read.layers);
      torch ||= read.torch;
    }
  }
  const biases = await readBiases(inputs, bias);
  checkBiases(layers, biases);
  return {
    layers: biases.length === 0 ? layers : layers.map((layer, i) => ({ ...layer, bias: biases[i] })),
    torch,
  };
}
