import { inputNames } from '../../data/inputNames.ts';
import type { Preprocessing } from '../../data/preprocessing.ts';
import type { Model } from '../../model/file.ts';
import { resolve } from '../../network/graph.ts';
import { parametersOf } from '../../network/parameters.ts';
import type { Parameter } from '../../network/parameters.ts';

/** What of a model is drawn. */
export type Drawn = Pick<Model, 'spec' | 'weights' | 'preprocessing'>;

/** Layers of no more units are drawn whole; of larger ones so few that lines can still be told apart. */
const WHOLE = 10;
export const UNITS = 6;

/** Layers after which each unit is still what it was: they stand under the layer before them. */
const QUIET = new Set(['activation', 'dropout', 'batchnorm', 'layernorm', 'groupnorm']);

/** Weights that lead to the units of a layer, [inputs × units]. */
interface Weights {
  readonly values: ArrayLike<number>;
  readonly units: number;
  /** Connections that there are: of a sparse layer those whose weight is not 0. */
  readonly connected: (input: number, unit: number) => boolean;
}

/** Where a layer stands. */
export type Role = 'input' | 'hidden' | 'output';

/** A layer in the picture of a network. */
export interface Column {
  /** Names of the layers that stand here, and of those that it reads. */
  readonly layers: readonly string[];
  readonly inputs: readonly string[];
  /** Absent: it has no weights, and is not at an end. */
  readonly role?: Role;
  readonly type: string;
  /** What stands here: the name of the layer, then what follows it. */
  readonly captions: readonly string[];
  /** Numbers of the units that are drawn; undefined for a layer whose outputs are no single units. */
  readonly units: readonly number[] | undefined;
  readonly all: number;
  readonly name: (unit: number) => string;
  readonly weights?: Weights;
  /** Of every unit. */
  readonly biases?: readonly number[];
}

/** The units with the largest weights, in their own order. */
function strongest(all: number, size: (unit: number) => number): number[] {
  const numbers = Array.from({ length: all }, (_, i) => i);
  if (all <= WHOLE) return numbers;
  return numbers
    .sort((a, b) => size(b) - size(a) || a - b)
    .slice(0, UNITS)
    .sort((a, b) => a - b);
}

/**
 * Sum of the squares of the weights of a layer that lead to a unit (`into`), or that lead away from an input.
 */
function power({ values, units }: Pick<Weights, 'values' | 'units'>, at: number, into: boolean): number {
  let sum = 0;
  if (into) for (let i = at; i < values.length; i += units) sum += values[i] ** 2;
  else for (let j = 0; j < units; j++) sum += values[at * units + j] ** 2;
  return sum;
}

const isMatrix = ({ key, spec }: Parameter) => key === 'W' && spec.shape.length === 2;

/** Names of the units of the first and of the last layer. */
function nameOf(preprocessing: Preprocessing | undefined, place: 'first' | 'last' | undefined, all: number) {
  const target = preprocessing?.target;
  if (place === 'first') {
    const names = preprocessing && inputNames(preprocessing);
    return (unit: number) => (names?.length === all ? names[unit] : `x${unit}`);
  }
  if (place === 'last' && target?.kind === 'classes' && target.classes.length === all)
    return (unit: number) => target.classes[unit];
  // One output for two classes is the probability of the second.
  if (place === 'last' && target && all === 1)
    return () => (target.kind === 'classes' ? (target.classes[1] ?? target.name) : target.name);
  return place === 'last' ? (unit: number) => `y${unit}` : String;
}

/** The name of a layer, and its type where the name does not say it. */
const captionOf = (name: string, type: string): string =>
  name === type || name.replace(/\d+$/, '') === type ? name : `${name} (${type})`;

/** The layers of a network in their order, the input first. */
function layersOf(spec: Drawn['spec']) {
  return [
    { name: 'input', type: 'input', shape: spec.input, label: 'input', inputs: [] as readonly string[] },
    ...resolve(spec, 1, 'predict').map(({ node, inferred }) => ({
      name: node.name,
      type: node.type,
      shape: inferred.output.slice(1),
      label: node.type === 'activation' ? String(node.options.function) : node.type,
      inputs: node.inputs,
    })),
  ];
}

/** The weights and biases of the layers of a model, by their names. */
function valuesOf({ spec, weights: tensors }: Drawn) {
  const { trainable } = parametersOf(spec);
  const find = (layer: string | undefined, wanted: (parameter: Parameter) => boolean) => {
    const parameter = trainable.find((one) => one.layer.name === layer && wanted(one));
    const values = parameter && tensors.get(parameter.name)?.data;
    return (
      values && {
        shape: parameter.spec.shape,
        type: parameter.layer.type,
        values: Array.from(values, Number),
      }
    );
  };
  return {
    weights(layer: string | undefined): Weights | undefined {
      const found = find(layer, isMatrix);
      if (!found) return undefined;
      const { values, type } = found;
      const units = found.shape[1];
      const connected = (input: number, unit: number) =>
        type !== 'sparse' || values[input * units + unit] !== 0;
      return { values, units, connected };
    },
    biases: (layer: string) => find(layer, ({ key }) => key === 'b')?.values,
    learns: (layer: string) => trainable.some((one) => one.layer.name === layer),
  };
}

/** The layers of a model as columns, the input first. */
export function columnsOf(model: Drawn): Column[] {
  const { spec, preprocessing } = model;
  const layers = layersOf(spec);
  const values = valuesOf(model);
  const own = layers.filter(({ type }) => !QUIET.has(type));
  return own.map(({ name, type, shape, inputs }, i) => {
    const after = layers.slice(layers.indexOf(own[i]) + 1);
    const end = after.findIndex((layer) => !QUIET.has(layer.type));
    const quiet = after.slice(0, end < 0 ? undefined : end);
    const inner = values.learns(name) ? ('hidden' as const) : undefined;
    const role: Role | undefined = i === 0 ? 'input' : i === own.length - 1 ? 'output' : inner;
    const place = {
      ...{ inputs, type, ...(role && { role }) },
      layers: [name, ...quiet.map((layer) => layer.name)],
      captions: [...(i === 0 ? [] : [captionOf(name, type)]), ...quiet.map(({ label }) => label)],
    };
    const all = shape.at(-1) ?? 1;
    const [into, away] = [values.weights(name), values.weights(own[i + 1]?.name)];
    const biases = values.biases(name);
    if (shape.length !== 1 || (into ?? away) === undefined)
      return { ...place, units: undefined, all, name: () => shape.join('x') };
    const size = (unit: number) =>
      (away && power(away, unit, false)) ?? (into && power(into, unit, true)) ?? 0;
    return {
      ...place,
      units: strongest(all, size),
      all,
      name: nameOf(preprocessing, i === 0 ? 'first' : i === own.length - 1 ? 'last' : undefined, all),
      // Those of an LSTM lead to its gates.
      ...(into?.units === all && { weights: into }),
      ...(into?.units === all && biases && { biases }),
    };
  });
}
