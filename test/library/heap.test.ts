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
  growth(4000);
  // What a step leaves behind it leaves every time; a busy machine compiles late, and adds to some of them.
  const bytes = Math.min(...Array.from({ length: 9 }, () => growth(500)));
  expect(bytes / 500).toBeLessThan(400);
});
