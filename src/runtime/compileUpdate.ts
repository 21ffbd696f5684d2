import { axpy } from '../kernels/elementwise.ts';
import { movingAverage } from '../kernels/movingAverage.ts';
import { clipByNorm, sumSquares } from '../kernels/reduce.ts';
import { view } from '../plan/builder.ts';
import type { PlanBuilder } from '../plan/builder.ts';
import type { Handle } from '../plan/plan.ts';
import type { UpdateRequest } from './compileRequest.ts';
import type { NetworkMemory } from './networkMemory.ts';
import { emitBounds } from './penalties.ts';

/** Emits clipping, the optimizer's update over the whole parameter segment, and its moving average. */
export function emitUpdate(
  plan: PlanBuilder,
  memory: NetworkMemory,
  { rule, penalty = {}, weightDecay = 0, clipNorm, groups, average }: UpdateRequest,
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
  const whole = [{ offset: 0, length: n, decay: 1 }];
  (groups ?? whole).forEach(({ offset, length, decay }, i) => {
    const of = (segment: Handle) => view(segment, offset, [length]);
    const alpha = weightDecay * decay;
    if (alpha > 0) plan.emit(axpy, { x: of(w), y: of(g), n: length, alpha });
    const segments = Object.fromEntries(rule.moments.map((name, at) => [name, of(moments[at])]));
    const knobs = view(k, i * rule.knobs, [rule.knobs]);
    plan.emitAny(rule.kernel, { w: of(w), g: of(g), ...segments, k: knobs, n: length, knobs: rule.knobs });
  });
  emitBounds(plan, memory, penalty);
  if (!average) return;
  const { share } = average;
  plan.emit(movingAverage, { a: average.parameters, w, k: share, n });
  const { states } = memory;
  if (table.stateSize > 0)
    plan.emit(movingAverage, { a: average.states, w: states, k: share, n: table.stateSize });
}
