import type { Overlay, OverlayKernel } from '../kernels/overlay.ts';
import type { Step } from './plan.ts';

/** Who serves a step; undefined: the reference, which runs on the calling thread alone. */
export type Served = (step: Step) => OverlayKernel | undefined;

/** The first overlay that serves a step, and its kernel; undefined: the reference serves it. */
export function overlayFor(step: Step, overlays: readonly Overlay[]) {
  for (const overlay of overlays) {
    const fast = overlay.get(step.kernel.name);
    if (fast && fast.accepts?.(step.numbers) !== false) return { overlay, fast };
  }
  return undefined;
}
