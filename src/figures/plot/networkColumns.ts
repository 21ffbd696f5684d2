import { inputNames } from '../../data/inputNames.ts';
import type { Preprocessing } from '../../data/preprocessing.ts';
import type { Model } from '../../model/file.ts';
import { resolve } from '../../network/graph.ts';
import { parametersOf } from '../../network/parameters.ts';
import type { Parameter } from '../../network/parameters.ts';

/** What of a model is drawn. */
export type Drawn = Pick<Model, 'spec' | 'weights' | 'preprocessing'>;

/** Units of a layer that are drawn at most. */
export const UNITS = 10;

/** Layers after which each unit is still what it was: they stand under the layer before them. */
const QUIET = new Set(['activation', 'dropout', 'batchnorm', 'layernorm', 'groupnorm']);

/** Weights that lead to the units of a layer, [inputs × units]. */
interface Weights {
  readonly values: ArrayLike<number>;
  readonly units: number;
}

/** A layer in the picture of a network. */
export interface Column {
  /** Names of the layers that stand here, and of those that it reads. */
  readonly layers: readonly string[];
  readonly inputs: readonly string[];
  /** What stands here: the name of the layer, then what follows it. */
  readonly captions: readonly string[];
  /** Numbers of the units that are drawn; undefined for a layer whose outputs are no single units. */
  readonly units: readonly number[] | undefined;
  readonly all: number;
  readonly name: (unit: number) => string;
  readonly weights?: Weights;
}

/** The units with the largest weights, in their own order. */
function strongest(all: number, size: (unit: number) => number): number[] {
  const numbers = Array.from({ length: all }, (_, i) => i);
  if (all <= UNITS) return numbers;
  return numbers
    .sort((a, b) => size(b) - size(a) || a - b)
    .slice(0, UNITS)
    .sort((a, b) => a - b);
}

/**
 * Sum of the squares of the weights of a layer that lead to a unit (`into`), or that lead away from an input.
 */
function power({ values, units }: Weights, at: number, into: boolean): number {
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
  return String;
}

/** The layers of a model as columns, the input first. */
export function columnsOf({ spec, preprocessing, weights: tensors }: Drawn): Column[] {
  const matrices = new Map(
    parametersOf(spec)
      .trainable.filter(isMatrix)
      .map((parameter) => [parameter.layer.name, parameter]),
  );
  const layers = [
    { name: 'input', type: 'input', shape: spec.input, label: 'input', inputs: [] as readonly string[] },
    ...resolve(spec, 1, 'predict').map(({ node, inferred }) => ({
      name: node.name,
      type: node.type,
      shape: inferred.output.slice(1),
      label: node.type === 'activation' ? String(node.options.function) : node.type,
      inputs: node.inputs,
    })),
  ];
  const own = layers.filter(({ type }) => !QUIET.has(type));
  const weightsOf = (name: string | undefined): Weights | undefined => {
    const parameter = name === undefined ? undefined : matrices.get(name);
    const values = parameter && tensors.get(parameter.name)?.data;
    return values && { values: Array.from(values, Number), units: parameter.spec.shape[1] };
  };
  return own.map(({ name, shape, inputs }, i) => {
    const after = layers.slice(layers.indexOf(own[i]) + 1);
    const end = after.findIndex((layer) => !QUIET.has(layer.type));
    const quiet = after.slice(0, end < 0 ? undefined : end);
    const place = {
      inputs,
      layers: [name, ...quiet.map((layer) => layer.name)],
      captions: [name, ...quiet.map(({ label }) => label)],
    };
    const all = shape.at(-1) ?? 1;
    const [into, away] = [weightsOf(name), weightsOf(own[i + 1]?.name)];
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
    };
  });
}
