/**
 * Matrix products in our own kernels and in a BLAS library, beside what the rule of src/kernels/blas/rule.ts
 * decides:
 *
 *     npm run bench:blas [part of a kernel's name]…
 *
 * Sizes are those of networks and the odd ones around the rule's limits. Each pair is timed alternately; a
 * figure is the median. A line is marked where the rule chooses the slower one by more than a tenth.
 */
import Table from 'cli-table3';
import { findBlas } from '../src/cli/blas.ts';
import { blasOverlay } from '../src/kernels/blas/overlay.ts';
import { kernels } from '../src/runtime/kernels.ts';
import { callArgs, callsInChunks, fill, layOut, openBackend } from '../test/kernels/harness.ts';

const ROUNDS = 9;
const ROUND_MS = 2;

const sizes = [
  ...[8, 16, 24, 32, 48, 64, 128, 256, 512].map((n) => [n, n, n]),
  ...[1, 8, 16, 32, 128, 1024].flatMap((m) => [
    [m, 784, 128],
    [m, 128, 128],
    [m, 64, 64],
    [m, 128, 10],
  ]),
  ...[32, 300, 1024].flatMap((m) => [
    [m, 4, 64],
    [m, 13, 64],
    [m, 64, 3],
  ]),
  ...[1, 8, 32, 256].flatMap((m) => [
    [m, 1024, 1024],
    [m, 2048, 10],
  ]),
  [256, 1024, 2048],
  [1000, 4, 1000],
  [4096, 16, 16],
];

/** Milliseconds of one call of each, timed in turns. */
function compare(calls: readonly (() => void)[]): number[] {
  const times = calls.map((call) => {
    const end = performance.now() + 10 * ROUND_MS;
    const begin = performance.now();
    let count = 0;
    do {
      call();
      count++;
    } while (performance.now() < end);
    return Math.max(1, Math.round((count * ROUND_MS) / (performance.now() - begin)));
  });
  const samples = calls.map((): number[] => []);
  for (let round = 0; round < ROUNDS; round++) {
    calls.forEach((call, i) => {
      const begin = performance.now();
      for (let n = 0; n < times[i]; n++) call();
      samples[i].push((performance.now() - begin) / times[i]);
    });
  }
  return samples.map((values) => values.sort((a, b) => a - b)[ROUNDS >> 1]);
}

const { blas, rejected } = findBlas();
if (!blas) {
  console.error(`no BLAS library: tried ${rejected.map(({ path }) => path).join(', ')}`);
  process.exit(1);
}
const { name: library, core, path } = blas.description;
console.log([library, core, path].filter((word) => word !== undefined).join(', '));
const { memory, overlay: own } = await openBackend('relaxed', 2048);
const overlay = blasOverlay({ open: () => blas, memory, own, always: false });

const table = new Table({
  head: ['kernel', 'm×k×n', 'relaxed µs', 'GFLOP/s', 'blas µs', 'GFLOP/s', 'ratio', 'rule', ''],
  colAligns: ['left', 'left', 'right', 'right', 'right', 'right', 'right', 'left', 'left'],
  style: { head: [], border: [] },
});
const wanted = process.argv.slice(2);
for (const [name, kernel] of kernels) {
  const theirs = overlay.get(name);
  const ours = own.get(name);
  if (!theirs || !ours || (wanted.length > 0 && !wanted.some((text) => name.includes(text)))) continue;
  for (const [m, k, n] of sizes) {
    const layout = layOut(kernel, { m, k, n, act: 1 }, memory.buffer.byteLength);
    fill(layout, memory.buffer, {}, 1);
    const chunks = callsInChunks(layout, theirs.chunk(layout.numbers));
    const [slow, fast] = compare([
      ours.call.bind(null, ...callArgs(layout)),
      () => {
        for (const args of chunks) theirs.call(...args);
      },
    ]);
    const flops = kernel.flops(layout.numbers);
    const chosen = theirs.accepts(layout.numbers);
    const wrong = chosen ? fast > 1.1 * slow : slow > 1.1 * fast;
    table.push([
      ...[name, `${m}×${k}×${n}`],
      ...[(slow * 1e3).toFixed(2), (flops / slow / 1e6).toFixed(0)],
      ...[(fast * 1e3).toFixed(2), (flops / fast / 1e6).toFixed(0)],
      ...[(slow / fast).toFixed(2), chosen ? 'blas' : 'own', wrong ? '←' : ''],
    ]);
  }
}
console.log(table.toString());
