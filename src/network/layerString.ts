import { activations } from '../activations/index.ts';
import { usageError } from '../errors.ts';
import { sizeOf } from '../tensor/tensor.ts';
import { layers } from '../layers/index.ts';
import { resolve } from './graph.ts';
import { readItems, splitOutside } from './layerItems.ts';
import type { Item } from './layerItems.ts';
import type { LayerNode, NetworkSpec, Penalty } from './spec.ts';
import { parseSpec } from './specJson.ts';
import { lookUp } from '../util/guards.ts';

export interface LayerStringOptions {
  /** Activation of hidden layers that do not name their own. */
  readonly activation: string;
  /** Activation after the last layer; linear adds none. */
  readonly outputActivation: string;
  /** Rate of a dropout layer after every hidden dense layer, behind its activation, and recurrent layer; 0: none. */
  readonly dropout?: number;
  /** What `auto` and a missing input or output stand for. */
  readonly inputShape?: readonly number[];
  readonly outputShape?: readonly number[];
  /** The string may begin with a layer: the input is `inputShape` then. One that it names itself is not checked. */
  readonly inputMayLack?: boolean;
  /** Different tokens in the input: what an embedding has rows for, unless it says so itself. */
  readonly vocabulary?: number;
  /** Which inputs are numbers and which are categories, for the layer that looks at the input. */
  /** The least and the greatest target, for the layer `clamp`. */
  readonly range?: { readonly least: number; readonly greatest: number };
  readonly columns?: { readonly numbers: string; readonly categories: string };
}

/**
 * `28x28x1`, `4`, or undefined when the text is no shape.
 * @throws {NnError} a usage error for a length that is not exact
 */
function readShape(text: string): number[] | undefined {
  if (!/^\d+(x\d+)*$/.test(text)) return undefined;
  const shape = text.split('x').map(Number);
  if (!shape.every(Number.isSafeInteger))
    throw usageError(
      `--layers, item 1 "${text}": a length may be at most ${Number.MAX_SAFE_INTEGER}, found "${text.split('x').find((length) => !Number.isSafeInteger(Number(length)))}"`,
    );
  return shape.every((length) => length > 0) ? shape : undefined;
}

/** Whether some layer among these, or in their branches, is one that an activation follows. */
const activates = (items: readonly Item[]): boolean =>
  items.some(({ type, branches }) => type.activates || branches?.some(activates));

/** Layers that an activation follows and dropout behind it. */
const DENSE = new Set(['dense', 'ntp', 'batch-ensemble']);

const isActivation = (type: string) => type === 'activation' || type === 'parametric';

/**
 * Whether the string itself has an activation after a layer: pooling, normalisation and the like may stand
 * between.
 */
function isActivated(following: readonly Item[]): boolean {
  const next = following.find((item) => !item.type.between || activates([item]));
  return next !== undefined && isActivation(next.type.name);
}

/** Makes the layers of a string in order, with the activations that it leaves to --activation. */
class Writer {
  readonly nodes: LayerNode[] = [];
  readonly #counts = new Map<string, number>();
  readonly #options: LayerStringOptions;

  constructor(options: LayerStringOptions) {
    this.#options = options;
  }

  /** Appends a layer and returns its name. */
  append(
    type: string,
    inputs: readonly string[],
    given: Readonly<Record<string, unknown>>,
    penalty?: Partial<Penalty>,
  ): string {
    const { options: fields } = layers.get(type);
    const label = type === 'activation' ? activations.get(String(given.function)).name : type;
    const count = (this.#counts.get(label) ?? 0) + 1;
    this.#counts.set(label, count);
    const { vocabulary, columns, range } = this.#options;
    const facts = {
      ...range,
      ...(vocabulary !== undefined && { vocabulary }),
      ...(inputs[0] === 'input' && columns),
    };
    const known = { ...Object.fromEntries(Object.entries(facts).filter(([key]) => key in fields)), ...given };
    const options = Object.fromEntries(
      Object.entries(known).map(([key, value]) => [key, lookUp(fields, key)?.read(value) ?? value]),
    );
    const name = `${label}${count}`;
    this.nodes.push({ name, type, options, inputs, ...(penalty && { penalty }) });
    return name;
  }

  activate(name: string, input: string): string {
    return this.append('activation', [input], { function: activations.get(name).name });
  }

  /**
   * Appends items one after the other and returns the last one's name.
   *
   * @param following what comes after them in the string
   */
  chain(items: readonly Item[], input: string, following: readonly Item[]): string {
    const { activation, dropout = 0 } = this.#options;
    let last = input;
    let waiting: Item | undefined;
    const flush = () => {
      if (!waiting) return;
      if (activation !== 'linear') last = this.activate(activation, last);
      if (DENSE.has(waiting.type.name) && dropout > 0)
        last = this.append('dropout', [last], { rate: dropout });
      waiting = undefined;
    };
    // A hidden layer that dropout follows: a dense one whose activation the string names, or a recurrent one.
    let hidden = false;
    const drop = (after: readonly Item[]) => {
      if (hidden && dropout > 0 && after[0]?.type.name !== 'dropout')
        last = this.append('dropout', [last], { rate: dropout });
      hidden = false;
    };
    items.forEach((item, i) => {
      const after = [...items.slice(i + 1), ...following];
      if (item.type.between !== 'normalisation') flush();
      const from = last;
      const inputs = item.branches?.map((branch) => this.chain(branch, from, after)) ?? [from];
      last = this.append(item.type.name, inputs, item.options, item.penalty);
      const { name } = item.type;
      if (!isActivation(name)) hidden = (DENSE.has(name) || RECURRENT.has(name)) && activates(after);
      if (item.activation !== undefined) {
        last = this.activate(item.activation, last);
        drop(after);
      } else if (isActivation(name) || RECURRENT.has(name)) drop(after);
      else if (item.type.activates && activates(after) && !isActivated(after)) waiting = item;
    });
    flush();
    return last;
  }
}

/** Layers with an activation of their own inside. */
const RECURRENT = new Set(['rnn', 'lstm', 'gru']);

/** Whether the last layer that an activation may follow has one. */
function endsActivated(items: readonly Item[]): boolean {
  const at = items.findLastIndex((item) => activates([item]));
  return at < 0 || items[at].activation !== undefined || isActivated(items.slice(at + 1));
}

function build(items: readonly Item[], input: readonly number[], options: LayerStringOptions): NetworkSpec {
  const writer = new Writer(options);
  const { outputActivation } = options;
  const answers = items.findLastIndex(({ type }) => !type.afterOutput) + 1;
  const [network, after] = [items.slice(0, answers), items.slice(answers)];
  let last = writer.chain(network, 'input', after);
  if (outputActivation !== 'linear' && !endsActivated(network))
    last = writer.activate(outputActivation, last);
  writer.chain(after, last, []);
  return { input, layers: writer.nodes };
}

/** Whether the last item says as many units as the data needs. */
const endsAs = (items: readonly string[], outputShape: readonly number[] | undefined): boolean =>
  outputShape === undefined || items.at(-1)?.split(':')[0] === String(outputShape.at(-1));

/** What can be trained in place of a text of layers: its steps have no slope. */
const withSlope = (layers: string): string => layers.replaceAll(/(?<=,)step(?=,|$)/g, 'sigmoid');

/**
 * Checks a network against the data.
 * @throws {NnError} a usage error with the string that would fit
 */
function checkEnds(
  spec: NetworkSpec,
  texts: readonly string[],
  { inputShape, inputMayLack, outputShape }: LayerStringOptions,
): void {
  const [first, ...others] = texts;
  if (inputShape && !inputMayLack && sizeOf(inputShape) !== sizeOf(spec.input)) {
    const required = inputShape.join('x');
    const fits = endsAs(others, outputShape);
    const hidden = `--layers auto,${texts.join(',')}${fits ? '' : ',auto'}`;
    throw usageError(
      `--layers begins with ${spec.input.join('x')} ${sizeOf(spec.input) === 1 ? 'input' : 'inputs'}, but the data has ${required}`,
      {
        // Where the end does not fit either, hidden layers were meant.
        hint: fits
          ? `--layers ${[required, ...others].join(',')}; or, where ${first} is a hidden layer: ${hidden}`
          : hidden,
      },
    );
  }
  // Resolved without data too: a network that does not fit together is an error everywhere.
  const shape = resolve(spec, 1, 'predict').at(-1)?.inferred.output.slice(1) ?? spec.input;
  if (!outputShape) return;
  const found = sizeOf(shape);
  const outputs = outputShape.at(-1) ?? 1;
  if (outputShape.length > 1 && shape.join() !== outputShape.join()) {
    throw usageError(
      `--layers ends with ${shape.join('x')}, but ${outputs} numbers are needed at each of ${outputShape[0]} steps`,
      {
        hint: `put sequence behind every recurrent layer, and end with ${outputs}: lstm:128:sequence,${outputs}`,
      },
    );
  }
  if (outputShape.length === 1 && found !== outputs) {
    const isUnits = /^\d+/.test(others.at(-1) ?? '');
    const ending = isUnits ? [...others.slice(0, -1), outputs] : [...others, outputs];
    throw usageError(
      `--layers ends with ${found} ${found === 1 ? 'unit' : 'units'}, but the target needs ${outputs}`,
      {
        hint: `--layers ${withSlope([first, ...ending].join(','))}${isUnits ? `; or, where ${others.at(-1)} is a hidden layer: --layers ${withSlope([first, ...others, outputs].join(','))}` : ''}`,
      },
    );
  }
}

/**
 * Reads a layer string such as `2,64,3`, `28x28x1,conv:32:3,relu,maxpool:2,flatten,10` or `auto,64,auto`: the
 * shape of a sample, then the layers (layerItems.ts has the syntax); or a network as JSON. Throws a usage
 * error that names the item or the layer.
 */
export function parseLayers(text: string, options: LayerStringOptions): NetworkSpec {
  if (text.trimStart().startsWith('{')) {
    const spec = parseSpec(text);
    checkEnds(spec, [], options);
    return spec;
  }
  const texts = splitOutside(text, ',').map((item) => item.replace(/^sequence\s+/, ''));
  if (text.trim() === '' || texts.some((item) => item === '')) {
    throw usageError(`--layers "${text}" has an empty item`, { hint: 'for example --layers 2,64,3' });
  }
  const lacks = options.inputMayLack && options.inputShape && texts[0] !== 'auto' && !readShape(texts[0]);
  const [first = '', ...others] = lacks ? ['auto', ...texts] : texts;
  const input = first === 'auto' ? options.inputShape : readShape(first);
  if (!input) {
    throw usageError(
      first === 'auto'
        ? '--layers begins with "auto", which needs data to be inferred from'
        : `--layers, item 1 "${first}": expected the shape of a sample, such as 4 or 28x28x1`,
      { hint: 'the first item is the number of inputs: 2,64,3' },
    );
  }
  const items = readItems(others, lacks ? 1 : 2, options.outputShape?.at(-1));
  if (items.length === 0)
    throw usageError(`--layers "${text}" has no layer after the input`, {
      hint: 'for example --layers 2,64,3',
    });
  const spec = build(items, input, options);
  checkEnds(spec, [first, ...others], options);
  return spec;
}

/** A layer string for samples of another length, where it names their shape: `5,2` for 4 inputs is `4,2`. */
export function withInputs(layers: string, inputs: number): string | undefined {
  if (layers.trimStart().startsWith('{')) return undefined;
  const [first, ...others] = splitOutside(layers, ',');
  return readShape(first) && [inputs, ...others].join(',');
}
