import { PlanBuilder, view } from '../plan/builder.ts';
import { prune } from '../plan/passes/prune.ts';
import type { Handle } from '../plan/plan.ts';
import { answersOf } from './answers.ts';
import { emitAugmented, emitBatch } from './compileBatch.ts';
import { LayerPasses } from './compileLayers.ts';
import { emitLoss } from './compileLoss.ts';
import type { Compiled, CompileRequest } from './compileRequest.ts';
import { emitUpdate } from './compileUpdate.ts';
import { emitPenalties } from './penalties.ts';

/**
 * Compiles a network for one batch size. With a loss it reports losses and correct targets, with an update it
 * also learns.
 * @throws {NnError} a usage error when shapes, loss and output do not fit together or a layer has no gradient
 */
export function compile(request: CompileRequest): Compiled {
  const plan = new PlanBuilder();
  const passes = new LayerPasses(plan, request);
  const { nodes, layers, hostMasks, carried } = passes;
  const { loss, rows: m, update, keepLayers, memory } = request;
  const batch = emitBatch(plan, request, nodes.at(-1));
  const { x, weights } = batch;
  const { target, mixed, ...augmented } = emitAugmented(plan, request, batch);
  passes.outputs.set('input', augmented.x);
  const given = loss && answersOf(nodes, loss.loss);
  const last = given?.layer ?? nodes.length - 1;
  nodes.slice(0, last + 1).forEach((node, i) => passes.forward(node, i));
  const logits = passes.output(nodes[last]?.node.name ?? 'input');
  const base = { rows: m, x, layers, hostMasks, carried };
  const kept = keepLayers ? layers.map(({ output }) => output) : [];
  if (!loss && request.outputGradient && update) {
    passes.backward(last, view(request.outputGradient, 0, logits.shape));
    emitUpdate(plan, memory, update);
    return { ...base, plan: prune(plan.plan([logits])), prediction: logits, penalties: [] };
  }
  if (!loss || !given || !target) {
    return { ...base, plan: prune(plan.plan([logits, ...kept])), prediction: logits, penalties: [] };
  }

  const emitted = emitLoss(plan, loss, { ...given, logits, target, mixed, weights, m });
  const { p, lossRows, lossSum, correctSum } = emitted;
  let inputGradient: Handle | undefined;
  if (update || request.inputGradient) inputGradient = passes.backward(last, emitted.gradient());
  const penalties = emitPenalties(plan, request, update?.penalty ?? {});
  if (update) emitUpdate(plan, memory, update);
  const outputs = [
    p,
    lossRows,
    lossSum,
    ...(correctSum ? [correctSum] : []),
    ...(inputGradient ? [inputGradient] : []),
    ...penalties.map((term) => term.sum),
    ...kept,
  ];
  return {
    ...base,
    plan: prune(plan.plan(outputs)),
    ...(batch.target && { target: batch.target }),
    prediction: p,
    lossRows,
    lossSum,
    penalties,
    ...(correctSum && { correctSum }),
    ...(inputGradient && { inputGradient }),
  };
}
