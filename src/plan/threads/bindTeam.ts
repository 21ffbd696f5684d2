import type { Overlay } from '../../kernels/overlay.ts';
import type { Arena } from '../arena.ts';
import { addressesOf, bind } from '../bind.ts';
import type { Bound } from '../bind.ts';
import { overlayFor } from '../overlay.ts';
import { callsOf } from './shards.ts';
import type { Staged } from './stages.ts';
import type { Call, Crew } from './team.ts';

/**
 * Fixes a sharded plan to its memory: every thread's shard of every stage. While the threads start, and for
 * `observe`, the calling thread runs the whole steps alone, with the same result.
 */
export function bindTeam(
  { plan, bounds, threads }: Staged,
  arena: Arena,
  overlays: readonly Overlay[],
  crew: Crew,
): Bound {
  const alone = bind(plan, arena, overlays);
  const count = (plan.stages?.at(-1) ?? 0) + 1;
  // Who serves a step is decided by the whole step: a shard must be computed as the whole would be.
  const shardOf = <T>(thread: number, make: (call: Call, whole: () => void) => T): T[][] => {
    const stages: T[][] = Array.from({ length: count }, () => []);
    plan.steps.forEach((step, i) => {
      const ends = bounds[i];
      if (ends ? ends[thread] === ends[thread + 1] : thread > 0) return;
      const stage = stages[plan.stages?.[i] ?? i];
      const kernel = step.kernel.name;
      const whole = () => alone.runStep(i);
      const found = overlayFor(step, overlays);
      if (!found) {
        stage.push(make({ overlay: 'reference', kernel, args: [] }, whole));
        return;
      }
      const { overlay, fast } = found;
      for (const part of callsOf(step, fast, ends?.[thread], ends?.[thread + 1])) {
        const args = addressesOf(part, plan, arena);
        stage.push(make({ overlay: overlay.name, kernel, args }, whole));
      }
    });
    return stages;
  };
  const own = shardOf(0, ({ overlay, kernel, args }, whole) => {
    const fast = overlays.find(({ name }) => name === overlay)?.get(kernel);
    return fast ? fast.call.bind(null, ...args) : whole;
  });
  const together = crew.program(threads, (thread) => shardOf(thread, (call) => call), own);
  return {
    ...alone,
    run() {
      if (crew.ready) together();
      else alone.run();
    },
  };
}
