import { encodeModel } from '../../model/file.ts';
import type { Result } from '../../report/result.ts';
import type { Gan, GanEpoch } from '../../train/gan.ts';
import { count, duration, measure, percent } from '../../util/quantity.ts';
import { ganWarnings } from './quality.ts';
import type { Quality } from './quality.ts';
import type { Encoded } from './samples.ts';

/** A GAN that has been trained. */
export interface TrainedGan {
  readonly gan: Gan;
  readonly encoded: Encoded;
  /** Where the data came from. */
  readonly source: string;
  readonly history: readonly GanEpoch[];
  readonly quality: Quality;
  readonly interrupted: boolean;
  readonly milliseconds: number;
}

/** What the model file keeps of the training. */
function factsOf({ gan, source, history, quality }: TrainedGan) {
  const { real, seed } = gan.request;
  const { discriminatorLoss, generatorLoss } = history[history.length - 1];
  return {
    data: source,
    rows: real.rows,
    seed,
    epochs: history.length,
    discriminator_loss: discriminatorLoss,
    generator_loss: generatorLoss,
    ...quality,
  };
}

/** The generator as a model file. */
export function encodeGenerator(trained: TrainedGan): Uint8Array {
  const { generator, latent } = trained.gan.request;
  const { columns, shape, whole, target } = trained.encoded;
  const generates = {
    latent,
    columns,
    ...(shape && { shape }),
    ...(shape && whole && { whole }),
    ...(target && { target }),
  };
  const weights = trained.gan.weights();
  return encodeModel({ spec: generator, generates, training: factsOf(trained), weights });
}

/** @param path where the model was written */
export function ganResult(trained: TrainedGan, path: string): Result {
  const { gan, history, quality, interrupted, milliseconds } = trained;
  const last = history[history.length - 1];
  const warnings = ganWarnings(last, quality, gan.request.real.classes > 0);
  return {
    blocks: () => [
      {
        kind: 'facts',
        facts: [
          ['model', path],
          ['epochs', `${count(history.length)}${interrupted ? ' (interrupted)' : ''}`],
          ['time', duration(milliseconds)],
          ['discriminator loss', measure(last.discriminatorLoss)],
          ['generator loss', measure(last.generatorLoss)],
          ['precision', `${percent(quality.precision)}  of the generated samples lie among the real ones`],
          ['recall', `${percent(quality.recall)}  of the real samples have generated ones near`],
        ],
      },
      ...warnings,
    ],
    json: () => ({
      model: path,
      milliseconds,
      ...factsOf(trained),
      interrupted,
      warnings: warnings.map(({ text }) => text),
    }),
    ownOutput: true,
    exitCode: interrupted ? 130 : 0,
  };
}
