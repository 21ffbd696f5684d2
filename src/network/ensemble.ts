import { activations } from '../activations/index.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { LayerNode, NetworkSpec } from './spec.ts';
import { append } from '../util/extremes.ts';

/** A trained network that becomes a member of an ensemble. */
export interface MemberNetwork {
  readonly spec: NetworkSpec;
  readonly weights: ReadonlyMap<string, Tensor>;
  /** How much it counts in the mean, beside the others. */
  readonly weight: number;
  /** Which inputs of the ensemble are its own: the first of them; all when absent. */
  readonly first?: number;
}

/** What is in front of the names of a member's layers and parameters: `member2.`; members count from 1. */
const prefixOf = (member: number): string => `member${member}.`;

/** The activation a network ends with; `linear` where it ends with another layer. */
function outputActivation({ layers }: NetworkSpec): string {
  const last = layers.at(-1);
  return last?.type === 'activation' ? activations.get(String(last.options.function)).name : 'linear';
}

/** The activation that makes probabilities of scores, where these networks answer with probabilities of classes. */
function probabilitiesOf(specs: readonly NetworkSpec[]): 'softmax' | 'sigmoid' | undefined {
  const names = new Set(specs.map(outputActivation));
  return names.size !== 1 ? undefined : [...names].find((name) => name === 'softmax' || name === 'sigmoid');
}

/** The layers of a member under its own names, from the inputs that are its own. */
function memberLayers({ spec, first }: MemberNetwork, member: number): LayerNode[] {
  const prefix = prefixOf(member);
  const [count] = spec.input;
  const own: LayerNode[] =
    first === undefined
      ? []
      : [{ name: `${prefix}slice`, type: 'slice', options: { first, count }, inputs: ['input'] }];
  const input = own[0]?.name ?? 'input';
  const layers = spec.layers.map((node) => ({
    ...node,
    name: prefix + node.name,
    inputs: node.inputs.map((name) => (name === 'input' ? input : prefix + name)),
  }));
  return [...own, ...layers];
}

/**
 * Joins networks side by side into one: layer `average` is the weighted mean of their outputs. Probabilities of
 * classes then pass through `temperature`, which makes scores of them, and the activation that the members end
 * with, so that a loss takes the scores as it takes those of any network.
 *
 * @param input shape of a sample
 * @param temperature of probabilities; 1 leaves them as they are
 */
export function joinNetworks(
  members: readonly MemberNetwork[],
  input: NetworkSpec['input'],
  temperature = 1,
): { readonly spec: NetworkSpec; readonly weights: ReadonlyMap<string, Tensor> } {
  const weights = new Map<string, Tensor>();
  const layers: LayerNode[] = [];
  const inputs: string[] = [];
  members.forEach((member, i) => {
    const own = memberLayers(member, i + 1);
    append(layers, own);
    inputs.push(own.at(-1)?.name ?? 'input');
    for (const [name, tensor] of member.weights) weights.set(prefixOf(i + 1) + name, tensor);
  });
  const shares = members.map(({ weight }) => weight);
  const options = shares.every((share) => share === shares[0]) ? {} : { weights: shares };
  layers.push({ name: 'average', type: 'average', options, inputs });
  const activation = probabilitiesOf(members.map(({ spec }) => spec));
  if (activation !== undefined)
    layers.push(
      {
        name: 'temperature',
        type: 'temperature',
        options: { T: temperature, ...(activation === 'sigmoid' && { of: activation }) },
        inputs: ['average'],
      },
      { name: activation, type: 'activation', options: { function: activation }, inputs: ['temperature'] },
    );
  return { spec: { input, layers }, weights };
}

/** One member of an ensemble as a network of its own, under the names it was trained with. */
export function memberNetwork(
  { spec, weights }: { readonly spec: NetworkSpec; readonly weights: ReadonlyMap<string, Tensor> },
  member: number,
): { readonly spec: NetworkSpec; readonly weights: ReadonlyMap<string, Tensor> } {
  const prefix = prefixOf(member);
  const bare = (name: string) => (name.startsWith(prefix) ? name.slice(prefix.length) : name);
  const layers = spec.layers
    .filter(({ name }) => name.startsWith(prefix))
    .map((node) => ({ ...node, name: bare(node.name), inputs: node.inputs.map(bare) }));
  const own = [...weights].filter(([name]) => name.startsWith(prefix));
  return {
    spec: { ...spec, layers },
    weights: new Map(own.map(([name, tensor]) => [bare(name), tensor])),
  };
}

/** The outputs of all members side by side, along the last axis, in place of their mean. */
export function membersSideBySide(spec: NetworkSpec): NetworkSpec {
  const at = spec.layers.findIndex(({ name, type }) => name === 'average' && type === 'average');
  const joined = { name: 'members', type: 'concat', options: {}, inputs: spec.layers[at]?.inputs ?? [] };
  return { ...spec, layers: [...spec.layers.slice(0, at), joined] };
}
