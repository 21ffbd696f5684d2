import { inputError, usageError } from '../errors.ts';
import { chooseBackend } from '../host/backend.ts';
import type { Computing } from '../host/backend.ts';
import { withGlobal } from '../host/context.ts';
import type { Context } from '../host/context.ts';
import { checkModelPath } from '../inputs/modelFile.ts';
import { openTable } from '../inputs/openTable.ts';
import { formatLayers } from '../network/formatLayers.ts';
import { parametersOf } from '../network/parameters.ts';
import { adam } from '../optimizers/adam.ts';
import type { Given } from '../options/define.ts';
import { globalsOf } from '../options/spec.ts';
import { optionValues } from '../options/values.ts';
import type { Result } from '../report/result.ts';
import { GanFolder, ganGiven, goesOnWith } from '../runs/ganFolder.ts';
import type { GanRecord } from '../runs/ganFolder.ts';
import { leadsOut } from '../runs/trust.ts';
import { flopsPerRow } from '../runtime/work.ts';
import { ganNetworks } from '../tasks/gan/networks.ts';
import { ganOptions } from '../tasks/gan/options.ts';
import type { GanOptions } from '../tasks/gan/options.ts';
import { qualityOf } from '../tasks/gan/quality.ts';
import { encodeGenerator, ganResult } from '../tasks/gan/result.ts';
import { unreadNotes } from '../data/columns.ts';
import { encodeSamples } from '../tasks/gan/samples.ts';
import type { Encoded } from '../tasks/gan/samples.ts';
import { ganHistoryCsv, trainGan } from '../tasks/gan/train.ts';
import { optimizerSettings } from '../train/choose.ts';
import { Gan } from '../train/gan.ts';
import type { GanEpoch } from '../train/gan.ts';
import type { GanCheckpoint } from '../train/ganCheckpoint.ts';
import { count } from '../util/quantity.ts';
import { RandomState } from '../util/random.ts';
import { shellWord } from '../util/shell.ts';
import { defineCommand } from './define.ts';
import { counted } from '../util/plural.ts';

/** What a GAN usually takes. Not --epochs: the first epochs must not depend on how many follow. */
const EPOCHS = 200;

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
  const flops = 8 * EPOCHS * real.rows * (flopsPerRow(generator) + flopsPerRow(discriminator));
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
    { command: 'nn gan --resume digits-gan', says: 'goes on with one that --run digits-gan began' },
  ],
  async run(context, { args: [argument], options: o, given }): Promise<Result> {
    if (o.resume !== undefined) return goOn(context, argument, o.resume, given);
    const { files, global } = context;
    if (o.run !== undefined && global.output !== undefined)
      throw usageError('-o and --run do not go together: with --run the model is in the folder');
    return trainAndWrite(context, { source: argument, o, given }, async ({ name, record }) => {
      const path = global.output ?? `${name}.gan.safetensors`;
      if (o.run === undefined) await checkModelPath(context, path);
      if (o.history !== undefined) await files.checkWritable(o.history);
      if (o.run === undefined) return { path };
      const folder = new GanFolder(context, o.run);
      await folder.create(record);
      return { folder };
    });
  },
});

/** Where a GAN is written, and what it goes on from. */
interface Place {
  readonly folder?: GanFolder;
  /** The model, where there is no folder. */
  readonly path?: string;
  readonly from?: GanCheckpoint | undefined;
}

/** A GAN as it was asked for. */
interface Asked {
  readonly source: string | undefined;
  readonly o: GanOptions;
  readonly given: Given;
}

/** Goes on with the GAN of a folder. */
async function goOn(
  context: Context,
  argument: string | undefined,
  path: string,
  given: Given,
): Promise<Result> {
  if (argument !== undefined)
    throw usageError(`nn gan --resume takes no data, found "${argument}"`, {
      hint: 'the folder knows its data; a pipe is read again when it was one',
    });
  const folder = new GanFolder(context, path);
  const { record, checkpoint } = await folder.open();
  const options = goesOnWith(record.options, given);
  const o = optionValues(ganOptions, options);
  if (typeof options.labels === 'string' && leadsOut(options.labels))
    throw inputError('gan.json names this file outside of the current folder', {
      where: { source: options.labels },
      hint: 'copy it here, where it is known what it holds',
    });
  const done = checkpoint?.state.epochs ?? 0;
  if (o.epochs < done)
    throw usageError(`--epochs ${o.epochs}: this GAN has done ${counted(done, 'epoch')} already`, {
      hint: `nn gan --resume ${shellWord(path)} --epochs ${done + o.epochs} trains ${o.epochs} more`,
    });
  const world = withGlobal(context, globalsOf({ source: record.source, options }));
  context.screen.note(
    `reads          ${record.source ?? 'a pipe'}; writes ${path}; goes on at epoch ${done}`,
  );
  return trainAndWrite(world, { source: record.source, o, given: options }, async ({ record: now }) => {
    if (record.sha256 !== now.sha256)
      throw inputError('the data is not what this GAN began with', {
        where: { source: record.source ?? 'stdin' },
        hint: `its SHA-256 was ${record.sha256 ?? 'none'}; put the old file back, or begin a new one`,
      });
    await folder.writeRecord(now);
    return { folder, from: checkpoint };
  });
}

/** Reads the samples, trains both networks, and writes the generator. */
async function trainAndWrite(
  context: Context,
  { source, o, given }: Asked,
  placeFor: (opened: { readonly name: string; readonly record: GanRecord }) => Promise<Place>,
): Promise<Result> {
  const { clock, files, global } = context;
  const random = new RandomState(global.seed);
  const { table, name, digest } = await openTable(context, source, random, o);
  const record = { nn: context.version, source, sha256: digest, options: ganGiven(given) };
  const { folder, path, from } = await placeFor({ name, record });
  unreadNotes(table, o.drop).forEach((line) => context.screen.note(line));
  const encoded = samplesOf(table, o);
  const game = await ganFor(context, encoded, o, random);
  if (from) game.restore(from.state);
  const began = clock.now();
  const spent = () => (from?.milliseconds ?? 0) + clock.now() - began;
  const save = async (history: readonly GanEpoch[]) =>
    folder?.save({ state: game.capture(), history, milliseconds: spent() });
  const saveEvery = folder && o.checkpoint > 0 ? o.checkpoint * 1000 : Infinity;
  const course = { logEvery: o.logEvery, before: from?.history, saveEvery, save };
  const { history, interrupted } = await trainGan(context, game, o.epochs, course);
  await save(history);
  const milliseconds = spent();
  if (interrupted && folder)
    context.screen.note(
      `interrupted after ${counted(history.length, 'epoch')}; resume with: nn gan --resume ${shellWord(folder.path)}`,
    );
  const quality = qualityOf(game, await chooseBackend(context));
  const trained = { gan: game, encoded, source: table.source, history, quality, interrupted, milliseconds };
  const model = encodeGenerator(trained);
  const text = ganHistoryCsv(history);
  const written = folder
    ? await folder.finish(model, text)
    : await files.write(path ?? `${name}.gan.safetensors`, model);
  if (o.history !== undefined) await files.write(o.history, text);
  return ganResult(trained, written);
}
