import { inputError } from '../errors.ts';
import { checkSum, encodeChecked } from '../formats/checksum.ts';
import type { Reading } from '../formats/checksum.ts';
import { parseSafetensors } from '../formats/safetensors.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { snakeKeys } from '../util/snakeCase.ts';
import { readStored, unfitStored } from '../util/stored.ts';
import type { GanEpoch } from './gan.ts';
import type { GanState } from './ganState.ts';
import { ganSchema } from './storedState.ts';

/** A GAN that is to go on, and the figures of its epochs so far. */
export interface GanCheckpoint {
  readonly state: GanState;
  readonly history: readonly GanEpoch[];
  /** Time spent so far. */
  readonly milliseconds: number;
}

const PLAYERS = ['generator', 'discriminator'] as const;
const columns = ['epoch', 'discriminatorLoss', 'generatorLoss', 'real', 'fake'] as const;

const listOf = (data: Float32Array | Float64Array): Tensor => ({
  shape: [data.length],
  dtype: data instanceof Float32Array ? 'float32' : 'float64',
  data,
});

/** The bytes of a checkpoint: safetensors, so that NumPy reads the weights of an unfinished run too. */
export function encodeGanCheckpoint({ state, history, milliseconds }: GanCheckpoint): Uint8Array {
  const { epochs, steps, random, order, mean } = state;
  const tensors = new Map<string, Tensor>();
  for (const player of PLAYERS)
    for (const [name, tensor] of state[player]) tensors.set(`${player} ${name}`, tensor);
  tensors.set('order', { shape: [order.length], dtype: 'int32', data: order });
  tensors.set('mean', listOf(mean));
  const figures = Float64Array.from(history.flatMap((epoch) => columns.map((column) => epoch[column])));
  tensors.set('history', { ...listOf(figures), shape: [history.length, columns.length] });
  const facts = { epochs, steps, random, milliseconds };
  return encodeChecked({
    tensors,
    metadata: { 'nn gan checkpoint': '1', facts: JSON.stringify(snakeKeys(facts)) },
  });
}

/**
 * Reads a checkpoint of `nn gan`.
 *
 * @throws NnError('input') when it is damaged or something else
 */
export function decodeGanCheckpoint(bytes: Uint8Array, source: string, reading?: Reading): GanCheckpoint {
  const { tensors, metadata } = parseSafetensors(bytes, source);
  checkSum(bytes, metadata, source, reading);
  if (metadata['nn gan checkpoint'] !== '1')
    throw inputError('this is not a checkpoint of nn gan', {
      where: { source },
      hint: 'nn gan --resume takes the folder that --run made',
    });
  const place = { source, part: '"facts" in its metadata' };
  if (metadata.facts === undefined) throw unfitStored(place, 'is missing');
  const { epochs, steps, random, milliseconds } = readStored(ganSchema, metadata.facts, place);
  const [order, mean, figures] = ['order', 'mean', 'history'].map((name) => {
    const tensor = tensors.get(name);
    if (tensor) return tensor;
    throw unfitStored({ source }, `the tensor "${name}" is missing`);
  });
  if (!(mean.data instanceof Float32Array || mean.data instanceof Float64Array))
    throw unfitStored({ source }, 'the tensor "mean" holds no numbers of a network');
  if (figures.shape.length !== 2 || figures.shape[0] !== epochs || figures.shape[1] !== columns.length)
    throw unfitStored({ source }, `the tensor "history" has shape (${figures.shape.join(', ')})`);
  const of = (player: (typeof PLAYERS)[number]) =>
    new Map(
      [...tensors].flatMap(([name, tensor]) =>
        name.startsWith(`${player} `) ? [[name.slice(player.length + 1), tensor] as const] : [],
      ),
    );
  const width = columns.length;
  const history = Array.from({ length: figures.shape[0] ?? 0 }, (_, row) => {
    const [epoch, discriminatorLoss, generatorLoss, real, fake] = Array.from({ length: width }, (__, c) =>
      Number(figures.data[row * width + c]),
    );
    return { epoch, discriminatorLoss, generatorLoss, real, fake };
  });
  return {
    state: {
      ...{ epochs, steps, random, mean: mean.data },
      order: Int32Array.from(order.data, Number),
      generator: of('generator'),
      discriminator: of('discriminator'),
    },
    history,
    milliseconds,
  };
}
