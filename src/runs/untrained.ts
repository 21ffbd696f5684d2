import type { Context } from '../host/context.ts';
import type { Model } from '../model/file.ts';
import { formatLayers } from '../network/formatLayers.ts';
import type { NetworkSourceOptions } from '../options/networkSource.ts';
import { valuesOf } from '../options/spec.ts';
import type { GivenOptions } from '../options/spec.ts';
import { startWeights } from '../train/startWeights.ts';
import { prepare } from './decide.ts';

/** Options of nn train beside those of the network that decide about an untrained model. */
type Further = Pick<GivenOptions, 'loss' | 'labels' | 'target'>;

/**
 * The model of `nn train DATA --epochs 0` with these options: the rows read, the network chosen, its weights drawn.
 *
 * @throws NnError('input') and NnError('usage')
 */
export async function untrainedModel(
  context: Context,
  data: string | undefined,
  { layers, model, activation, outputActivation, init }: Partial<NetworkSourceOptions>,
  further: Further = {},
): Promise<Model> {
  const given = { layers, model, activation, outputActivation, init, ...further };
  const options: GivenOptions = Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== undefined),
  );
  const prepared = await prepare(context, data, valuesOf({ source: data, options }));
  const { setup, preprocessing, lossName } = prepared;
  const weights = startWeights(setup, prepared.train, context.global.dtype);
  context.screen.note(
    `untrained network ${formatLayers(setup.spec)} for ${prepared.source}: weights ${setup.init}, seed ${setup.seed}`,
  );
  return { spec: setup.spec, weights, preprocessing, loss: lossName };
}
