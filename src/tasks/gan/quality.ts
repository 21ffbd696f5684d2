import { failure } from '../../errors.ts';
import { manifoldScores } from '../../metrics/manifold.ts';
import type { Block } from '../../report/result.ts';
import { Predictor } from '../../runtime/predictor.ts';
import type { Backend } from '../../runtime/runtime.ts';
import type { Gan, GanEpoch, Real } from '../../train/gan.ts';
import { measure, percent } from '../../util/quantity.ts';
import { RandomState } from '../../util/random.ts';
import { drawLatent } from './draw.ts';

/** Samples of each kind that the quality is measured with. */
const MEASURED = 500;
/** Samples that reach so many times as far as the real ones resemble them in nothing. */
const FAR = 100;
/** Below this share of the real samples that generated ones come near, the generator has lost modes. */
const COLLAPSED = 0.1;
/**
 * How far apart the discriminator's answers to real and generated samples are when it is nearly always
 * correct.
 */
const DECIDED = 0.9;

/** Improved precision and recall (Kynkäänniemi et al. 2019), each from 0 to 1. */
export interface Quality {
  /** Share of the generated samples that lie among the real ones. */
  readonly precision: number;
  /** Share of the real samples that generated ones come near. */
  readonly recall: number;
}

/** Greatest magnitude; NaN where one is not a number. */
function reach(values: ArrayLike<number>): number {
  let most = 0;
  for (let i = 0; i < values.length; i++) most = Math.max(most, Math.abs(values[i]));
  return most;
}

/** Some of the real samples. */
function pick({ x, rows: all, width, labels }: Real, rows: number, random: RandomState) {
  const order = random.permutation(all).subarray(0, rows);
  const chosen = new Float32Array(rows * width);
  order.forEach((row, i) => chosen.set(x.subarray(row * width, (row + 1) * width), i * width));
  return { x: chosen, rows, labels: labels && Int32Array.from(order, (row) => labels[row]) };
}

/**
 * Compares up to 500 generated samples with as many real ones.
 *
 * @throws NnError('failure') where the generator has diverged
 */
export function qualityOf(gan: Gan, backend: Backend): Quality {
  const { generator, latent, real, seed, generatorRate } = gan.request;
  const random = new RandomState(seed + 1);
  const chosen = pick(real, Math.min(MEASURED, real.rows), random);
  const { rows, labels } = chosen;
  const z = drawLatent(random, { rows, latent, classes: real.classes, labels });
  const x = new Predictor({ spec: generator, weights: gan.weights() }, backend).run(z, rows);
  const [wide, usual] = [reach(x), reach(real.x)];
  if (!(wide <= FAR * usual)) {
    throw failure(
      `training diverged: samples reach ${measure(wide)} where the real ones reach ${measure(usual)}`,
      {
        hint: `--generator-rate ${generatorRate} is probably too high; try ${generatorRate / 10}. No model was written`,
      },
    );
  }
  return manifoldScores(chosen, { x, rows }, real.width);
}

/** What is wrong with two networks after training, if something is. */
export function ganWarnings(
  { real, fake }: GanEpoch,
  { precision, recall }: Quality,
  conditional: boolean,
): (Block & { kind: 'warning' })[] {
  const found: (Block & { kind: 'warning' })[] = [];
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
  if (real - fake > DECIDED) {
    found.push({
      kind: 'warning',
      text: 'the discriminator is nearly always correct: the generator learns nothing from it',
      hint: 'halve --discriminator-rate, or raise --label-smoothing',
    });
  }
  return found;
}
