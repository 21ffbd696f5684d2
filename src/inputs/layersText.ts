import type { Files } from '../host/files.ts';

/**
 * The text of --layers: of a file where it names one (`network.json`), else itself.
 *
 * @throws NnError('input')
 */
export async function layersText({ files }: { readonly files: Files }, layers: string): Promise<string> {
  if (!/^[^{,(]+\.json$/.test(layers)) return layers;
  const source = await files.open(layers);
  return new TextDecoder().decode(await source.bytes());
}
