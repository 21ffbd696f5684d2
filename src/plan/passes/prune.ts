import { tensorsByRole } from '../plan.ts';
import type { Plan, Step } from '../plan.ts';

/** Drops every step whose results nobody reads: layers never ask whether a gradient is needed. */
export function prune(plan: Plan): Plan {
  const live = new Set(plan.outputs.map((handle) => handle.storage));
  const kept: Step[] = [];
  for (const step of plan.steps.toReversed()) {
    const needed = tensorsByRole(step, false).some(
      ({ storage }) => storage.home === 'persistent' || live.has(storage),
    );
    if (!needed) continue;
    for (const { storage } of tensorsByRole(step, true)) live.add(storage);
    kept.push(step);
  }
  return { ...plan, steps: kept.reverse() };
}
