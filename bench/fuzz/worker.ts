import { writeSync } from 'node:fs';
import { fuzz } from './engine.ts';
import { targetNamed } from './targets.ts';

/** Where the parent listens. */
const PARENT = 3;
const say = (message: object) => void writeSync(PARENT, `${JSON.stringify(message)}\n`);

const [name, ...numbers] = process.argv.slice(2);
const [seed, from, runs, block, seconds] = numbers.map(Number);
const end = performance.now() + 1000 * seconds;
const { inputs, accepted } = await fuzz(targetNamed(name), {
  seed,
  from,
  runs,
  block,
  beginning(number, read) {
    say({ number, accepted: read });
    return performance.now() < end;
  },
  found: (finding) => say({ finding }),
});
say({ inputs, accepted });
process.exit(0);
