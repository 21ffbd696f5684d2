import { axpy } from '../kernels/elementwise.ts';
import { clipByNorm, sumSquares } from '../kernels/reduce.ts';
import type { PlanBuilder } from '../plan/builder.ts';
import type { UpdateRequest } from './compileRequest.ts';
import type { NetworkMemory } from './networkMemory.ts';
import { emitBounds } from './penalties.ts';

/** Emits clipping and the optimizer's update over the whole parameter segment. */
export function emitUpdate(
  plan: PlanBuilder,
  memory: NetworkMemory,
  { rule, penalty = {}, weightDecay = 0, clipNorm }: UpdateRequest,
): void {
  const { parameters: w, gradients: g, moments, knobs: k, table } = memory;
  const n = table.size;
  plan.at('optimizer', 'update');
  if (clipNorm !== undefined) {
    const squares = plan.tensor('gradient norm²', []);
    plan.emit(sumSquares, { x: g, out: squares, n });
    plan.emit(clipByNorm, { g, s: squares, n, limit: clipNorm });
  }
  // After the clipping, as an optimizer of PyTorch adds it: it bounds the slope of the loss, not the decay.
  if (weightDecay > 0) plan.emit(axpy, { x: w, y: g, n, alpha: weightDecay });
  const segments = Object.fromEntries(rule.moments.map((name, i) => [name, moments[i]]));
  plan.emitAny(rule.kernel, { w, g, ...segments, k, n, knobs: rule.knobs });
  emitBounds(plan, memory, penalty);
}
