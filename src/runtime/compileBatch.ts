import type { AugmentContext } from '../augment/define.ts';
import { checkAugment, emitAugment } from '../augment/index.ts';
import type { Chosen } from '../augment/index.ts';
import { mixRows, mixupShares, nextLabels } from '../kernels/augment.ts';
import { gatherLabels, gatherRows } from '../kernels/gather.ts';
import type { ResolvedNode } from '../network/graph.ts';
import { view } from '../plan/builder.ts';
import type { PlanBuilder } from '../plan/builder.ts';
import { persistent } from '../plan/plan.ts';
import type { Handle } from '../plan/plan.ts';
import { sizeOf } from '../tensor/tensor.ts';
import type { Mixed } from './compileLoss.ts';
import type { BatchSource, CompileRequest } from './compileRequest.ts';

/** Random streams of augmentations, apart from those of layers, which count from 0. */
const AUGMENT_STREAM = 1 << 16;

/** The rows of a batch. */
interface Batch {
  readonly x: Handle;
  readonly target?: Handle;
  readonly weights?: Handle;
}

/**
 * A batch after augmentation. Classes cannot be mixed, so their losses are: own·L(target) + other·L(next).
 */
interface Augmented {
  readonly x: Handle;
  readonly target?: Handle;
  readonly mixed?: Mixed;
}

/** Buffers that the host fills before every run. */
function hostBatch({ spec, rows, loss }: CompileRequest, last: ResolvedNode | undefined): Batch {
  const shape = [rows, ...spec.input];
  const x = persistent('x', shape);
  if (!loss) return { x };
  const { output: all, answers } = last?.inferred ?? { output: shape };
  // Several answers of a row share its target.
  const output = answers === undefined ? all : all.toSpliced(1, 1);
  const classes = loss.loss.target === 'classes';
  // A network whose output is a sequence has one target per step.
  return {
    x,
    target: persistent('target', classes ? output.slice(0, -1) : output, classes ? 'int32' : 'float'),
  };
}

/** Rows of a data set in the order of `order`, from the cursor on. */
function gatheredBatch(
  plan: PlanBuilder,
  { x, target, weights }: BatchSource,
  { index, cursor }: { readonly index: Handle; readonly cursor: Handle },
  m: number,
): Batch {
  plan.at('batch', 'input');
  const total = x.shape[0] ?? 0;
  const gather = (from: Handle, name: string): Handle => {
    const labels = from.storage.element === 'int32';
    const shape = [m, ...from.shape.slice(1)];
    const out = plan.tensor(name, shape, 'scratch', labels ? 'int32' : 'float');
    const n = sizeOf(from.shape.slice(1));
    plan.emit(labels ? gatherLabels : gatherRows, { source: from, index, cursor, out, m, n, total });
    return out;
  };
  return {
    x: gather(x, 'x'),
    ...(target && { target: gather(target, 'target') }),
    ...(weights && { weights: gather(weights, 'weights') }),
  };
}

/** The batch: rows of the data set, or a buffer for the host. */
export function emitBatch(plan: PlanBuilder, request: CompileRequest, last: ResolvedNode | undefined): Batch {
  const { spec, rows, source } = request;
  if (!source) return hostBatch(request, last);
  const { order, cursor, x, target, weights } = source;
  if (order && cursor) return gatheredBatch(plan, source, { index: order, cursor }, rows);
  return {
    x: view(x, 0, [rows, ...spec.input]),
    ...(target && { target }),
    ...(weights && { weights }),
  };
}

/** Rows after augmentation. */
interface Changed {
  readonly x: Handle;
  /** Of rows that were mixed: the share of each row and of the next one, and how anything of theirs is mixed. */
  readonly mixed?: {
    readonly own: Handle;
    readonly other: Handle;
    readonly mix: (from: Handle, name: string) => Handle;
  };
}

/**
 * Rows changed at random as --augment says, the inputs mixed with those of the next row where it asks for it.
 *
 * @param mixes false: there are no targets to mix along, so that nothing is mixed
 */
export function emitChangedRows(
  plan: PlanBuilder,
  augment: readonly Chosen[],
  context: Omit<AugmentContext, 'stream'>,
  mixes: boolean,
): Changed {
  const { rows: m, key } = context;
  const x = emitAugment(plan, augment, context, AUGMENT_STREAM);
  const mixup = augment.find(({ effect }) => effect.kind === 'mixup')?.effect;
  if (mixup?.kind !== 'mixup' || !mixes) return { x };
  const own = plan.tensor('own share', [m]);
  const other = plan.tensor('share of the next row', [m]);
  plan.emit(mixupShares, { key, own, other, m, two: 2, stream: AUGMENT_STREAM - 1, alpha: mixup.alpha });
  const mix = (from: Handle, name: string): Handle => {
    const out = plan.tensor(name, from.shape);
    plan.emit(mixRows, { x: from, own, other, out, m, n: sizeOf(from.shape) / m, total: m });
    return out;
  };
  return { x: mix(x, 'x mixed'), mixed: { own, other, mix } };
}

/**
 * The batch as training sees it: changed at random, and mixed with itself.
 * @throws {NnError} a usage error when an augmentation does not fit the shape of the input
 */
export function emitAugmented(
  plan: PlanBuilder,
  { augment = [], spec, memory, rows: m }: CompileRequest,
  { x, target }: Batch,
): Augmented {
  if (augment.length === 0) return { x, ...(target && { target }) };
  const shape = spec.input;
  checkAugment(augment, shape);
  plan.at('augment', 'input');
  const { key } = memory;
  const changed = emitChangedRows(plan, augment, { x, shape, rows: m, key }, target !== undefined);
  const { mixed } = changed;
  if (!mixed || !target) return { x: changed.x, ...(target && { target }) };
  if (target.storage.element === 'float') return { x: changed.x, target: mixed.mix(target, 'target mixed') };
  const next = plan.tensor('next target', [m], 'scratch', 'int32');
  plan.emit(nextLabels, { label: target, out: next, m, total: m });
  return { x: changed.x, target, mixed: { next, own: mixed.own, other: mixed.other } };
}
