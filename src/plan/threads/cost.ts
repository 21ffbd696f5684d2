import { sizeOf } from '../../tensor/tensor.ts';
import type { Served } from '../overlay.ts';
import { tensorsByRole } from '../plan.ts';
import type { Handle, Step, Storage } from '../plan.ts';
import { chunkOf, parallelExtent } from './shards.ts';

// Nanoseconds, measured with `npm run bench:threads`. Only their proportions matter, and those differ little
// between machines.
const PER_CALL = 100;
const PER_FLOP = 1 / 44;
const PER_ELEMENT = 0.1;
/**
 * What one processor wrote and another one reads goes through the caches between them, a line of 16 elements
 * in 15 ns.
 */
const PER_SHARED_ELEMENT = 0.95;
const PER_BARRIER = 300;
/** Phases of a training step. */
const BARRIERS = 3;
/** A team must save this share of the time: it keeps other processors busy. */
const GAIN = 0.2;

/** Tensors whose every element a step touches; a kernel that computes nothing picks rows from a data set. */
const touched = (step: Step): Handle[] =>
  step.kernel.flops(step.numbers) > 0 ? Object.values(step.tensors) : tensorsByRole(step, false);

const elements = (handles: readonly Handle[]) => handles.reduce((sum, { shape }) => sum + sizeOf(shape), 0);

/** About how long a step takes on one thread, in nanoseconds. */
function timeOf(step: Step, speed = 1): number {
  const flops = step.kernel.flops(step.numbers);
  return PER_CALL + (PER_FLOP / speed) * flops + PER_ELEMENT * elements(touched(step));
}

/**
 * Elements that several steps work on: with threads, half or more of each travel from one processor to
 * another.
 */
function elementsBetween(steps: readonly Step[]): number {
  const sizes = new Map<Storage, Map<number, number>>();
  for (const handle of steps.flatMap(touched)) {
    const parts = sizes.get(handle.storage) ?? new Map<number, number>();
    parts.set(handle.offset, Math.max(parts.get(handle.offset) ?? 0, sizeOf(handle.shape)));
    sizes.set(handle.storage, parts);
  }
  let sum = 0;
  for (const [storage, parts] of sizes)
    sum += Math.min(
      storage.length,
      [...parts.values()].reduce((a, b) => a + b, 0),
    );
  return sum;
}

/**
 * How many of at most `most` threads do these steps fastest. Small work is done by one: moving the data
 * between processors and waiting for each other would cost more than is saved.
 */
export function worthwhileThreads(steps: readonly Step[], most: number, served: Served): number {
  const costs = steps.map((step) => {
    const fast = served(step);
    const chunk = chunkOf(step, fast);
    const chunks = chunk === undefined ? 1 : Math.ceil(parallelExtent(step) / chunk);
    return { time: timeOf(step, fast?.speed), chunks };
  });
  const timeOn = (threads: number) =>
    costs.reduce((sum, { time, chunks }) => sum + time / Math.max(1, Math.min(threads, chunks)), 0);
  const moved = PER_SHARED_ELEMENT * elementsBetween(steps);
  let best = { threads: 1, time: timeOn(1) * (1 - GAIN) };
  for (let threads = 2; threads <= most; threads++) {
    const waiting =
      BARRIERS * PER_BARRIER * Math.log2(threads) + (2 * moved * (threads - 1)) / (threads * threads);
    const time = timeOn(threads) + waiting;
    if (time < best.time) best = { threads, time };
  }
  return best.threads;
}
