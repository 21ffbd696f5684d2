import { describe, expect, it } from 'vitest';
import { narrateUpdates } from '../../src/explain/narrate/update.ts';
import type { Subject } from '../../src/explain/replica.ts';
import { stepValues } from '../../src/explain/step.ts';
import { printing } from '../../src/explain/updates/define.ts';
import { updateWriters } from '../../src/explain/updates/index.ts';
import { updateValues } from '../../src/explain/updates/values.ts';
import type { Updates } from '../../src/explain/updates/values.ts';
import { parseLayers } from '../../src/network/layerString.ts';
import { parametersOf } from '../../src/network/parameters.ts';
import { optimizers } from '../../src/optimizers/index.ts';
import { chooseOptimizer } from '../../src/train/choose.ts';
import type { OptimizerOptions } from '../../src/train/choose.ts';
import { golden } from '../support/fixtures.ts';
import { valueOf } from '../support/arithmetic.ts';

const unset = {
  momentum: undefined,
  nesterov: false,
  beta1: undefined,
  beta2: undefined,
  rho: undefined,
  epsilon: undefined,
  weightDecay: undefined,
};

/** A network with weights sin(i + k) in the k-th tensor, and one row. */
function subjectOf(layers: string, x: readonly number[], target: readonly number[], loss = 'mse'): Subject {
  const spec = parseLayers(layers, {
    activation: 'tanh',
    outputActivation: loss === 'mse' ? 'linear' : 'softmax',
  });
  const weights = new Map(
    parametersOf(spec).trainable.map(({ name, length, spec: { shape } }, k) => [
      name,
      { shape, dtype: 'float64' as const, data: Float64Array.from({ length }, (_, i) => Math.sin(i + k)) },
    ]),
  );
  return { spec, weights, loss, x, target };
}

const learning = (
  o: Partial<OptimizerOptions> & { optimizer: string },
  learningRate: number,
  steps: number,
) => ({
  ...chooseOptimizer({ ...unset, ...o }),
  learningRate,
  steps,
});

const subject = subjectOf('3,4,2', [0.5, -1, 2], [1, -1]);
const variants: [string, Partial<OptimizerOptions> & { optimizer: string }][] = [
  ...optimizers.names.map((optimizer): [string, { optimizer: string }] => [optimizer, { optimizer }]),
  ['momentum', { optimizer: 'sgd', momentum: 0.9 }],
  ['nesterov', { optimizer: 'sgd', nesterov: true }],
  ['adam with decay', { optimizer: 'adam', weightDecay: 0.03 }],
];

/** Every equation of every weight in every step, with all digits. */
function equationsOf(updates: Updates) {
  return updates.all.flatMap((step) =>
    step.parameters.flatMap(({ before, gradient, after, moments }) =>
      before.flatMap((w, i) =>
        updateWriters.get(updates.kernel).equations(
          {
            name: 'w',
            before: w,
            gradient: gradient[i],
            after: after[i],
            moments: Object.fromEntries(
              Object.entries(moments).map(([name, { before: from, after: to }]) => [
                name,
                { before: from[i], after: to[i] },
              ]),
            ),
            knobs: step.knobs,
            t: step.t,
            settings: updates.settings,
          },
          printing(String),
        ),
      ),
    ),
  );
}

describe.each(variants)('the update of %s as it is written out', (_, o) => {
  const updates = updateValues(subject, learning(o, 0.05, 3));

  it('has the numbers of its kernel', () => {
    const equations = equationsOf(updates);
    const weights = equations.filter(({ name }) => name === 'w');
    expect(weights).toHaveLength(3 * parametersOf(subject.spec).size);
    for (const { expression, value } of equations)
      expect(Math.abs(valueOf(expression) - value)).toBeLessThan(1e-12 * Math.max(1, Math.abs(value)));
  });

  it('begins each step where the one before ended', () => {
    updates.all.slice(1).forEach(({ parameters }, i) => {
      parameters.forEach(({ before, moments }, p) => {
        const earlier = updates.all[i].parameters[p];
        expect(before).toEqual(earlier.after);
        for (const [name, { before: from }] of Object.entries(moments))
          expect(from).toEqual(earlier.moments[name].after);
      });
    });
  });

  it('leads to the loss that is said', () => {
    const last = updates.all.at(-1)?.parameters ?? [];
    const weights = new Map(
      last.map(({ name, shape, after }) => [
        name,
        { shape, dtype: 'float64' as const, data: Float64Array.from(after) },
      ]),
    );
    expect(updates.after.dataLoss).toBeCloseTo(stepValues({ ...subject, weights }).loss, 12);
  });
});

it('every kernel of an optimizer has a writer', () => {
  for (const [, o] of variants) {
    const { optimizer, settings } = chooseOptimizer({ ...unset, ...o });
    expect(updateWriters.names).toContain(optimizer.rule(settings).kernel.name);
  }
});

it('adds penalties and decay to the gradient and to the loss', () => {
  const updates = updateValues(subject, {
    ...learning({ optimizer: 'sgd', weightDecay: 0.2 }, 0.1, 1),
    penalty: { l1: 0.01, l2: 0.05 },
  });
  const [{ parameters, dataLoss, regularizationLoss, loss, penalties }] = updates.all;
  const weights = parameters.filter(({ name }) => name.endsWith('weight'));
  const wanted = weights.reduce(
    (all, { before }) => all + before.reduce((sum, w) => sum + 0.01 * Math.abs(w) + 0.05 * w * w, 0),
    0,
  );
  expect(penalties).toHaveLength(4);
  expect(regularizationLoss).toBeCloseTo(wanted, 12);
  expect(loss).toBeCloseTo(dataLoss + wanted, 12);
  for (const { name, before, lossGradient, gradient, after } of parameters) {
    const penalised = name.endsWith('weight');
    before.forEach((w, i) => {
      const g = lossGradient[i] + (penalised ? 0.01 * (w < 0 ? -1 : 1) + 0.1 * w : 0) + 0.2 * w;
      expect(gradient[i]).toBeCloseTo(g, 12);
      expect(after[i]).toBeCloseTo(w - 0.1 * g, 12);
    });
  }
});

it('writes the gradient with its penalties, and the numbers add up', () => {
  const updates = updateValues(subject, {
    ...learning({ optimizer: 'sgd', weightDecay: 0.2 }, 0.1, 1),
    penalty: { l1: 0.01, l2: 0.05 },
  });
  const lines = narrateUpdates(updates, { text: '' }, { units: 9 })
    .flatMap((block) => (block.kind === 'preformatted' ? block.text.split('\n') : []))
    .filter((line) => / = .* = /.test(line));
  const gradients = lines.filter((line) => line.startsWith('g = '));
  expect(gradients).toHaveLength(parametersOf(subject.spec).size);
  for (const line of lines) {
    const [, expression, value] = line.split(' = ');
    expect(Math.abs(valueOf(expression) - Number(value))).toBeLessThan(2e-4);
  }
});

/** A golden of PyTorch: losses and weights of some steps of an optimizer. */
interface Trajectory {
  readonly optimizer: string;
  readonly options: Partial<OptimizerOptions>;
  readonly learning_rate: number;
  readonly losses: readonly number[];
  readonly weights: readonly (readonly number[])[];
}

it.each(golden<Trajectory[]>('explained_updates.json').map((entry) => [entry.optimizer, entry] as const))(
  '%s goes where PyTorch goes',
  (name, { options, learning_rate: rate, losses, weights }) => {
    const updates = updateValues(subject, learning({ ...options, optimizer: name }, rate, losses.length - 1));
    // PyTorch keeps the product of NAdam's momentums in float32.
    const digits = name === 'nadam' ? 8 : 10;
    expect(updates.all.map(({ loss }) => loss).concat(updates.after.loss)).toEqual(
      losses.map((loss) => expect.closeTo(loss, digits) as number),
    );
    updates.all.at(-1)?.parameters.forEach(({ after }, k) => {
      after.forEach((w, i) => expect(w).toBeCloseTo(weights[k][i], digits));
    });
  },
);
