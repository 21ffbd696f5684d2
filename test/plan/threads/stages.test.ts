import { expect, it } from 'vitest';
import { crossEntropy } from '../../../src/losses/crossEntropy.ts';
import { compile } from '../../../src/runtime/compile.ts';
import { parseLayers } from '../../../src/network/layerString.ts';
import { allocateNetwork } from '../../../src/runtime/networkMemory.ts';
import { inStages } from '../../../src/plan/threads/stages.ts';

it('divides a batch of sequences although products of all their steps stay in blocks', () => {
  const spec = parseLayers('28x4,lstm:8,3', { activation: 'relu', outputActivation: 'softmax' });
  const { plan } = compile({
    spec,
    memory: allocateNetwork(spec),
    mode: 'predict',
    rows: 128,
    loss: { loss: crossEntropy },
  });
  // 3584 rows in blocks of 256: a block ends with every 64th sequence.
  const staged = inStages(plan, 2, 128, ({ kernel }) => ({
    call() {},
    block: ({ m }) => (kernel.name === 'matmul' && m > 128 ? 256 : 1),
  }));
  const cuts = Object.fromEntries(staged.plan.steps.map(({ kernel }, i) => [kernel.name, staged.cuts[i]]));
  expect(cuts.matmul?.at(1)).toBe(64);
  expect(cuts.lstm).toEqual([0, 64, 128]);
});
