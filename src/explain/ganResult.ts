import type { Json, Result } from '../report/result.ts';
import { usageError } from '../errors.ts';
import { ganStep } from './gan.ts';
import type { GanStep, GanSubject } from './gan.ts';
import { stepJson, updatesJson } from './json.ts';
import { equations } from './narrate/define.ts';
import { narrateGan } from './narrate/gan.ts';
import { placed } from './place.ts';
import type { Asked } from './place.ts';
import type { Learning } from './updates/values.ts';

/** What is followed through a GAN, and how it is written. */
interface Followed {
  readonly subject: GanSubject;
  readonly heading: string;
  readonly inputs: readonly string[];
  readonly unitsOf: (generated: readonly number[]) => string[];
}

function ganJson({
  subject,
  generated,
  judged,
  probabilities,
  judge,
  passed,
  made,
  updates,
  after,
}: GanStep): Json {
  const learned = updatesJson(updates);
  return {
    z: subject.z,
    real: subject.real,
    generated,
    discriminator: {
      real_target: subject.certainty,
      probability_of_real: probabilities[0],
      probability_of_generated: probabilities[1],
      losses: judged.losses,
      loss: judged.loss,
      parameters: judged.parameters.map(({ name, shape, rows, gradient }) => ({
        name,
        shape,
        sample_gradients: rows,
        gradient,
      })),
      ...updatesJson(judged.updates),
    },
    generator: {
      probability_of_generated: judge.prediction[0],
      loss: judge.loss,
      sample_gradient: passed,
      step: stepJson(made, { text: 'real' }, undefined),
      optimizer: learned.optimizer,
      parameters: updates.all[0].parameters.map(({ name, shape, before, gradient, after: to }) => ({
        name,
        shape,
        before,
        gradient,
        after: to,
      })),
      after: { loss: after.loss, probability_of_generated: after.probability },
    },
  };
}

/**
 * One step of a GAN: the discriminator learns, then the generator.
 *
 * @throws NnError('usage') for several steps, and where there is no such layer
 */
export function ganResult(
  { subject, heading, inputs, unitsOf }: Followed,
  learning: Learning,
  asked: Asked & { readonly units: number },
): Result {
  if (learning.steps > 1)
    throw usageError('--steps: a step of a GAN is followed once, as every one draws other random numbers');
  const step = ganStep(subject, learning);
  const both = { ...step.made, layers: [...step.made.layers, ...step.judge.layers] };
  const { detail } = placed(both, { text: '' }, asked);
  return {
    blocks: () => [
      { kind: 'heading', text: heading },
      equations(inputs),
      ...narrateGan(step, { ...detail, units: asked.units }, unitsOf(step.generated)),
    ],
    json: () => ganJson(step),
  };
}
