import type { Context } from '../host/context.ts';

/** The text of --layers: of a file where it names one (`network.json`), else itself. Throws input errors. */
export async function layersText(context: Context, layers: string): Promise<string> {
  if (!/^[^{,(]+\.json$/.test(layers)) return layers;
  const source = await context.files.open(layers);
  return new TextDecoder().decode(await source.bytes());
}
