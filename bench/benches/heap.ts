import { runInNewContext } from 'node:vm';
import { setFlagsFromString } from 'node:v8';
import type { Bench } from '../measure.ts';
import { stepOf } from '../step.ts';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

export const heap: Bench = {
  name: 'heap',
  about:
    'bytes that the heap grows per training step, 2-64-3, 300 rows, over 20,000 steps without a collection',
  async run() {
    const step = await stepOf('2,64,3', 300, 1);
    for (let i = 0; i < 20_000; i++) step.run();
    collect();
    const before = process.memoryUsage().heapUsed;
    const steps = 20_000;
    for (let i = 0; i < steps; i++) step.run();
    const grown = (process.memoryUsage().heapUsed - before) / steps;
    return [
      {
        bench: 'heap',
        against: 'none',
        ours: `${grown.toFixed(2)} B`,
        theirs: '0 B',
        ratio: undefined,
        target: undefined,
      },
    ];
  },
};
