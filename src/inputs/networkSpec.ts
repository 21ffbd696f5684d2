import type { Files } from '../host/files.ts';
import { parseLayers } from '../network/layerString.ts';
import type { NetworkSpec } from '../network/spec.ts';
import { layersText } from './layersText.ts';

/** The options that describe a network. */
interface NetworkChoice {
  readonly layers: string | undefined;
  readonly activation: string;
  readonly outputActivation: string;
}

/**
 * The network that --layers describes, its last layer linear unless said otherwise.
 *
 * @throws NnError
 */
export async function readNetwork(
  ports: { readonly files: Files },
  { layers = '', activation, outputActivation }: NetworkChoice,
): Promise<NetworkSpec> {
  return parseLayers(await layersText(ports, layers), {
    activation,
    outputActivation: outputActivation === 'auto' ? 'linear' : outputActivation,
  });
}
