import { expect, it } from 'vitest';
import { crossEntropy } from '../../../src/losses/crossEntropy.ts';
import { compile } from '../../../src/runtime/compile.ts';
import { parseLayers } from '../../../src/network/layerString.ts';
import { allocateNetwork } from '../../../src/runtime/networkMemory.ts';
import { inStages } from '../../../src/plan/threads/stages.ts';

it('divides a batch of sequences although products of all their steps are computed in chunks', () => {
  const spec = parseLayers('28x4,lstm:8,3', { activation: 'relu', outputActivation: 'softmax' });
  const { plan } = compile({
    spec,
    memory: allocateNetwork(spec),
    mode: 'predict',
    rows: 128,
    loss: { loss: crossEntropy },
  });
  // 3584 rows in chunks of 256: a chunk ends with every 64th sequence.
  const staged = inStages(plan, 2, 128, ({ kernel }) => ({
    call() {},
    chunk: ({ m }) => (kernel.name === 'matmul' && m > 128 ? 256 : 1),
  }));
  const bounds = Object.fromEntries(
    staged.plan.steps.map(({ kernel }, i) => [kernel.name, staged.bounds[i]]),
  );
  expect(bounds.matmul?.at(1)).toBe(64);
  expect(bounds.lstm).toEqual([0, 64, 128]);
});
