/**
 * Speed of every kernel on each backend, over the bench sizes of the tests' case table:
 *
 *     npm run bench:kernels [part of a kernel's name]…
 *
 * A figure is the median of several samples after a warm-up that lasts until V8 has optimised the code. GB/s
 * counts every tensor once (twice when it is updated). The last column is a BLAS library, where one is found
 * and has the kernel.
 */
import Table from 'cli-table3';
import { cases } from '../test/kernels/cases/index.ts';
import { kernels } from '../src/runtime/kernels.ts';
import { findBlas } from '../src/cli/blas.ts';
import { blasOverlay } from '../src/kernels/blas/overlay.ts';
import { callArgs, callsInChunks, fill, layOut, openBackend, runReference } from '../test/kernels/harness.ts';
import type { Layout } from '../test/kernels/harness.ts';

const SAMPLES = 11;
const SAMPLE_MS = 4;
const WARM_UP_MS = 60;
const PAGES = 1024;

/** Milliseconds of one call. */
function measure(call: () => void): number {
  const repeat = (times: number) => {
    const begin = performance.now();
    for (let i = 0; i < times; i++) call();
    return performance.now() - begin;
  };
  const warmUpEnd = performance.now() + WARM_UP_MS;
  let calls = 0;
  const begin = performance.now();
  do {
    call();
    calls++;
  } while (performance.now() < warmUpEnd);
  const times = Math.max(1, Math.round((SAMPLE_MS * calls) / (performance.now() - begin)));
  const samples = Array.from({ length: times > 1 ? SAMPLES : 5 }, () => repeat(times) / times);
  return samples.sort((a, b) => a - b)[samples.length >> 1];
}

/** Bytes that a call has to read and write at least. */
function traffic({ tensors }: Layout): number {
  let words = 0;
  for (const { arg, words: count } of tensors.values()) words += arg.role === 'update' ? 2 * count : count;
  return 4 * words;
}

/** `128×784×128`, or the names where they are not the usual extents. */
function sizeText(numbers: Readonly<Record<string, number>>): string {
  return ['m', 'k', 'n']
    .filter((name) => name in numbers)
    .map((name) => String(numbers[name]))
    .join('×');
}

const wanted = process.argv.slice(2);
const chosen = Object.entries(cases).filter(
  ([name]) => wanted.length === 0 || wanted.some((text) => name.includes(text)),
);
const simd = await openBackend('simd', PAGES);
const relaxed = await openBackend('relaxed', PAGES);
const { blas } = findBlas();
const { memory, overlay: own } = relaxed;
const library = blas && blasOverlay({ open: () => blas, memory, own, always: true });

const table = new Table({
  head: ['kernel', 'size', 'reference µs', 'simd µs', 'relaxed µs', 'GFLOP/s', 'GB/s', 'speed-up', 'blas µs'],
  colAligns: ['left', 'left', 'right', 'right', 'right', 'right', 'right', 'right', 'right'],
  style: { head: [], border: [] },
});
for (const [name, { bench, fill: fills = {} }] of chosen) {
  const kernel = kernels.get(name);
  if (!kernel) continue;
  for (const numbers of bench) {
    const timeOn = ({ overlay, memory }: typeof simd) => {
      const layout = layOut(kernel, numbers, memory.buffer.byteLength);
      fill(layout, memory.buffer, fills, 1);
      const { call } = overlay.get(name) ?? { call: () => {} };
      const bound = call.bind(null, ...callArgs(layout));
      return measure(bound);
    };
    const layout = layOut(kernel, numbers, relaxed.memory.buffer.byteLength);
    fill(layout, relaxed.memory.buffer, fills, 1);
    const slow = measure(() => runReference(layout, relaxed.memory.buffer));
    const plain = timeOn(simd);
    const fused = timeOn(relaxed);
    const theirs = library?.get(name);
    const calls = theirs ? callsInChunks(layout, theirs.chunk(layout.numbers)) : [];
    const called =
      theirs &&
      measure(() => {
        for (const args of calls) theirs.call(...args);
      });
    const flops = kernel.flops(layout.numbers);
    table.push([
      name,
      sizeText(numbers),
      (slow * 1e3).toFixed(1),
      (plain * 1e3).toFixed(2),
      (fused * 1e3).toFixed(2),
      flops > 0 ? (flops / fused / 1e6).toFixed(1) : '',
      (traffic(layout) / fused / 1e6).toFixed(1),
      `${(slow / fused).toFixed(0)}×`,
      called === undefined ? '' : (called * 1e3).toFixed(2),
    ]);
  }
}
process.stdout.write(`${table.toString()}\n`);
