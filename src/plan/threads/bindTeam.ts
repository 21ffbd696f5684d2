import type { Arena } from '../arena.ts';
import { addressesOf, bind, callsOf, overlayFor } from '../bind.ts';
import type { Bound, Overlay } from '../bind.ts';
import type { Staged } from './stages.ts';
import type { Call, Crew } from './team.ts';

/**
 * Fixes a divided plan to its memory: every thread's share of every stage. While the threads start, and for `observe`, the
 * calling thread runs the whole steps alone, with the same result.
 */
export function bindTeam(
  { plan, cuts, threads }: Staged,
  arena: Arena,
  overlays: readonly Overlay[],
  crew: Crew,
): Bound {
  const alone = bind(plan, arena, overlays);
  const count = (plan.stages?.at(-1) ?? 0) + 1;
  // Who serves a step is decided by the whole step: a piece must be computed as the whole would be.
  const shareOf = <T>(thread: number, make: (call: Call, whole: () => void) => T): T[][] => {
    const stages: T[][] = Array.from({ length: count }, () => []);
    plan.steps.forEach((step, i) => {
      const cut = cuts[i];
      if (cut ? cut[thread] === cut[thread + 1] : thread > 0) return;
      const stage = stages[plan.stages?.[i] ?? i];
      const kernel = step.kernel.name;
      const whole = () => alone.runStep(i);
      const found = overlayFor(step, overlays);
      if (!found) {
        stage.push(make({ overlay: 'reference', kernel, args: [] }, whole));
        return;
      }
      const { overlay, fast } = found;
      for (const piece of callsOf(step, fast, cut?.[thread], cut?.[thread + 1])) {
        const args = addressesOf(piece, plan, arena);
        stage.push(make({ overlay: overlay.name, kernel, args }, whole));
      }
    });
    return stages;
  };
  const own = shareOf(0, ({ overlay, kernel, args }, whole) => {
    const fast = overlays.find(({ name }) => name === overlay)?.get(kernel);
    return fast ? fast.call.bind(null, ...args) : whole;
  });
  const together = crew.program(threads, (thread) => shareOf(thread, (call) => call), own);
  return {
    ...alone,
    run() {
      if (crew.ready) together();
      else alone.run();
    },
  };
}
