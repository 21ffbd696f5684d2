import type { Block } from '../../report/result.ts';
import type { GanStep } from '../gan.ts';
import { digits, listed } from '../write.ts';
import type { Detail } from '../write.ts';
import { rowGradients } from './batch.ts';
import { equations, textBlocks } from './define.ts';
import { narrateBack, narrateLayers } from './index.ts';
import { narrateUpdates, writtenUpdates } from './update.ts';

const heading = (text: string): Block => ({ kind: 'heading', text });

/** −(t·ln p + (1 − t)·ln(1 − p)) with its numbers, terms of 0 left out. */
function lossText(p: number, t: number): string {
  const terms = [
    ...(t > 0 ? [t === 1 ? `ln ${digits(p)}` : `${digits(t)}·ln ${digits(p)}`] : []),
    ...(t < 1 ? [t === 0 ? `ln(1 − ${digits(p)})` : `${digits(1 - t)}·ln(1 − ${digits(p)})`] : []),
  ];
  return terms.length === 1 ? `−${terms[0]}` : `−(${terms.join(' + ')})`;
}

/** What the discriminator says of both samples, its loss, and where its gradient begins. */
function judgement({ judged, probabilities: [real, generated], subject: { certainty } }: GanStep): Block[] {
  const [first, second] = judged.losses;
  return [
    heading('discriminator: how probable it finds that a sample is real'),
    equations([
      `D(real) = ${digits(real)}, wanted ${digits(certainty)}`,
      `D(G(z)) = ${digits(generated)}, wanted 0`,
    ]),
    heading('loss of the discriminator: −(t·ln D + (1 − t)·ln(1 − D)), the mean of both'),
    equations([
      `L(real) = ${lossText(real, certainty)} = ${digits(first)}`,
      `L(G(z)) = ${lossText(generated, 0)} = ${digits(second)}`,
      `L = (${digits(first)} + ${digits(second)}) / 2 = ${digits(judged.loss)}`,
    ]),
    heading('gradient of its loss: dz = (D − t) / 2'),
    equations([
      `dz(real) = (${digits(real)} − ${digits(certainty)}) / 2 = ${digits((real - certainty) / 2)}`,
      `dz(G(z)) = (${digits(generated)} − 0) / 2 = ${digits(generated / 2)}`,
    ]),
  ];
}

/** What the generator wants of the discriminator, and the gradient that comes back from it. */
function wish({ judge, passed }: GanStep, detail: Detail): Block[] {
  const [p] = judge.prediction;
  return [
    heading('loss of the generator: −ln D(G(z)), as it wants its sample to be found real'),
    equations([
      `D(G(z)) = ${digits(p)} after the update of the discriminator`,
      `L = −ln ${digits(p)} = ${digits(judge.loss)}`,
      `dz = D(G(z)) − 1 = ${digits(p)} − 1 = ${digits(p - 1)}`,
    ]),
    ...textBlocks(['back through the discriminator, which stays as it is, to the sample']),
    ...narrateBack(judge, { ...detail, frozen: true }),
    heading('gradient of the sample'),
    equations([`dG(z) = ${listed(passed, 2 * detail.units)}`]),
  ];
}

/** One step of a GAN, from the random numbers to the generator's update. */
export function narrateGan(step: GanStep, detail: Detail, units: readonly string[]): Block[] {
  const { made, judge, judged, generated, updates, after, subject } = step;
  const whole = detail.layer === undefined;
  const only = (blocks: () => Block[]) => (whole ? blocks() : []);
  return [
    ...only(() => [
      heading('z: the random numbers that a sample is made of'),
      equations([`z = ${listed(subject.z, 2 * detail.units)}`]),
    ]),
    ...narrateLayers(made, detail),
    ...only(() => [
      heading('G(z): the generated sample'),
      equations([`G(z) = ${listed(generated, 2 * detail.units)}`, ...units]),
      ...judgement(step),
    ]),
    ...only(() => [
      heading('gradients of the discriminator: of each sample, and their mean'),
      ...rowGradients(judged, ['real', 'G(z)'], [digits(subject.certainty), '0'], 'sample', detail),
    ]),
    ...narrateUpdates(judged.updates, { text: '' }, detail),
    ...only(() => [heading('the updated discriminator on the generated sample')]),
    ...narrateLayers(judge, detail),
    ...(whole ? wish(step, detail) : narrateBack(judge, { ...detail, frozen: true })),
    ...narrateBack(made, detail),
    ...writtenUpdates(updates, detail),
    ...only(() => [
      heading('loss of the generator after the update'),
      equations([
        `L = ${digits(judge.loss)} before, ${digits(after.loss)} after, change ${digits(after.loss - judge.loss)}`,
        `D(G(z)) = ${digits(judge.prediction[0])} before, ${digits(after.probability)} after`,
      ]),
    ]),
  ];
}
