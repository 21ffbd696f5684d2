import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { defineNetwork, spiralData } from 'nnsh';

it('makes no garbage in a step beyond its result', async () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const { x, y } = spiralData(20, 3);
  const trainer = await defineNetwork('2,16,relu,dropout:0.1,3,softmax').trainer({ clipNorm: 1 });
  const growth = (steps: number): number => {
    collect();
    const before = process.memoryUsage().heapUsed;
    for (let step = 0; step < steps; step++) trainer.step(x, y);
    return process.memoryUsage().heapUsed - before;
  };
  // A busy machine compiles late.
  growth(4000);
  const bytes = Array.from({ length: 9 }, () => growth(500)).toSorted((a, b) => a - b)[4];
  expect(bytes / 500).toBeLessThan(400);
});
