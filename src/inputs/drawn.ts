import { usageError } from '../errors.ts';
import type { Context } from '../host/context.ts';
import { parseInitAlone } from '../initializers/index.ts';
import type { Model } from '../model/file.ts';
import { formatLayers } from '../network/formatLayers.ts';
import { drawWeights, parametersOf } from '../network/parameters.ts';
import type { NetworkSpec } from '../network/spec.ts';
import type { NetworkSourceOptions } from '../options/networkSource.ts';
import { bytes, count } from '../util/quantity.ts';
import { RandomState } from '../util/random.ts';
import { shellWord } from '../util/shell.ts';

/** Untrained weights are drawn so unless --init says otherwise: 0.1 · randn, as in the notes. */
const INIT = 'normal:0.1';

/** How weights were drawn, for people. */
export const initText = (init = INIT): string => (init === INIT ? '0.1 · randn' : init);

/** Bytes for which nobody asks how much memory there is. */
const TRIFLE = 2 ** 24;

type Ports = Pick<Context, 'files' | 'global' | 'screen'>;

/**
 * Weights that do not fit into memory are refused before they are drawn.
 *
 * @throws NnError('usage')
 */
function checkRoom({ files, global }: Ports, spec: NetworkSpec): void {
  const { size, stateSize } = parametersOf(spec);
  const weights = size + stateSize;
  const needed = weights * (global.dtype === 'float32' ? 4 : 8);
  const most = files.memory?.bytes ?? Infinity;
  if (needed < TRIFLE || needed <= most) return;
  throw usageError(
    `${count(weights)} weights take ${bytes(needed)}, more than the ${bytes(most)} of memory that may be used`,
    {
      hint: `take smaller layers; nn summary --layers ${shellWord(formatLayers(spec))} counts without drawing them`,
    },
  );
}

/** From where weights are drawn, and whether nothing is said of it. */
interface Drawing {
  readonly random?: RandomState;
  readonly untold?: true;
}

/** A network with weights drawn as --init says. */
export function drawn(
  { files, global, screen }: Ports,
  spec: NetworkSpec,
  { init = INIT }: Pick<NetworkSourceOptions, 'init'>,
  { random = new RandomState(global.seed), untold }: Drawing,
): Model & { readonly drawn?: true } {
  checkRoom({ files, global, screen }, spec);
  const weights = drawWeights(spec, parseInitAlone(init), random, global.dtype);
  if (!untold && weights.size > 0)
    screen.note(`untrained network ${formatLayers(spec)}: weights ${initText(init)}, seed ${global.seed}`);
  return { spec, weights, ...(weights.size > 0 && { drawn: true }) };
}
