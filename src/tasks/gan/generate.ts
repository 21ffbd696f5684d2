import { contactSheet, pictureLines } from '../../charts/grid.ts';
import type { Pictures } from '../../charts/grid.ts';
import { shortest } from '../../data/unscale.ts';
import { failure, usageError } from '../../errors.ts';
import type { Model } from '../../model/file.ts';
import type { Generates } from '../../model/generates.ts';
import { Predictor } from '../../runtime/predictor.ts';
import type { DataColumn, Result } from '../../report/result.ts';
import { RandomState } from '../../util/random.ts';
import { didYouMean } from '../../util/suggest.ts';
import { chooseBackend } from '../../host/backend.ts';
import type { Context } from '../../host/context.ts';
import { drawLatent } from './draw.ts';

export interface SamplesRequest {
  readonly samples: number;
  /** The class of all samples; each in turn unless given. */
  readonly className: string | undefined;
}

/** Index of a class. Throws a usage error for one that the model does not make. */
function classIndex({ target }: Generates, name: string): number {
  if (!target) throw usageError('--class: this model has learned no classes', { hint: 'leave --class out' });
  const at = target.classes.indexOf(name);
  if (at >= 0) return at;
  throw usageError(`--class: the model makes no "${name}"`, { hint: didYouMean(name, target.classes) });
}

/** Bytes of pixels, from the darkest to the brightest that the generator can make. */
function picturesOf({ columns, shape = [] }: Generates, values: ArrayLike<number>, rows: number): Pictures {
  const [height, width, channels] = shape;
  const [{ mean, scale }] = columns;
  const data = Uint8Array.from(values, (value) =>
    Math.max(0, Math.min(255, Math.round(127.5 + (127.5 * (value - mean)) / scale))),
  );
  return { count: rows, height, width, channels, data };
}

/** Writes a sheet of all pictures as a PNG file. */
async function writeSheet(context: Context, path: string, pictures: Pictures): Promise<void> {
  const { encode } = await import('fast-png');
  const sheet = contactSheet(pictures, Math.ceil(Math.sqrt(pictures.count)));
  const { height, width, channels, data } = sheet;
  await context.files.write(path, encode({ height, width, channels, depth: 8, data }));
}

/** Samples of a generator: rows as data, images as pictures or as one PNG file. */
export async function generateSamples(
  context: Context,
  model: Model,
  generates: Generates,
  { samples, className }: SamplesRequest,
): Promise<Result> {
  const { latent, columns, shape, whole, target } = generates;
  const label = className === undefined ? undefined : classIndex(generates, className);
  const random = new RandomState(context.global.seed);
  const classes = target?.classes.length ?? 0;
  const labels = Int32Array.from({ length: samples }, (_, i) => label ?? (classes > 0 ? i % classes : 0));
  const z = drawLatent(random, { rows: samples, latent, classes, labels });
  const outputs = new Predictor(model, await chooseBackend(context)).run(z, samples);
  if (outputs.some((value) => !Number.isFinite(value)))
    throw failure('a sample has a number that is not finite', {
      hint: 'the model is damaged; train it again',
    });
  const width = columns.length;
  const values = Float64Array.from(outputs, (value, i) => {
    const { mean, scale } = columns[i % width];
    return whole ? Math.round(value * scale + mean) : value * scale + mean;
  });
  const column = (c: number) => values.filter((_, i) => i % width === c);
  const data: DataColumn[] = columns.map((scaling, c) => ({
    name: scaling.name,
    values: shortest(column(c), outputs, scaling),
  }));
  if (target) data.push({ name: target.name, values: { codes: labels, names: target.classes } });
  const rows = { kind: 'rows', columns: data.map(({ name }) => name), batches: () => [data] } as const;
  if (!shape) return { blocks: () => [], data: rows };
  const pictures = picturesOf(generates, values, samples);
  const { output } = context.global;
  if (output?.toLowerCase().endsWith('.png')) {
    await writeSheet(context, output, pictures);
    return {
      blocks: () => [{ kind: 'facts', facts: [['images', `${samples} of ${shape.join('x')} in ${output}`]] }],
      json: () => ({ file: output, images: samples, shape }),
      ownOutput: true,
    };
  }
  const text = () => pictureLines(pictures, context.screen.width).join('\n');
  return { blocks: () => [{ kind: 'preformatted', text: text() }], data: rows };
}
