import { activations } from '../activations/index.ts';
import { usageError } from '../errors.ts';
import type { NnError } from '../errors.ts';
import type { LayerType } from '../layers/define.ts';
import { layers } from '../layers/index.ts';
import { number } from '../util/fields.ts';
import { lookUp } from '../util/guards.ts';
import { optionOfWord, placeParts } from '../util/fieldText.ts';
import { DEEPEST, TOO_DEEP } from '../util/jsonCheck.ts';
import { didYouMean } from '../util/suggest.ts';
import type { Penalty } from './spec.ts';

/**
 * The syntax of layer strings.
 *
 *     items  = item {"," item}
 *     item   = name {":" part}                    dense:64   64:tanh   conv:32:3:same   lstm:128:sequence
 *            | name {":" part} "(" branch {"|" branch} ")"   add(conv:64:3:same,batchnorm|conv:64:1)
 *     branch = [items]                            empty: the input of the branches itself
 *     part   = option "=" value                   stride=2
 *            | word                               one that says an option by itself: same, sequence
 *            | activation                         the one after the layer
 *            | value                              of the layer's options by position
 *
 * A number alone is a dense layer, the name of an activation is that layer. A layer that joins branches and
 * is given one joins it with its input.
 */
export interface Item {
  readonly text: string;
  readonly type: LayerType;
  readonly options: Record<string, unknown>;
  /** Its own activation, written after it. */
  readonly activation?: string;
  readonly penalty?: Partial<Penalty>;
  /** Of a layer that joins them. */
  readonly branches?: readonly (readonly Item[])[];
}

export const penaltyNames: Readonly<Record<string, keyof Penalty>> = {
  l1: 'l1',
  l2: 'l2',
  bias_l1: 'biasL1',
  bias_l2: 'biasL2',
  max_norm: 'maxNorm',
};

const notNegative = number({ min: 0 });

/**
 * Divides a text at a separator, not inside of parentheses.
 * @throws {NnError} a usage error when these do not match
 */
export function splitOutside(text: string, separator: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '(' && ++depth > DEEPEST) throw usageError(`--layers: ${TOO_DEEP}`);
    if (text[at] === ')') depth--;
    else if (text[at] === separator && depth === 0) {
      parts.push(text.slice(from, at));
      from = at + 1;
    }
    if (depth < 0) break;
  }
  if (depth !== 0)
    throw usageError(`--layers "${text}": ${depth > 0 ? '"(" without ")"' : '")" without "("'}`, {
      hint: 'branches stand between parentheses: add(conv:64:3:same,batchnorm)',
    });
  return [...parts, text.slice(from)].map((part) => part.trim());
}

/** Where an item stands and what the data wants. */
interface Place {
  /** `item 3`, for messages. */
  readonly where: string;
  /** What `auto` stands for. */
  readonly outputs: number | undefined;
}

/**
 * Reads items after the first one.
 * @throws {NnError} a usage error that names the item
 */
export function readItems(
  texts: readonly string[],
  from: number,
  outputs: number | undefined,
  inside = '',
): Item[] {
  return texts.map((text, i) => readItem(text, { where: `${inside}item ${from + i}`, outputs }));
}

function readItem(text: string, place: Place): Item {
  const fail = (message: string, hint?: string): NnError =>
    usageError(`--layers, ${place.where} "${text}": ${message}`, hint === undefined ? {} : { hint });
  const open = text.indexOf('(');
  if (open >= 0) return readJoin(text, open, place, fail);
  const [name = '', ...rest] = text.split(':').map((part) => part.trim());
  const isUnits = /^[-+]?\d+(\.\d+)?$/.test(name) || name === 'auto';
  if (isUnits && name !== 'auto' && !/^[1-9]\d*$/.test(name))
    throw fail(`a layer needs at least 1 unit, found ${name}`);
  const takesAuto = name === 'auto' || (rest[0] === 'auto' && layers.find(name)?.positional[0] === 'units');
  if (takesAuto && place.outputs === undefined) throw fail('"auto" needs data to be inferred from');
  const own = takesAuto && name !== 'auto' ? [String(place.outputs), ...rest.slice(1)] : rest;
  const type = typeNamed(isUnits ? 'dense' : activations.find(name) ? 'activation' : name, fail);
  if (type.manyInputs)
    throw fail('the branches are missing', `for example ${name}(conv:64:3:same,batchnorm)`);
  const given =
    type.name === 'activation'
      ? [name, ...rest]
      : isUnits
        ? [name === 'auto' ? String(place.outputs) : name, ...rest]
        : own;
  return { text, type, ...readParts(type, given, fail) };
}

function typeNamed(name: string, fail: (message: string, hint?: string) => NnError): LayerType {
  const found = layers.find(name);
  if (found) return found;
  const names = [...layers.all.flatMap((layer) => [layer.name, ...layer.aliases]), ...activations.names];
  throw fail(`unknown layer "${name}"`, didYouMean(name, names));
}

/** `add(conv:64:3:same,batchnorm|conv:64:1)` */
function readJoin(
  text: string,
  open: number,
  { where, outputs }: Place,
  fail: (message: string, hint?: string) => NnError,
): Item {
  const [name = '', ...parts] = text
    .slice(0, open)
    .split(':')
    .map((part) => part.trim());
  const type = typeNamed(name, fail);
  if (!text.endsWith(')')) throw fail(`"${text.slice(text.lastIndexOf(')') + 1)}" after the branches`);
  if (!type.manyInputs) {
    const joins = layers.all.filter((layer) => layer.manyInputs).map((layer) => layer.name);
    throw fail(`"${name}" takes no branches`, `layers that join branches: ${joins.join(', ')}`);
  }
  const branches = splitOutside(text.slice(open + 1, -1), '|').map((branch, i) => {
    if (branch === '') return [];
    const texts = splitOutside(branch, ',');
    if (texts.includes('')) throw fail(`branch ${i + 1} has an empty item`);
    return readItems(texts, 1, outputs, `${where}, branch ${i + 1}, `);
  });
  if (branches.every((branch) => branch.length === 0)) throw fail('the branches are empty');
  const joined = branches.length === 1 ? [...branches, []] : branches;
  return { text, type, ...readParts(type, parts, fail), branches: joined };
}

/** The options, the activation and the penalties after a layer's name. */
function readParts(
  type: LayerType,
  given: readonly string[],
  error: (message: string, hint?: string) => NnError,
): Pick<Item, 'options' | 'activation' | 'penalty'> {
  const penalty: Partial<Record<keyof Penalty, number>> = {};
  const own: string[] = [];
  let activation: string | undefined;
  for (const part of given) {
    const [key = '', value] = part.split('=');
    const term = value === undefined ? undefined : lookUp(penaltyNames, key);
    if (term) {
      const weight = notNegative.read(value);
      if (weight === undefined) throw error(`${key} must be ${notNegative.expects}, found "${value}"`);
      penalty[term] = weight;
    } else if (!('function' in type.options) && !optionOfWord(type.options, part) && activations.find(part))
      activation = activations.get(part).name;
    else own.push(part);
  }
  const options = placeParts(own, {
    fields: type.options,
    positional: type.positional,
    error,
    tooMuch: (part) => didYouMean(part, [...Object.keys(type.options), ...activations.names]),
  });
  return {
    options,
    ...(activation !== undefined && { activation }),
    ...(Object.keys(penalty).length > 0 && { penalty }),
  };
}
