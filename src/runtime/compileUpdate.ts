import { maxNorm } from '../kernels/constrain.ts';
import { addL1Grad, addL2Grad, axpy } from '../kernels/elementwise.ts';
import { clipByNorm, sumAbs, sumSquares } from '../kernels/reduce.ts';
import { learns } from '../layers/define.ts';
import { noPenalty } from '../network/spec.ts';
import type { Penalty } from '../network/spec.ts';
import type { PlanBuilder } from '../plan/builder.ts';
import type { Handle } from '../plan/plan.ts';
import type { CompileRequest, UpdateRequest } from './compileRequest.ts';
import { parameterView } from './networkMemory.ts';
import type { NetworkMemory } from './networkMemory.ts';

/** Emits penalties' gradients and collects their sums. */
export function emitPenalties(
  plan: PlanBuilder,
  { memory, mode }: CompileRequest,
  common: Partial<Penalty>,
): { factor: number; sum: Handle }[] {
  const terms: { factor: number; sum: Handle }[] = [];
  for (const parameter of memory.table.trainable) {
    const penalty = { ...noPenalty, ...(parameter.layer.penalty ?? common) };
    const isWeight = parameter.spec.init === 'weight';
    const l1 = isWeight ? penalty.l1 : penalty.biasL1;
    const l2 = isWeight ? penalty.l2 : penalty.biasL2;
    const w = parameterView(memory, parameter);
    const n = parameter.length;
    plan.at(parameter.layer.name, 'loss');
    for (const [factor, kernel] of [
      [l1, sumAbs],
      [l2, sumSquares],
    ] as const) {
      if (factor === 0) continue;
      const total = plan.tensor(`penalty of ${parameter.name}`, []);
      plan.emit(kernel, { x: w, out: total, n });
      terms.push({ factor, sum: total });
    }
    if (!learns(mode)) continue;
    plan.at(parameter.layer.name, 'backward');
    const g = parameterView(memory, parameter, true);
    if (l1 > 0) plan.emit(addL1Grad, { w, g, n, lambda: l1 });
    if (l2 > 0) plan.emit(addL2Grad, { w, g, n, lambda: l2 });
  }
  return terms;
}

/** Emits the bounds of weights, for after an update. */
function emitBounds(plan: PlanBuilder, memory: NetworkMemory, common: Partial<Penalty>): void {
  for (const parameter of memory.table.trainable) {
    const { maxNorm: limit = 0 } = parameter.layer.penalty ?? common;
    if (limit === 0 || parameter.spec.init !== 'weight') continue;
    const n = parameter.spec.shape.at(-1) ?? 1;
    plan.at(parameter.layer.name, 'update');
    plan.emit(maxNorm, { w: parameterView(memory, parameter), m: parameter.length / n, n, limit });
  }
}

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
