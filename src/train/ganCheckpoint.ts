import { inputError } from '../errors.ts';
import { encodeSafetensors, parseSafetensors } from '../formats/safetensors.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { camelKeys, snakeKeys } from '../util/snakeCase.ts';
import type { GanEpoch } from './gan.ts';
import type { GanState } from './ganState.ts';

/** A GAN that is to go on, and the figures of its epochs so far. */
export interface GanCheckpoint {
  readonly state: GanState;
  readonly history: readonly GanEpoch[];
  /** Time spent so far. */
  readonly milliseconds: number;
}

/** What is a number or a list of numbers in a checkpoint, beside its tensors. */
type Facts = Pick<GanState, 'epochs' | 'steps' | 'random'> & { readonly milliseconds: number };

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
  const facts: Facts = { epochs, steps, random, milliseconds };
  return encodeSafetensors({
    tensors,
    metadata: { 'nn gan checkpoint': '1', facts: JSON.stringify(snakeKeys(facts)) },
  });
}

/**
 * Reads a checkpoint of `nn gan`.
 *
 * @throws NnError('input') when it is damaged or something else
 */
export function decodeGanCheckpoint(bytes: Uint8Array, source: string): GanCheckpoint {
  const { tensors, metadata } = parseSafetensors(bytes, source);
  const [order, mean, figures] = ['order', 'mean', 'history'].map((name) => tensors.get(name));
  const damaged = () =>
    inputError('this is not a checkpoint of nn gan', {
      where: { source },
      hint: 'nn gan --resume takes the folder that --run made',
    });
  if (metadata['nn gan checkpoint'] !== '1' || !order || !figures) throw damaged();
  if (!(mean?.data instanceof Float32Array || mean?.data instanceof Float64Array)) throw damaged();
  let facts: Facts;
  try {
    facts = camelKeys(JSON.parse(metadata.facts)) as Facts;
  } catch {
    throw damaged();
  }
  const { epochs, steps, random, milliseconds } = facts;
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
