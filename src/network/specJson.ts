import { activations } from '../activations/index.ts';
import { usageError } from '../errors.ts';
import { didYouMean } from '../util/suggest.ts';
import { noPenalty } from './spec.ts';
import type { LayerNode, NetworkSpec, Penalty } from './spec.ts';
import { sizeOf } from '../tensor/tensor.ts';
import { isRecord } from '../util/guards.ts';
import { strictJson } from '../util/jsonCheck.ts';
import { camelCase, camelKeys, snakeCase, snakeKeys } from '../util/snakeCase.ts';

const FORM =
  '{"input": [28, 28, 1], "layers": [{"type": "conv", "options": {"filters": 32, "kernel": 3}}, …]}';
/** Numbers of a sample at most: 4 GiB of float32, all that WebAssembly has. */
const LARGEST = 2 ** 30;
const FIELDS = ['name', 'type', 'options', 'inputs', 'penalty'];

/** How many layers are named by a word and a number, by the word: what the next one is numbered by. */
type Names = Map<string, number>;

const isPenalty = ([name, weight]: readonly [string, unknown]) =>
  Object.hasOwn(noPenalty, camelCase(name)) && typeof weight === 'number' && weight >= 0 && weight < Infinity;

/** One layer; a name is made from its type, and its input is the layer before it unless it says otherwise. */
function readNode(value: unknown, position: number, before: readonly LayerNode[], names: Names): LayerNode {
  const where = `layer ${position} of the network`;
  if (!isRecord(value)) throw usageError(`${where} is no object`, { hint: `a network looks like ${FORM}` });
  for (const key of Object.keys(value))
    if (!FIELDS.includes(key))
      throw usageError(`${where} has a field "${key}"`, { hint: didYouMean(key, FIELDS) });
  const { type, options = {}, inputs = [before.at(-1)?.name ?? 'input'], penalty } = value;
  if (typeof type !== 'string')
    throw usageError(`${where} has no type`, { hint: `a network looks like ${FORM}` });
  if (!isRecord(options)) throw usageError(`${where} (${type}): options must be an object`);
  if (!Array.isArray(inputs) || inputs.length === 0 || inputs.some((input) => typeof input !== 'string'))
    throw usageError(`${where} (${type}): inputs must be names of layers, or "input"`);
  if (penalty !== undefined && !(isRecord(penalty) && Object.entries(penalty).every(isPenalty)))
    throw usageError(
      `${where} (${type}): penalty must hold numbers of at least 0 by the names ${Object.keys(noPenalty).map(snakeCase).join(', ')}`,
    );
  const label = type === 'activation' ? activations.get(String(options.function)).name : type;
  const { name = `${label}${(names.get(label) ?? 0) + 1}` } = value;
  if (typeof name !== 'string') throw usageError(`${where} (${type}): its name must be a text`);
  const [, numbered] = /^(.*\D)\d+$/s.exec(name) ?? [];
  if (numbered !== undefined) names.set(numbered, (names.get(numbered) ?? 0) + 1);
  return {
    name,
    type,
    options,
    inputs,
    ...(penalty !== undefined && { penalty: camelKeys(penalty) as Partial<Penalty> }),
  };
}

/**
 * A network as JSON, as model files hold it.
 * @throws {NnError} a usage error that names the layer
 */
export function specOf(value: unknown): NetworkSpec {
  if (!isRecord(value)) throw usageError('a network must be a JSON object', { hint: `for example ${FORM}` });
  const { input, layers } = value;
  if (
    !Array.isArray(input) ||
    input.length === 0 ||
    !input.every((length) => Number.isInteger(length) && length > 0) ||
    sizeOf(input) > LARGEST
  )
    throw usageError('"input" of the network must be the shape of a sample, such as [28, 28, 1]');
  if (!Array.isArray(layers) || layers.length === 0)
    throw usageError('"layers" of the network must be a list', { hint: `for example ${FORM}` });
  const nodes: LayerNode[] = [];
  const names: Names = new Map();
  layers.forEach((layer, i) => nodes.push(readNode(layer, i + 1, nodes, names)));
  return { input, layers: nodes };
}

/** A network as JSON has it, in model files and for `--layers network.json`. */
export const specJson = ({ input, layers }: NetworkSpec) => ({
  input,
  layers: layers.map(({ penalty, ...node }) => ({
    ...node,
    ...(penalty && { penalty: snakeKeys(penalty) }),
  })),
});

/**
 * The value of a network's text.
 * @throws {NnError} a usage error with line and column
 */
export const networkJson = (text: string): unknown =>
  strictJson(text, (what, { line, column }) =>
    usageError(`the network is no JSON: line ${line}, column ${column}: ${what}`, {
      hint: `a network looks like ${FORM}`,
    }),
  );

/**
 * Reads a network from JSON text.
 * @throws {NnError} a usage error that names the layer
 */
export function parseSpec(text: string): NetworkSpec {
  return specOf(networkJson(text));
}
