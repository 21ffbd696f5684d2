import { usageError } from '../errors.ts';
import { chooseBackend } from '../host/backend.ts';
import type { Computing } from '../host/backend.ts';
import { checkModelPath } from '../inputs/modelFile.ts';
import { openTable } from '../inputs/openTable.ts';
import { formatLayers } from '../network/formatLayers.ts';
import { parametersOf } from '../network/parameters.ts';
import { adam } from '../optimizers/adam.ts';
import type { Result } from '../report/result.ts';
import { flopsPerRow } from '../runtime/work.ts';
import { ganNetworks } from '../tasks/gan/networks.ts';
import { ganOptions } from '../tasks/gan/options.ts';
import type { GanOptions } from '../tasks/gan/options.ts';
import { qualityOf } from '../tasks/gan/quality.ts';
import { encodeGenerator, ganResult } from '../tasks/gan/result.ts';
import { encodeSamples } from '../tasks/gan/samples.ts';
import type { Encoded } from '../tasks/gan/samples.ts';
import { ganHistoryCsv, trainGan } from '../tasks/gan/train.ts';
import { optimizerSettings } from '../train/choose.ts';
import { Gan } from '../train/gan.ts';
import { count } from '../util/quantity.ts';
import { RandomState } from '../util/random.ts';
import { defineCommand } from './define.ts';
import { counted } from '../util/plural.ts';

/**
 * The samples to learn from.
 *
 * @throws NnError where there are too few, or --conditional does not go with them
 */
function samplesOf(table: Parameters<typeof encodeSamples>[0], o: GanOptions): Encoded {
  const convolutional = o.model === 'dcgan';
  if (convolutional && o.conditional === true)
    throw usageError(
      '--conditional and --model dcgan do not go together: its discriminator sees images only',
    );
  const encoded = encodeSamples(table, {
    target: o.target,
    conditional: convolutional ? false : o.conditional,
    drop: o.drop ?? [],
    image: o.image,
  });
  const { rows } = encoded.real;
  if (rows < 8)
    throw usageError(`found ${counted(rows, 'sample')}, expected at least 8`, {
      hint: 'a GAN needs hundreds of them',
    });
  return encoded;
}

/** The two networks for some samples, ready to train; says what they are. */
async function ganFor(
  computing: Computing,
  encoded: Encoded,
  o: GanOptions,
  random: RandomState,
): Promise<Gan> {
  const { real, shape, target } = encoded;
  const { generator, discriminator } = ganNetworks(encoded, o);
  const { screen, global } = computing;
  screen.note(
    `samples        ${count(real.rows)} of ${shape ? `${shape.join('x')} pixels` : `${real.width} numbers`}${target ? `, ${target.classes.length} classes (${target.name})` : ''}`,
  );
  for (const [label, spec] of Object.entries({ generator, discriminator }))
    screen.note(`${label.padEnd(15)}${formatLayers(spec)} (${count(parametersOf(spec).size)} parameters)`);
  const flops = 8 * o.epochs * real.rows * (flopsPerRow(generator) + flopsPerRow(discriminator));
  const { latent, batchSize, generatorRate, discriminatorRate, discriminatorSteps, averaging, beta1 } = o;
  return new Gan({
    ...{ generator, discriminator, real, latent, batchSize },
    ...{ generatorRate, discriminatorRate, discriminatorSteps, averaging, random },
    backend: await chooseBackend(computing, { flops }),
    optimizer: adam,
    settings: optimizerSettings(adam, { beta1 }),
    smoothing: o.labelSmoothing,
    seed: global.seed,
  });
}

export const gan = defineCommand({
  name: 'gan',
  interruptible: true,
  about:
    'Trains two networks against each other (Goodfellow et al. 2014): a generator that makes samples like those of the data out of random numbers, and a discriminator that tells them from the real ones. The generator is written as a model that nn generate draws samples from. With a column of classes both take the class as a further input (Mirza and Osindero 2014), so that samples of one class can be generated.\n\nPrecision is the share of generated samples that lie among the real ones, recall the share of real ones that generated samples come near (Kynkäänniemi et al. 2019): a low recall is mode collapse.',
  arguments: [
    { name: 'data', summary: 'samples: a table, IDX or NPY images, a folder of images', required: false },
  ],
  options: ganOptions,
  examples: [
    { command: 'nn gen-spiral 1000 3 | nn gan - -o spiral.gan.safetensors', says: 'learns to make spirals' },
    { command: 'nn gan nn:digits.csv --image 8x8 -o digits.gan.safetensors', says: 'learns to make digits' },
    {
      command: 'nn generate digits.gan.safetensors --class 7 --samples 16 -o sevens.png',
      says: 'draws sixteen sevens',
    },
  ],
  async run(context, { args: [argument], options: o }): Promise<Result> {
    const { clock, files, global } = context;
    const random = new RandomState(global.seed);
    const { table, name } = await openTable(context, argument, random, o);
    const path = global.output ?? `${name}.gan.safetensors`;
    await checkModelPath(context, path);
    if (o.history !== undefined) await files.checkWritable(o.history);
    const encoded = samplesOf(table, o);
    const game = await ganFor(context, encoded, o, random);
    const began = clock.now();
    const { history, interrupted } = await trainGan(context, game, o.epochs, o.logEvery);
    const milliseconds = clock.now() - began;
    const quality = qualityOf(game, await chooseBackend(context));
    const trained = { gan: game, encoded, source: table.source, history, quality, interrupted, milliseconds };
    const written = await files.write(path, encodeGenerator(trained));
    if (o.history !== undefined) await files.write(o.history, ganHistoryCsv(history));
    return ganResult(trained, written);
  },
});
