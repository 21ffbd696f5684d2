/**
 * Time of a training step on one thread and on several, beside what the cost model chooses: npm run
 * bench:threads [n]
 */
import { worthwhileThreads } from '../src/plan/threads/cost.ts';
import { median } from './measure.ts';
import { microseconds, stepOf } from './step.ts';

const threads = Number(process.argv[2] ?? 2);
const networks = [
  ['2,64,3', 300],
  ['4,64,64,3', 32],
  ['13,64,64,3', 32],
  ['64,64,64,10', 32],
  ['64,64,64,10', 64],
  ['784,128,128,10', 128],
  ['1024,2048,2048,10', 256],
] as const;

console.log(`layers, rows: one thread, ${threads} threads, how many times faster, threads the model chooses`);
for (const [layers, rows] of networks) {
  const one = await stepOf(layers, rows, 1);
  const several = await stepOf(layers, rows, threads);
  const runs = Math.max(3, Math.round(30_000 / microseconds(one, 3)));
  const times: [number[], number[]] = [[], []];
  for (let round = 0; round < 21; round++) {
    times[0].push(microseconds(one, runs));
    times[1].push(microseconds(several, runs));
  }
  const [alone, together] = times.map(median);
  const chosen = worthwhileThreads(one.plan.steps, threads, () => ({ call: () => {} }));
  console.log(
    `${layers}, ${rows}: ${alone.toFixed(1)} µs, ${together.toFixed(1)} µs, ${(alone / together).toFixed(2)}, ${chosen}`,
  );
}
process.exit(0);
