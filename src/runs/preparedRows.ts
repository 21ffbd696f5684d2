import { inputNames } from '../data/inputNames.ts';
import type { PlotRows } from '../figures/plot/define.ts';
import type { Context } from '../host/context.ts';
import { valuesOf } from '../options/spec.ts';
import type { GivenOptions } from '../options/spec.ts';
import { modelSamples } from '../tasks/openSamples.ts';
import { sizeOf } from '../tensor/tensor.ts';
import { prepare } from './decide.ts';

/** Options of nn train that decide how rows are prepared. */
interface Choices {
  readonly image: readonly [height: number, width: number, channels: number] | undefined;
  readonly time: string | undefined;
  readonly window: number | undefined;
  readonly target: string | undefined;
  readonly labels: string | undefined;
}

/** Shape of a row of so many inputs: an image, a window as time × features, or a vector. */
function shapeOf({ image, window }: Choices, inputs: number): readonly number[] {
  if (image) return image;
  return window === undefined ? [inputs] : [window, inputs / window];
}

/**
 * The first rows of some data, in its order, as `nn train` would prepare them.
 *
 * @throws NnError('input') and NnError('usage')
 */
export async function preparedRows(
  context: Context,
  data: string,
  count: number,
  choices: Choices,
): Promise<PlotRows> {
  const { image, window, labels } = choices;
  const given = {
    ...choices,
    image: image?.join('x'),
    window: window === undefined ? undefined : String(window),
  };
  const options: GivenOptions = Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== undefined),
  );
  const { setup, preprocessing } = await prepare(context, data, valuesOf({ source: data, options }));
  const { spec } = setup;
  const opened = { path: data, model: { spec, weights: new Map(), preprocessing }, preprocessing };
  const samples = await modelSamples(context, opened, data, { labels, targetless: true });
  const rows = Int32Array.from({ length: Math.min(count, samples.count) }, (_, i) => i);
  const { x } = samples.encode(rows);
  return {
    x,
    shape: shapeOf(choices, sizeOf(spec.input)),
    headings: Array.from(rows, (row) => samples.describe(row).heading),
    inputs: inputNames(preprocessing),
    scaled: preprocessing.features.some(
      (feature) => feature.kind === 'number' && (feature.mean !== 0 || feature.scale !== 1),
    ),
  };
}
