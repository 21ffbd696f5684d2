import { maxNorm } from '../kernels/constrain.ts';
import { addL1Grad, addL2Grad } from '../kernels/elementwise.ts';
import { sumAbs, sumSquares } from '../kernels/reduce.ts';
import { learns } from '../layers/define.ts';
import { noPenalty } from '../network/spec.ts';
import type { Penalty } from '../network/spec.ts';
import type { PlanBuilder } from '../plan/builder.ts';
import type { CompileRequest, PenaltyTerm } from './compileRequest.ts';
import { parameterView } from './networkMemory.ts';
import type { NetworkMemory } from './networkMemory.ts';

/**
 * Emits the penalties of L1 and L2: their sums into the loss, their gradients into those of the weights. A
 * layer's own penalty replaces the common one.
 */
export function emitPenalties(
  plan: PlanBuilder,
  { memory, mode, update }: CompileRequest,
  common: Partial<Penalty>,
): PenaltyTerm[] {
  const terms: PenaltyTerm[] = [];
  for (const parameter of memory.table.trainable) {
    const penalty = { ...noPenalty, ...(parameter.layer.penalty ?? common) };
    const isWeight = parameter.spec.init === 'weight';
    const l1 = isWeight ? penalty.l1 : penalty.biasL1;
    const l2 = isWeight ? penalty.l2 : penalty.biasL2;
    const w = parameterView(memory, parameter);
    const n = parameter.length;
    plan.at(parameter.layer.name, 'loss');
    for (const [norm, factor, kernel] of [
      ['l1', l1, sumAbs],
      ['l2', l2, sumSquares],
    ] as const) {
      if (factor === 0) continue;
      const total = plan.tensor(`penalty of ${parameter.name}`, []);
      plan.emit(kernel, { x: w, out: total, n });
      terms.push({ parameter: parameter.name, norm, factor, sum: total });
    }
    if (!learns(mode) && !update) continue;
    plan.at(parameter.layer.name, 'backward');
    const g = parameterView(memory, parameter, true);
    if (l1 > 0) plan.emit(addL1Grad, { w, g, n, lambda: l1 });
    if (l2 > 0) plan.emit(addL2Grad, { w, g, n, lambda: l2 });
  }
  return terms;
}

/** Emits the bounds of weights, for after an update. */
export function emitBounds(plan: PlanBuilder, memory: NetworkMemory, common: Partial<Penalty>): void {
  for (const parameter of memory.table.trainable) {
    const { maxNorm: limit = 0 } = parameter.layer.penalty ?? common;
    if (limit === 0 || parameter.spec.init !== 'weight') continue;
    const n = parameter.spec.shape.at(-1) ?? 1;
    plan.at(parameter.layer.name, 'update');
    plan.emit(maxNorm, { w: parameterView(memory, parameter), m: parameter.length / n, n, limit });
  }
}
