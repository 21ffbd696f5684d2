import { usageError } from '../errors.ts';
import { add } from '../kernels/elementwise.ts';
import type { SavedSpec } from '../layers/define.ts';
import { resolve } from '../network/graph.ts';
import type { ResolvedNode } from '../network/graph.ts';
import type { Parameter } from '../network/parameters.ts';
import { view } from '../plan/builder.ts';
import type { PlanBuilder } from '../plan/builder.ts';
import { persistent } from '../plan/plan.ts';
import type { Handle } from '../plan/plan.ts';
import { sizeOf } from '../tensor/tensor.ts';
import { groupBy } from '../util/groupBy.ts';
import type { CompiledLayer, CompileRequest } from './compileRequest.ts';
import { parameterView } from './networkMemory.ts';

/** Emits the forward passes of layers, remembers their tensors, and emits their backward passes from them. */
export class LayerPasses {
  readonly nodes: readonly ResolvedNode[];
  /** Outputs by the name of the layer; the input is `input`. */
  readonly outputs = new Map<string, Handle>();
  readonly hostMasks: { mask: Handle; keep: number }[] = [];
  readonly carried: Handle[] = [];
  readonly layers: CompiledLayer[] = [];
  readonly #plan: PlanBuilder;
  readonly #request: CompileRequest;
  readonly #parameters: ReadonlyMap<string, readonly Parameter[]>;
  readonly #contexts = new Map<string, Record<string, unknown>>();

  /** @throws {NnError} a usage error when shapes do not fit together */
  constructor(plan: PlanBuilder, request: CompileRequest) {
    this.#plan = plan;
    this.#request = request;
    const { trainable, states } = request.memory.table;
    this.#parameters = groupBy([...trainable, ...states], ({ layer }) => layer.name);
    this.nodes = resolve(request.spec, request.rows, request.mode);
  }

  /** Emits a layer's forward pass and remembers its tensors for backward. */
  forward(resolved: ResolvedNode, stream: number): void {
    const { node, type, inferred, options, inputShapes } = resolved;
    const { memory, mode, dropoutShare } = this.#request;
    const inputs = node.inputs.map((name) => this.output(name));
    if (inferred.alias) {
      this.#remember(resolved, inputs, view(inputs[0], 0, inferred.output, node.name));
      return;
    }
    const plan = this.#plan;
    plan.at(node.name, 'forward');
    const xs = inputs.map((x, i) => ({ ...x, shape: inputShapes[i] ?? x.shape }));
    const y = plan.tensor(node.name, inferred.output);
    const context: Record<string, unknown> = {
      options,
      mode,
      stream,
      key: memory.key,
      ...(dropoutShare && { dropoutShare }),
      ...inferred.sizes,
      xs,
      x: xs[0],
      y,
    };
    for (const parameter of this.#parameters.get(node.name) ?? []) {
      context[parameter.key] = parameterView(memory, parameter);
      context[`d${parameter.key}`] = this.#gradientOf(parameter);
    }
    for (const [name, saved] of Object.entries(inferred.saved ?? {}))
      if (saved) context[name] = this.#savedTensor(`${node.name} ${name}`, saved);
    this.#contexts.set(node.name, context);
    type.forward(plan, context);
    this.#remember(resolved, inputs, y);
  }

  /** A tensor that backward needs again, or that the host fills or keeps. */
  #savedTensor(label: string, { shape, element, hostMask, carried }: SavedSpec): Handle {
    const stays = hostMask !== undefined || carried === true;
    const tensor = stays ? persistent(label, shape) : this.#plan.tensor(label, shape, 'scratch', element);
    if (carried) this.carried.push(tensor);
    if (hostMask) this.hostMasks.push({ mask: tensor, keep: hostMask.keep });
    return tensor;
  }

  /** Where a parameter's gradient goes: of a network that does not learn, nowhere it would be kept. */
  #gradientOf(parameter: Parameter): Handle | undefined {
    const { memory, update, inputGradient } = this.#request;
    if (parameter.spec.trainable === false) return undefined;
    if (!update && inputGradient) return this.#plan.tensor(`d${parameter.name}`, parameter.spec.shape);
    return memory.gradients.storage.length === 0 ? undefined : parameterView(memory, parameter, true);
  }

  #remember(resolved: ResolvedNode, inputs: readonly Handle[], output: Handle): void {
    this.outputs.set(resolved.node.name, output);
    this.layers.push({ resolved, inputs, output });
  }

  output(name: string): Handle {
    const handle = this.outputs.get(name);
    if (!handle) throw new Error(`no output of ${name}`);
    return handle;
  }

  /**
   * Emits the gradients of all layers up to number `last`, from the gradient of its output. Returns that of
   * the input, if it was requested.
   * @throws {NnError} a usage error when a layer has no gradient
   */
  backward(last: number, gradient: Handle): Handle | undefined {
    const plan = this.#plan;
    const arriving = new Map<string, Handle[]>([[this.nodes[last]?.node.name ?? 'input', [gradient]]]);
    const arrive = (name: string, dx: Handle) => {
      arriving.set(name, [...(arriving.get(name) ?? []), dx]);
    };
    for (const resolved of this.nodes.slice(0, last + 1).reverse()) {
      const { node, type, inferred, inputShapes } = resolved;
      plan.at(node.name, 'backward');
      const parts = arriving.get(node.name);
      if (!parts) continue;
      const dy = this.#together(node.name, parts);
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
        if (name !== 'input' || this.#request.inputGradient) arrive(name, dxs[i]);
      });
      type.backward(plan, { ...this.#contexts.get(node.name), dy, dxs, dx: dxs[0] });
    }
    const ofInput = arriving.get('input');
    return this.#request.inputGradient && ofInput ? this.#together('input', ofInput) : undefined;
  }

  /** The sum of the gradients that arrive at an output. */
  #together(name: string, parts: readonly Handle[]): Handle {
    return parts.reduce((a, b) => {
      const both = this.#plan.tensor(`d${name}`, a.shape);
      const m = a.shape[0] ?? 1;
      this.#plan.emit(add, { a, b, out: both, m, n: sizeOf(a.shape) / m });
      return both;
    });
  }
}
