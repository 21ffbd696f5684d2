import { checkAugment, emitAugment } from '../augment/index.ts';
import type { Chosen } from '../augment/index.ts';
import { usageError } from '../errors.ts';
import { mixRows, mixupShares, nextLabels } from '../kernels/augment.ts';
import { maxNorm } from '../kernels/constrain.ts';
import { add, addL1Grad, addL2Grad, axpy } from '../kernels/elementwise.ts';
import { gatherLabels, gatherRows } from '../kernels/gather.ts';
import { clipByNorm, sumAbs, sumSquares } from '../kernels/reduce.ts';
import { learns } from '../layers/define.ts';
import type { Mode } from '../layers/define.ts';
import type { Rule } from '../optimizers/define.ts';
import { PlanBuilder, view } from '../plan/builder.ts';
import { persistent } from '../plan/plan.ts';
import type { Handle, Plan } from '../plan/plan.ts';
import { prune } from '../plan/passes/prune.ts';
import { sizeOf } from '../tensor/tensor.ts';
import { resolve } from '../network/graph.ts';
import type { ResolvedNode } from '../network/graph.ts';
import { emitLoss, foldedLast } from './compileLoss.ts';
import type { LossRequest, Mixed } from './compileLoss.ts';
import { parameterView } from './networkMemory.ts';
import type { NetworkMemory } from './networkMemory.ts';
import type { Parameter } from '../network/parameters.ts';
import { noPenalty } from '../network/spec.ts';
import type { NetworkSpec, Penalty } from '../network/spec.ts';

/** Where batches come from: a data set in the arena. Without `order` the run takes all rows as they stand. */
export interface BatchSource {
  readonly x: Handle;
  /** int32 [rows], or [rows × steps], for classes (negative: none), float [rows × outputs] for values. */
  readonly target?: Handle;
  /** A weight for each row, mean 1. */
  readonly weights?: Handle;
  /** Which rows in which order, int32, and the position of the batch in it, int32 scalar. */
  readonly order?: Handle;
  readonly cursor?: Handle;
}

export interface UpdateRequest {
  readonly rule: Rule;
  /** Penalty of every layer that has none of its own. */
  readonly penalty?: Partial<Penalty>;
  /** λ added to the gradient as λ·w (torch.optim); 0 for optimizers that decouple it. */
  readonly weightDecay?: number;
  /** Greatest norm of the whole gradient. */
  readonly clipNorm?: number;
}

export interface CompileRequest {
  readonly spec: NetworkSpec;
  readonly memory: NetworkMemory;
  readonly mode: Mode;
  /** Rows of one run. */
  readonly rows: number;
  /** Absent: the host writes rows into `x` (and targets into `target`). */
  readonly source?: BatchSource;
  readonly loss?: LossRequest;
  readonly update?: UpdateRequest;
  /** Changes made to the rows of a training batch. */
  readonly augment?: readonly Chosen[];
  /** Also compute the gradient of the loss by the input; the parameters' own gradients are not kept unless there is an update. */
  readonly inputGradient?: boolean;
  /** Gradient of the output, persistent and filled by the host: what an update learns from instead of a loss. */
  readonly outputGradient?: Handle;
  /** Keep every layer's output readable after the run. */
  readonly keepLayers?: boolean;
}

/** One layer in a compiled network. */
export interface CompiledLayer {
  readonly resolved: ResolvedNode;
  readonly inputs: readonly Handle[];
  readonly output: Handle;
}

/** A network compiled for one batch size: the plan and the tensors worth knowing. */
export interface Compiled {
  readonly plan: Plan;
  readonly rows: number;
  readonly x: Handle;
  readonly target?: Handle;
  readonly layers: readonly CompiledLayer[];
  /** Output of the network: probabilities where the loss folds them in. */
  readonly prediction: Handle;
  /** Loss of each row, or of each step of its sequence, and the sums over the batch. */
  readonly lossRows?: Handle;
  readonly lossSum?: Handle;
  readonly correctSum?: Handle;
  /** Penalty terms: Σ|w| or Σw² of a parameter and its factor. */
  readonly penalties: readonly { readonly factor: number; readonly sum: Handle }[];
  /** Masks that the host fills before every run. */
  readonly hostMasks: readonly { readonly mask: Handle; readonly keep: number }[];
  /** Memory of recurrent layers that goes on from one run to the next. */
  readonly carried: readonly Handle[];
  /** Gradient of the loss by the input, where it was asked for. */
  readonly inputGradient?: Handle;
}

/** Random streams of augmentations, apart from those of layers, which count from 0. */
const AUGMENT_STREAM = 1 << 16;

/** A batch after augmentation. Classes cannot be mixed, so their losses are: own·L(target) + other·L(next). */
interface Augmented {
  readonly x: Handle;
  readonly target?: Handle;
  readonly mixed?: Mixed;
}

class Compiler {
  readonly plan = new PlanBuilder();
  readonly request: CompileRequest;
  readonly nodes: ResolvedNode[];
  readonly outputs = new Map<string, Handle>();
  readonly contexts = new Map<string, Record<string, unknown>>();
  readonly hostMasks: { mask: Handle; keep: number }[] = [];
  readonly carried: Handle[] = [];
  readonly layers: CompiledLayer[] = [];

  constructor(request: CompileRequest) {
    this.request = request;
    this.nodes = resolve(request.spec, request.rows, request.mode);
  }

  /** The batch: rows of the data set, or a buffer for the host. */
  input(): { x: Handle; target?: Handle; weights?: Handle } {
    const { spec, rows, source, loss } = this.request;
    const shape = [rows, ...spec.input];
    if (!source) {
      const x = persistent('x', shape);
      if (!loss) return { x };
      const { output } = this.nodes.at(-1)?.inferred ?? { output: shape };
      const classes = loss.loss.target === 'classes';
      // A network whose output is a sequence is asked about each of its steps.
      return {
        x,
        target: persistent('target', classes ? output.slice(0, -1) : output, classes ? 'int32' : 'float'),
      };
    }
    const { order, cursor } = source;
    if (!order || !cursor) {
      const { x, target, weights } = source;
      return { x: view(x, 0, shape), ...(target && { target }), ...(weights && { weights }) };
    }
    this.plan.at('batch', 'input');
    const total = source.x.shape[0] ?? 0;
    const rowsOf = (from: Handle, name: string): Handle => {
      const out = this.plan.tensor(name, [rows, ...from.shape.slice(1)]);
      const n = sizeOf(from.shape.slice(1));
      this.plan.emit(gatherRows, { source: from, index: order, cursor, out, m: rows, n, total });
      return out;
    };
    const labelsOf = (from: Handle): Handle => {
      const out = this.plan.tensor('target', [rows, ...from.shape.slice(1)], 'scratch', 'int32');
      const n = sizeOf(from.shape.slice(1));
      this.plan.emit(gatherLabels, { source: from, index: order, cursor, out, m: rows, n, total });
      return out;
    };
    const x = rowsOf(source.x, 'x');
    const { target, weights } = source;
    return {
      x,
      ...(target && {
        target: target.storage.element === 'int32' ? labelsOf(target) : rowsOf(target, 'target'),
      }),
      ...(weights && { weights: rowsOf(weights, 'weights') }),
    };
  }

  /** The batch as training sees it: changed at random, and mixed with itself. */
  augment({ x, target }: { x: Handle; target?: Handle }): Augmented {
    const { augment = [], spec, memory, rows: m } = this.request;
    if (augment.length === 0) return { x, ...(target && { target }) };
    const { plan } = this;
    const shape = spec.input;
    checkAugment(augment, shape);
    plan.at('augment', 'input');
    const { key } = memory;
    const changed = emitAugment(plan, augment, { x, shape, rows: m, key }, AUGMENT_STREAM);
    const mixup = augment.find(({ effect }) => effect.kind === 'mixup')?.effect;
    if (mixup?.kind !== 'mixup' || !target) return { x: changed, ...(target && { target }) };
    const own = plan.tensor('own share', [m]);
    const other = plan.tensor('share of the next row', [m]);
    plan.emit(mixupShares, { key, own, other, m, two: 2, stream: AUGMENT_STREAM - 1, alpha: mixup.alpha });
    const mix = (from: Handle, name: string): Handle => {
      const out = plan.tensor(name, from.shape);
      plan.emit(mixRows, { x: from, own, other, out, m, n: sizeOf(from.shape) / m, total: m });
      return out;
    };
    const rows = mix(changed, 'x mixed');
    if (target.storage.element === 'float') return { x: rows, target: mix(target, 'target mixed') };
    const next = plan.tensor('next target', [m], 'scratch', 'int32');
    plan.emit(nextLabels, { label: target, out: next, m, total: m });
    return { x: rows, target, mixed: { next, own, other } };
  }

  /** Emits a layer's forward pass and remembers its tensors for backward. */
  forward(resolved: ResolvedNode, stream: number): void {
    const { node, type, inferred, options, inputShapes } = resolved;
    const { memory, mode } = this.request;
    const inputs = node.inputs.map((name) => this.output(name));
    if (inferred.alias) {
      this.remember(resolved, inputs, view(inputs[0], 0, inferred.output, node.name));
      return;
    }
    const { plan } = this;
    plan.at(node.name, 'forward');
    const xs = inputs.map((x, i) => ({ ...x, shape: inputShapes[i] ?? x.shape }));
    const y = plan.tensor(node.name, inferred.output);
    const context: Record<string, unknown> = {
      options,
      mode,
      stream,
      key: memory.key,
      ...inferred.sizes,
      xs,
      x: xs[0],
      y,
    };
    for (const parameter of this.parametersOf(node.name)) {
      context[parameter.key] = parameterView(memory, parameter);
      context[`d${parameter.key}`] = this.gradientOf(parameter);
    }
    for (const [name, saved] of Object.entries(inferred.saved ?? {})) {
      if (!saved) continue;
      const label = `${node.name} ${name}`;
      context[name] =
        saved.hostMask || saved.carried
          ? persistent(label, saved.shape)
          : plan.tensor(label, saved.shape, 'scratch', saved.element);
      if (saved.carried) this.carried.push(context[name] as Handle);
      if (saved.hostMask) this.hostMasks.push({ mask: context[name] as Handle, keep: saved.hostMask.keep });
    }
    this.contexts.set(node.name, context);
    type.forward(plan, context);
    this.remember(resolved, inputs, y);
  }

  /** Where a parameter's gradient goes: of a network that does not learn, nowhere it would be kept. */
  gradientOf(parameter: Parameter): Handle | undefined {
    const { memory, update, inputGradient } = this.request;
    if (parameter.spec.trainable === false) return undefined;
    if (!update && inputGradient) return this.plan.tensor(`d${parameter.name}`, parameter.spec.shape);
    return memory.gradients.storage.length === 0 ? undefined : parameterView(memory, parameter, true);
  }

  remember(resolved: ResolvedNode, inputs: readonly Handle[], output: Handle): void {
    this.outputs.set(resolved.node.name, output);
    this.layers.push({ resolved, inputs, output });
  }

  output(name: string): Handle {
    const handle = this.outputs.get(name);
    if (!handle) throw new Error(`no output of ${name}`);
    return handle;
  }

  parametersOf(layer: string): Parameter[] {
    const { trainable, states } = this.request.memory.table;
    return [...trainable, ...states].filter((parameter) => parameter.layer.name === layer);
  }

  /**
   * Emits the gradients of all layers before `last`, from the gradient of the last one's output. Returns that of the input,
   * if it was asked for.
   */
  backward(last: number, gradient: Handle): Handle | undefined {
    const { plan } = this;
    const arriving = new Map<string, Handle[]>([[this.nodes[last]?.node.name ?? 'input', [gradient]]]);
    const arrive = (name: string, dx: Handle) => {
      arriving.set(name, [...(arriving.get(name) ?? []), dx]);
    };
    for (const resolved of this.nodes.slice(0, last + 1).reverse()) {
      const { node, type, inferred, inputShapes } = resolved;
      plan.at(node.name, 'backward');
      const parts = arriving.get(node.name);
      if (!parts) continue;
      const dy = this.together(node.name, parts);
      if (inferred.alias) {
        arrive(node.inputs[0], view(dy, 0, inputShapes[0]));
        continue;
      }
      if (inferred.passesGradient) {
        for (const name of node.inputs) arrive(name, dy);
        continue;
      }
      if (!type.backward) throw usageError(`layer "${node.name}" cannot be trained: ${type.noGradient}`);
      const dxs = node.inputs.map((name, i) => plan.tensor(`d${name}`, inputShapes[i] ?? []));
      node.inputs.forEach((name, i) => {
        if (name !== 'input' || this.request.inputGradient) arrive(name, dxs[i]);
      });
      type.backward(plan, { ...this.contexts.get(node.name), dy, dxs, dx: dxs[0] });
    }
    const ofInput = arriving.get('input');
    return this.request.inputGradient && ofInput ? this.together('input', ofInput) : undefined;
  }

  /** The sum of the gradients that arrive at an output. */
  together(name: string, parts: readonly Handle[]): Handle {
    return parts.reduce((a, b) => {
      const both = this.plan.tensor(`d${name}`, a.shape);
      const m = a.shape[0] ?? 1;
      this.plan.emit(add, { a, b, out: both, m, n: sizeOf(a.shape) / m });
      return both;
    });
  }

  /** Emits penalties' gradients and collects their sums. */
  penalties(common: Partial<Penalty>): { factor: number; sum: Handle }[] {
    const { plan } = this;
    const { memory, mode } = this.request;
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
  constrain(common: Partial<Penalty>): void {
    const { memory } = this.request;
    for (const parameter of memory.table.trainable) {
      const { maxNorm: limit = 0 } = parameter.layer.penalty ?? common;
      if (limit === 0 || parameter.spec.init !== 'weight') continue;
      const n = parameter.spec.shape.at(-1) ?? 1;
      this.plan.at(parameter.layer.name, 'update');
      this.plan.emit(maxNorm, { w: parameterView(memory, parameter), m: parameter.length / n, n, limit });
    }
  }

  /** Emits clipping and the optimizer's update over the whole parameter segment. */
  update({ rule, penalty = {}, weightDecay = 0, clipNorm }: UpdateRequest): void {
    const { plan } = this;
    const { parameters: w, gradients: g, moments, knobs: k, table } = this.request.memory;
    const n = table.size;
    plan.at('optimizer', 'update');
    if (clipNorm !== undefined) {
      const squares = plan.tensor('gradient norm²', []);
      plan.emit(sumSquares, { x: g, out: squares, n });
      plan.emit(clipByNorm, { g, s: squares, n, limit: clipNorm });
    }
    // Behind the clipping, as an optimizer of PyTorch adds it: it bounds the slope of the loss, not the decay.
    if (weightDecay > 0) plan.emit(axpy, { x: w, y: g, n, alpha: weightDecay });
    const segments = Object.fromEntries(rule.moments.map((name, i) => [name, moments[i]]));
    plan.emitAny(rule.kernel, { w, g, ...segments, k, n, knobs: rule.knobs });
    this.constrain(penalty);
  }
}

/**
 * Compiles a network for one batch size. With a loss it reports losses and hits, with an update it also learns. Throws a
 * usage error when shapes, loss and output do not fit together or a layer has no gradient.
 */
export function compile(request: CompileRequest): Compiled {
  const compiler = new Compiler(request);
  const { plan, nodes } = compiler;
  const { loss: wanted, rows: m, update, keepLayers } = request;
  const batch = compiler.input();
  const { x, weights } = batch;
  const augmented = compiler.augment(batch);
  const { target, mixed } = augmented;
  compiler.outputs.set('input', augmented.x);
  const last = wanted ? foldedLast(nodes, wanted.loss) : nodes.length - 1;
  nodes.slice(0, last + 1).forEach((node, i) => compiler.forward(node, i));
  const logits = compiler.output(nodes[last]?.node.name ?? 'input');
  const { layers, hostMasks, carried } = compiler;
  const base = { rows: m, x, layers, hostMasks, carried };
  const kept = keepLayers ? compiler.layers.map(({ output }) => output) : [];
  if (!wanted && request.outputGradient && update) {
    compiler.backward(last, view(request.outputGradient, 0, logits.shape));
    compiler.update(update);
    return { ...base, plan: prune(plan.plan([logits])), prediction: logits, penalties: [] };
  }
  if (!wanted || !target) {
    return { ...base, plan: prune(plan.plan([logits, ...kept])), prediction: logits, penalties: [] };
  }

  const emitted = emitLoss(plan, wanted, { logits, target, mixed, weights, m });
  const { p, lossRows, lossSum, correctSum } = emitted;
  let inputGradient: Handle | undefined;
  if (update || request.inputGradient) inputGradient = compiler.backward(last, emitted.gradient());
  const penalties = compiler.penalties(update?.penalty ?? {});
  if (update) compiler.update(update);
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
