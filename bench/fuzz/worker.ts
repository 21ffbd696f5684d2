import { writeSync } from 'node:fs';
import { fuzz } from './engine.ts';
import { targetNamed } from './targets.ts';

/** Where the parent listens. */
const PARENT = 3;
const say = (message: object) => void writeSync(PARENT, `${JSON.stringify(message)}\n`);

const [name, seed, from, runs] = process.argv.slice(2);
const { accepted } = await fuzz(targetNamed(name), {
  seed: Number(seed),
  from: Number(from),
  runs: Number(runs),
  beginning: (number) => say({ number }),
  found: (finding) => say({ finding }),
});
say({ accepted });
process.exit(0);
