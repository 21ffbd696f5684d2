import { failure, NnError, usageError } from '../errors.ts';
import { manifoldScores } from '../metrics/manifold.ts';
import { encodeModel } from '../model/file.ts';
import { formatLayers } from '../network/formatLayers.ts';
import { parseLayers } from '../network/layerString.ts';
import type { LayerStringOptions } from '../network/layerString.ts';
import type { NetworkSpec } from '../network/spec.ts';
import { parametersOf } from '../network/parameters.ts';
import { Predictor } from '../runtime/predictor.ts';
import { flopsPerRow } from '../runtime/work.ts';
import { adam } from '../optimizers/adam.ts';
import type { Block, Result } from '../report/result.ts';
import { Gan } from '../train/gan.ts';
import type { GanEpoch, GanRequest, Real } from '../train/gan.ts';
import { optimizerSettings } from '../train/choose.ts';
import { count, duration, measure, percent } from '../util/quantity.ts';
import { RandomState } from '../util/random.ts';
import { chooseBackend } from '../host/backend.ts';
import type { Context } from '../host/context.ts';
import { choice, integer, number, parsed, text, toggle } from '../options/define.ts';
import { defineCommand } from './define.ts';
import { dcgan, denseNetworks } from '../tasks/gan/networks.ts';
import { drawLatent } from '../tasks/gan/draw.ts';
import { encodeSamples } from '../tasks/gan/samples.ts';
import type { Encoded } from '../tasks/gan/samples.ts';
import { imageSize } from '../options/imageSize.ts';
import { labelsOption } from '../options/labels.ts';
import { checkModelPath } from '../inputs/modelFile.ts';
import { columnNames } from '../options/train.ts';
import { openTable } from '../inputs/openTable.ts';

/** Milliseconds the loop may run before the screen and Ctrl-C get their turn. */
const TURN = 30;
/** Samples of each kind that the quality is measured with. */
const MEASURED = 500;
/** Below this share of the real samples that generated ones come near, some kinds are not made any more. */
const COLLAPSED = 0.1;

const describe = (epoch: GanEpoch) =>
  `discriminator loss ${measure(epoch.discriminatorLoss)}  generator loss ${measure(epoch.generatorLoss)}  D(real) ${epoch.real.toFixed(2)}  D(fake) ${epoch.fake.toFixed(2)}`;

/** Samples so many times as far out as the real ones are no likeness of them. */
const FAR = 100;

/** Greatest magnitude; NaN where one is not a number. */
function reach(values: ArrayLike<number>): number {
  let most = 0;
  for (let i = 0; i < values.length; i++) most = Math.max(most, Math.abs(values[i]));
  return most;
}

/** Precision and recall of as many generated samples as real ones. */
function quality(context: Context, gan: Gan, { real, target }: Encoded): Promise<Quality> {
  const { generator, latent } = gan.request;
  return chooseBackend(context).then((backend) => {
    const rows = Math.min(MEASURED, real.rows);
    const random = new RandomState(gan.request.seed + 1);
    const classes = target?.classes.length ?? 0;
    const chosen = pick(real, rows, random);
    const predictor = new Predictor({ spec: generator, weights: gan.weights() }, backend);
    const z = drawLatent(random, { rows, latent, classes, labels: chosen.labels });
    const made = predictor.run(z, rows);
    const [wide, usual] = [reach(made), reach(real.x)];
    if (!(wide <= FAR * usual)) {
      const { generatorRate } = gan.request;
      throw failure(
        `training diverged: samples reach ${measure(wide)} where the real ones reach ${measure(usual)}`,
        {
          hint: `--generator-rate ${generatorRate} is probably too high; try ${generatorRate / 10}. No model was written`,
        },
      );
    }
    return manifoldScores(chosen, { x: made, rows }, real.width);
  });
}

interface Quality {
  readonly precision: number;
  readonly recall: number;
}

/** Some of the real samples. */
function pick({ x, rows: all, width, labels }: Real, rows: number, random: RandomState) {
  const order = random.permutation(all).subarray(0, rows);
  const chosen = new Float32Array(rows * width);
  order.forEach((row, i) => chosen.set(x.subarray(row * width, (row + 1) * width), i * width));
  return { x: chosen, rows, labels: labels && Int32Array.from(order, (row) => labels[row]) };
}

/** Trains until the epochs are done or the user stops it. */
async function play(
  context: Context,
  gan: Gan,
  epochs: number,
  every: number,
): Promise<{ history: GanEpoch[]; interrupted: boolean }> {
  const history: GanEpoch[] = [];
  const live = context.screen.interactive ? context.screen.live() : undefined;
  let paused = context.clock.now();
  const began = paused;
  try {
    while (history.length < epochs) {
      const epoch = gan.epoch();
      history.push(epoch);
      const left = ((context.clock.now() - began) / history.length) * (epochs - history.length);
      if (live) live.update([`epoch ${history.length}/${epochs}  ${duration(left)} left`, describe(epoch)]);
      else if (epoch.epoch % every === 0)
        context.screen.note(
          `epoch ${String(epoch.epoch).padStart(String(epochs).length)}  ${describe(epoch)}`,
        );
      if (context.clock.now() - paused < TURN) continue;
      await context.clock.pause();
      paused = context.clock.now();
      if (context.clock.interrupt.requested) return { history, interrupted: true };
    }
    return { history, interrupted: false };
  } finally {
    live?.done();
  }
}

/** What is wrong with a game, if something is. */
function troubles({ real, fake }: GanEpoch, { precision, recall }: Quality, conditional: boolean): Block[] {
  const found: Block[] = [];
  if (precision < COLLAPSED) {
    found.push({
      kind: 'warning',
      text: `only ${percent(precision)} of the generated samples lie among the real ones`,
      hint: 'train for more epochs',
    });
  } else if (recall < COLLAPSED) {
    found.push({
      kind: 'warning',
      text: `mode collapse: generated samples come near only ${percent(recall)} of the real ones`,
      hint: `try ${conditional ? '' : 'classes to make (--target), '}more epochs, or half the --generator-rate`,
    });
  }
  if (real - fake > 0.9) {
    found.push({
      kind: 'warning',
      text: 'the discriminator is nearly always right: the generator learns nothing from it',
      hint: 'halve --discriminator-rate, or raise --label-smoothing',
    });
  }
  return found;
}

/** A network by its layer string; errors speak of the option that it came from. */
function readNetwork(option: string, layers: string, options: LayerStringOptions): NetworkSpec {
  try {
    return parseLayers(layers, options);
  } catch (error) {
    if (!(error instanceof NnError) || error.kind !== 'usage') throw error;
    const own = (text: string) => text.replaceAll('--layers', option);
    throw usageError(own(error.message), { ...(error.hint !== undefined && { hint: own(error.hint) }) });
  }
}

function historyCsv(history: readonly GanEpoch[]): string {
  const lines = history.map(({ epoch, discriminatorLoss, generatorLoss, real, fake }) =>
    [epoch, discriminatorLoss, generatorLoss, real, fake].join(','),
  );
  return `${['epoch,discriminator_loss,generator_loss,d_real,d_fake', ...lines].join('\n')}\n`;
}

export const gan = defineCommand({
  name: 'gan',
  interruptible: true,
  about:
    'Trains two networks against each other (Goodfellow et al. 2014): a generator that makes samples like those of the data out of random numbers, and a discriminator that tells them from the real ones. The generator is written as a model that nn generate draws samples from. With a column of classes both are told the class (Mirza and Osindero 2014), so that samples of one class can be asked for.\n\nPrecision is the share of generated samples that lie among the real ones, recall the share of real ones that generated samples come near (Kynkäänniemi et al. 2019): a low recall is mode collapse.',
  arguments: [
    { name: 'data', summary: 'samples: a table, IDX or NPY images, a folder of images', required: false },
  ],
  options: {
    target: text('column of classes; the last one where it looks like classes', { placeholder: 'name' }),
    conditional: toggle('tell both networks the class (on where there are classes, except with dcgan)'),
    labels: labelsOption,
    drop: parsed('columns to leave out, with commas', columnNames, { placeholder: 'names' }),
    image: parsed('the columns are pixels of images of this size: 8x8x1', imageSize, {
      placeholder: 'HxWxC',
    }),
    model: choice('usual networks: dense ones, or convolutions for images', ['mlp', 'dcgan']),
    latent: integer('random numbers that a sample is made of', { default: 64, min: 1 }),
    generator: text('its layers instead: 64,128,128,2 or auto,128,128,auto', { placeholder: 'string' }),
    discriminator: text('its layers instead: auto,128,128,1', { placeholder: 'string' }),
    epochs: integer('passes over the data', { default: 200, min: 1 }),
    batchSize: integer('real samples of an update, and as many generated ones', { default: 64, min: 2 }),
    generatorRate: number('learning rate of the generator (Adam)', { default: 0.0005, above: 0 }),
    discriminatorRate: number('learning rate of the discriminator (Adam)', { default: 0.0005, above: 0 }),
    beta1: number('decay of the first moment (Radford et al. 2016)', { default: 0.5, min: 0, max: 1 }),
    discriminatorSteps: integer('updates of the discriminator for each of the generator', {
      default: 1,
      min: 1,
    }),
    labelSmoothing: number('real samples count as 1 less this (Salimans et al. 2016)', {
      default: 0.1,
      min: 0,
      max: 0.5,
    }),
    averaging: number("decay of the mean of the generator's weights; 0 keeps the last ones", {
      default: 0.999,
      min: 0,
      max: 1,
    }),
    history: text('write the figures of every epoch to a CSV file', { placeholder: 'file' }),
    logEvery: integer('log every nth epoch only', { min: 1 }),
  },
  examples: [
    { command: 'nn gen-spiral 1000 3 | nn gan - -o spiral.gan.safetensors', says: 'learns to make spirals' },
    { command: 'nn gan digits.csv --image 8x8 -o digits.gan.safetensors', says: 'learns to make digits' },
    {
      command: 'nn generate digits.gan.safetensors --class 7 --samples 16 -o sevens.png',
      says: 'draws sixteen sevens',
    },
  ],
  async run(context, { args: [argument], options: o }): Promise<Result> {
    const { seed, output } = context.global;
    const random = new RandomState(seed);
    const { table, name } = await openTable(context, argument, random, o);
    const path = output ?? `${name}.gan.safetensors`;
    await checkModelPath(context, path);
    if (o.history !== undefined) await context.files.checkWritable(o.history);
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
    const { real, shape, columns, whole, target } = encoded;
    if (real.rows < 8)
      throw usageError(`found ${real.rows} samples, expected at least 8`, {
        hint: 'a GAN wants hundreds of them',
      });
    const usual = convolutional
      ? dcgan(o.latent, shape)
      : denseNetworks(o.latent, real.width, real.classes, shape ? 256 : 128);
    const generator = readNetwork('--generator', o.generator ?? usual.generator, {
      activation: shape ? 'relu' : 'leaky-relu',
      outputActivation: shape ? 'tanh' : 'linear',
      inputShape: [o.latent + real.classes],
      outputShape: [real.width],
    });
    const discriminator = readNetwork('--discriminator', o.discriminator ?? usual.discriminator, {
      activation: 'leaky-relu',
      outputActivation: 'sigmoid',
      inputShape: [real.width + real.classes],
      outputShape: [1],
    });
    context.screen.note(
      `samples        ${count(real.rows)} of ${shape ? `${shape.join('x')} pixels` : `${real.width} numbers`}${target ? `, ${target.classes.length} classes (${target.name})` : ''}`,
    );
    for (const [label, spec] of [
      ['generator', generator],
      ['discriminator', discriminator],
    ] as const)
      context.screen.note(
        `${label.padEnd(15)}${formatLayers(spec)} (${count(parametersOf(spec).size)} parameters)`,
      );
    const flops = 8 * o.epochs * real.rows * (flopsPerRow(generator) + flopsPerRow(discriminator));
    const request: GanRequest = {
      generator,
      discriminator,
      backend: await chooseBackend(context, { flops }),
      real,
      latent: o.latent,
      batchSize: o.batchSize,
      optimizer: adam,
      settings: optimizerSettings(adam, { beta1: o.beta1 }),
      generatorRate: o.generatorRate,
      discriminatorRate: o.discriminatorRate,
      discriminatorSteps: o.discriminatorSteps,
      smoothing: o.labelSmoothing,
      averaging: o.averaging,
      seed,
      random,
    };
    const began = context.clock.now();
    const game = new Gan(request);
    const every = o.logEvery ?? Math.max(1, Math.ceil(o.epochs / 20));
    const { history, interrupted } = await play(context, game, o.epochs, every);
    const ms = context.clock.now() - began;
    const last = history[history.length - 1];
    const scores = await quality(context, game, encoded);
    const facts = {
      data: table.source,
      rows: real.rows,
      seed,
      epochs: history.length,
      discriminatorLoss: last.discriminatorLoss,
      generatorLoss: last.generatorLoss,
      ...scores,
    };
    const generates = {
      latent: o.latent,
      columns,
      ...(shape && { shape }),
      ...(shape && whole && { whole }),
      ...(target && { target }),
    };
    await context.files.write(
      path,
      encodeModel({ spec: generator, generates, training: facts, weights: game.weights() }),
    );
    if (o.history !== undefined) await context.files.write(o.history, historyCsv(history));
    const found = troubles(last, scores, real.classes > 0);
    return {
      blocks: () => [
        {
          kind: 'facts',
          facts: [
            ['model', path],
            ['epochs', `${count(history.length)}${interrupted ? ' (interrupted)' : ''}`],
            ['time', duration(ms)],
            ['discriminator loss', measure(last.discriminatorLoss)],
            ['generator loss', measure(last.generatorLoss)],
            ['precision', `${percent(scores.precision)}  of the generated samples lie among the real ones`],
            ['recall', `${percent(scores.recall)}  of the real samples have generated ones near`],
          ],
        },
        ...found,
      ],
      json: () => ({
        model: path,
        milliseconds: ms,
        ...facts,
        interrupted,
        warnings: found.flatMap((block) => (block.kind === 'warning' ? [block.text] : [])),
      }),
      ownOutput: true,
      exitCode: interrupted ? 130 : 0,
    };
  },
});
