import { expect, it } from 'vitest';
import { compile } from '../../../src/runtime/compile.ts';
import { allocateNetwork } from '../../../src/runtime/networkMemory.ts';
import { parseLayers } from '../../../src/network/layerString.ts';
import { losses } from '../../../src/losses/index.ts';
import { sgd } from '../../../src/optimizers/sgd.ts';
import { bind } from '../../../src/plan/bind.ts';
import { fuse } from '../../../src/plan/passes/fuse.ts';
import { fusions } from '../../../src/runtime/fusions.ts';
import { Arena, plainBacking } from '../../../src/plan/arena.ts';
import { RandomState } from '../../../src/util/random.ts';

const settings = { momentum: 0, nesterov: false, beta1: 0, beta2: 0, rho: 0, epsilon: 0, weightDecay: 0 };

/** One training step of 5-7-6-3 on the reference kernels; the parameters after it and the loss. */
function step(fused: boolean) {
  const rule = sgd.rule(settings);
  const spec = parseLayers('5,7,6:tanh,4,3', { activation: 'relu', outputActivation: 'softmax' });
  const memory = allocateNetwork(spec, rule);
  const [loss] = losses.all;
  const made = compile({
    spec,
    memory,
    mode: 'train',
    rows: 6,
    loss: { loss, match: 'argmax' },
    update: { rule },
  });
  const plan = fused ? fuse(made.plan, fusions) : made.plan;
  const arena = new Arena('float32', plainBacking());
  const { x, target, lossSum, correctSum } = made;
  if (!target || !lossSum || !correctSum) throw new Error('no loss');
  const kept = [memory.parameters, memory.gradients, memory.states, memory.knobs, memory.key, x, target];
  arena.reserve(
    kept.map(({ storage }) => storage),
    [plan],
  );
  const bound = bind(plan, arena, []);
  const random = new RandomState(1);
  for (const handle of [memory.parameters, x]) {
    const values = bound.read(handle);
    for (let i = 0; i < values.length; i++) values[i] = random.standardNormal();
  }
  bound.readInts(target).set([0, 1, 2, 0, 1, 2]);
  bound.read(memory.knobs)[0] = 0.1;
  bound.run();
  return {
    parameters: [...bound.read(memory.parameters)],
    loss: bound.read(lossSum)[0],
    hits: bound.read(correctSum)[0],
    kernels: plan.steps.map((s) => s.kernel.name),
  };
}

it('fusing changes the calls and not one bit of the result', () => {
  const plain = step(false);
  const fused = step(true);
  expect(fused.kernels.filter((name) => name === 'denseForward')).toHaveLength(4);
  expect(fused.kernels.filter((name) => name === 'denseGradInput')).toHaveLength(2);
  expect(fused.kernels).not.toContain('addBias');
  expect(fused.kernels.filter((name) => /CrossEntropy|Match/.test(name))).toEqual([
    'softmaxCrossEntropyStep',
  ]);
  expect(plain.kernels).not.toContain('denseForward');
  expect(plain.kernels).not.toContain('softmaxCrossEntropyStep');
  expect([fused.parameters, fused.loss, fused.hits]).toEqual([plain.parameters, plain.loss, plain.hits]);
});
