import { activations } from '../activations/index.ts';
import { usageError } from '../errors.ts';
import type { Loss } from '../losses/define.ts';
import type { ResolvedNode } from '../network/graph.ts';

/**
 * Where a loss takes what the network gives: the layer; how many answers each row has, which share its
 * target; and whether they are probabilities already, although the loss works on logits.
 */
export interface GivenAnswers {
  readonly layer: number;
  readonly answers: number;
  readonly probabilities: boolean;
}

/** Whether a layer's output are the probabilities of this activation, also through layers that keep them so. */
function givesProbabilities(nodes: readonly ResolvedNode[], layer: number, of: string): boolean {
  if (layer < 0) return false;
  const { node, type } = nodes[layer];
  if (node.type === 'activation') return activations.get(String(node.options.function)).name === of;
  if (!type.keepsProbabilities) return false;
  return node.inputs.every((name) => givesProbabilities(nodes, indexOf(nodes, name), of));
}

const indexOf = (nodes: readonly ResolvedNode[], name: string): number =>
  nodes.findIndex(({ node }) => node.name === name);

/** Which layer's output the loss takes, as it may fold the output activation in. */
export function answersOf(nodes: readonly ResolvedNode[], loss: Loss): GivenAnswers {
  const end = nodes.length - 1;
  const last = nodes.at(-1);
  const found = { layer: end, answers: 1, probabilities: false };
  if (!last) return found;
  const { answers } = last.inferred;
  if (answers !== undefined)
    return { ...found, layer: foldedLast(nodes, loss, indexOf(nodes, last.node.inputs[0])), answers };
  if (loss.folds && last.type.keepsProbabilities && givesProbabilities(nodes, end, loss.folds))
    return { ...found, probabilities: true };
  return { ...found, layer: foldedLast(nodes, loss, end) };
}

/** Index of the layer whose output the loss takes, when the loss folds the output activation in. */
function foldedLast(nodes: readonly ResolvedNode[], loss: Loss, last: number): number {
  const output = nodes[last];
  if (!loss.folds || output?.node.type !== 'activation') return last;
  const name = activations.get(String(output.node.options.function)).name;
  if (name === loss.folds) return indexOf(nodes, output.node.inputs[0]);
  if (name === 'linear') return last;
  throw usageError(`loss ${loss.name} works on a ${loss.folds} output, but the network ends with ${name}`, {
    hint: `use --output-activation ${loss.folds}, or another loss`,
  });
}
