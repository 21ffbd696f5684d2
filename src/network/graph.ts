import { NnError, usageError } from '../errors.ts';
import { readFields } from '../util/fieldText.ts';
import { layers } from '../layers/index.ts';
import type { Inferred, LayerType, Mode, Shape } from '../layers/define.ts';
import { sizeOf } from '../tensor/tensor.ts';
import { didYouMean } from '../util/suggest.ts';
import type { LayerNode, NetworkSpec } from './spec.ts';

/** A layer with everything that follows from its place in the network. */
export interface ResolvedNode {
  readonly node: LayerNode;
  readonly type: LayerType;
  readonly options: Record<string, unknown>;
  readonly inputShapes: readonly Shape[];
  readonly inferred: Inferred;
}

/** What a layer infers; its errors say which layer it is and what it is given. */
function inferAt(
  name: string,
  type: LayerType,
  options: Record<string, unknown>,
  inputs: readonly Shape[],
  mode: Mode,
): Inferred {
  try {
    return type.infer(options, inputs, mode);
  } catch (error) {
    if (!(error instanceof NnError) || error.kind !== 'usage') throw error;
    const given = inputs.map((shape) => shape.slice(1).join('x')).join(' and ');
    throw usageError(`layer "${name}" (${type.name}) with input ${given}: ${error.message}`, {
      ...(error.hint !== undefined && { hint: error.hint }),
    });
  }
}

/** @throws {NnError} a usage error where a layer has more outputs or parameters than can be counted exactly */
function checkSizes({ node, type, inferred: { output, params = {} } }: ResolvedNode): void {
  const shapes = [output.slice(1), ...Object.values(params).flatMap((one) => (one ? [one.shape] : []))];
  const huge = shapes.find((shape) => !Number.isSafeInteger(sizeOf(shape)));
  if (huge === undefined) return;
  throw usageError(
    `layer "${node.name}" (${type.name}) has an array of ${huge.join('x')} numbers; ${Number.MAX_SAFE_INTEGER} is the largest size allowed`,
  );
}

/**
 * Shapes and parameters of every layer for a batch of `rows`.
 * @throws {NnError} a usage error that names the layer, its input shape and what would fit
 */
export function resolve(spec: NetworkSpec, rows: number, mode: Mode): ResolvedNode[] {
  const shapes = new Map<string, Shape>([['input', [rows, ...spec.input]]]);
  const resolved: ResolvedNode[] = [];
  for (const node of spec.layers) {
    const type = layers.get(node.type);
    const inputShapes = node.inputs.map((name) => {
      const shape = shapes.get(name);
      if (shape) return shape;
      throw usageError(`layer "${node.name}" takes its input from "${name}", which does not come before it`, {
        hint: didYouMean(name, [...shapes.keys()]),
      });
    });
    if (shapes.has(node.name)) throw usageError(`two layers are named "${node.name}"`);
    if (!type.manyInputs && inputShapes.length !== 1)
      throw usageError(`layer "${node.name}" (${type.name}) takes one input, found ${inputShapes.length}`);
    const options = readFields(`layer "${node.name}"`, type.options, node.options);
    const inferred = inferAt(node.name, type, options, inputShapes, mode);
    if (inferred.answers !== undefined && node !== spec.layers.at(-1))
      throw usageError(`layer "${node.name}" (${type.name}) is not the last one, and it has to be to learn`);
    shapes.set(node.name, inferred.output);
    const one = { node, type, options, inputShapes, inferred };
    checkSizes(one);
    resolved.push(one);
  }
  return resolved;
}
