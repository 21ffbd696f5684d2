import { totalmem } from 'node:os';
import { getHeapStatistics } from 'node:v8';
import type { MemoryLimit } from '../formats/memory.ts';

/** A heap below it was made small on purpose (--max-old-space-size). */
const SMALL_HEAP = 2 ** 30;

/** What a machine has: its memory, what its control group allows, the heap. */
interface Room {
  readonly machine: number;
  /** 0: nothing is said. */
  readonly group: number;
  readonly heap: number;
}

const roomOfMachine = (): Room => ({
  machine: totalmem(),
  group: process.constrainedMemory(),
  heap: getHeapStatistics().heap_size_limit,
});

function shareOf({ machine, group, heap }: Room): number {
  const half = Math.min(machine, group > 0 ? group : Infinity) / 2;
  return Math.floor(heap < SMALL_HEAP ? Math.min(half, heap) : half);
}

/** How much memory what is read may take: what was said, or half of what there is, and no more than a small heap. */
export function memoryLimit(given: number | undefined, room: () => Room = roomOfMachine): MemoryLimit {
  if (given !== undefined) return { bytes: given, given: true };
  let bytes: number | undefined;
  return {
    get bytes() {
      return (bytes ??= shareOf(room()));
    },
    given: false,
  };
}
