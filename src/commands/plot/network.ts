import type { Chart, Link, Mark } from '../../charts/chart.ts';
import type { Preprocessing } from '../../data/preprocessing.ts';
import { usageError } from '../../errors.ts';
import type { Model } from '../../model/file.ts';
import { resolve } from '../../model/graph.ts';
import { parametersOf } from '../../model/parameters.ts';
import type { Parameter } from '../../model/parameters.ts';
import { count } from '../../util/quantity.ts';
import { openModel } from '../modelFile.ts';
import type { PlotKind } from './define.ts';

/** Connections without weights of their own: straight to the next column, around the columns between two that are further apart. */
function passing(from: number, to: number, heights: readonly number[], high: number): Link[] {
  const line = (x: readonly [number, number], y: readonly [number, number]): Link => ({
    x,
    y,
    share: heights.length > 1 ? 0.1 : 0.5,
    negative: false,
  });
  if (to - from < 2) return heights.map((y) => line([from, to], [0, y]));
  const around = 0.35 * high;
  return [
    line([from, from + 0.5], [0, around]),
    line([from + 0.5, to - 0.5], [around, around]),
    line([to - 0.5, to], [around, 0]),
  ];
}

/** What of a model is drawn. */
type Drawn = Pick<Model, 'spec' | 'weights' | 'preprocessing'>;

/** Units of a layer that are drawn at most. */
const UNITS = 10;

/** Layers that change each unit by itself, or nothing at all: they stand under the layer before them. */
const QUIET = new Set(['activation', 'dropout']);

interface Column {
  /** Names of the layers that stand here, and of those that it reads. */
  readonly layers: readonly string[];
  readonly inputs: readonly string[];
  readonly caption: string;
  /** Number of the units that are drawn, and of all; a layer whose outputs are no single units is one box. */
  readonly units: readonly number[] | undefined;
  readonly all: number;
  readonly name: (unit: number) => string;
  /** Weights that lead here, [inputs × units], and where they come from. */
  readonly weights?: { readonly values: ArrayLike<number>; readonly units: number };
}

/** Inputs or units with the largest weights, in their own order. */
function strongest(all: number, size: (unit: number) => number): number[] {
  const numbers = Array.from({ length: all }, (_, i) => i);
  if (all <= UNITS) return numbers;
  return numbers
    .sort((a, b) => size(b) - size(a) || a - b)
    .slice(0, UNITS)
    .sort((a, b) => a - b);
}

/** Sum of the squares of the weights of a layer that lead to a unit (`into`), or that lead away from an input. */
function power({ values, units }: NonNullable<Column['weights']>, at: number, into: boolean): number {
  let sum = 0;
  if (into) for (let i = at; i < values.length; i += units) sum += values[i] ** 2;
  else for (let j = 0; j < units; j++) sum += values[at * units + j] ** 2;
  return sum;
}

const isMatrix = ({ key, spec }: Parameter) => key === 'W' && spec.shape.length === 2;

const numbered = (unit: number) => String(unit);

/** Names of the inputs, where each is a column of its own. */
function inputName(preprocessing: Preprocessing | undefined, inputs: number): (unit: number) => string {
  const features = preprocessing?.features ?? [];
  if (features.length !== inputs || preprocessing?.shape) return (unit) => `x${unit}`;
  return (unit) => features[unit].name;
}

/** The layers as columns, the input first. */
function columnsOf(model: Drawn): Column[] {
  const { spec, preprocessing } = model;
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
  // What stands between two layers of units and leaves the units as they are.
  const own = layers.filter(({ type }) => !QUIET.has(type));
  const weightsOf = (name: string | undefined) => {
    const parameter = name === undefined ? undefined : matrices.get(name);
    const values = parameter && model.weights.get(parameter.name)?.data;
    return values && { values: Array.from(values, Number), units: parameter.spec.shape[1] };
  };
  const target = preprocessing?.target;
  const columnOf = (i: number): Column => {
    const { name, shape, inputs } = own[i];
    const after = layers.slice(layers.indexOf(own[i]) + 1);
    const end = after.findIndex((layer) => !QUIET.has(layer.type));
    const quiet = after.slice(0, end < 0 ? undefined : end);
    const caption = [name, ...quiet.map(({ label }) => label)].join(' ');
    const place = { caption, inputs, layers: [name, ...quiet.map((layer) => layer.name)] };
    const all = shape.at(-1) ?? 1;
    const [into, away] = [weightsOf(name), weightsOf(own[i + 1]?.name)];
    const single = shape.length === 1 && (into ?? away) !== undefined;
    if (!single) {
      return {
        ...place,
        units: undefined,
        all,
        name: () => shape.join('x'),
      };
    }
    const last = i === own.length - 1;
    const classes =
      last && target?.kind === 'classes' && target.classes.length === all ? target.classes : undefined;
    const size = (unit: number) =>
      (away && power(away, unit, false)) ?? (into && power(into, unit, true)) ?? 0;
    return {
      ...place,
      units: strongest(all, size),
      all,
      name:
        i === 0
          ? inputName(preprocessing, all)
          : classes
            ? (unit) => classes[unit]
            : last && target && all === 1
              ? () => target.name
              : numbered,
      ...(into && { weights: into }),
    };
  };
  return own.map((_, i) => columnOf(i));
}

/** Letters of a name beside a unit at most. */
const LETTERS = 16;
/** Letters that the picture is wide, about. */
const WIDE = 76;

const short = (text: string) => (text.length <= LETTERS ? text : `${text.slice(0, LETTERS - 1)}…`);

/** Ends of the x axis so that the names of inputs and outputs have room. */
function roomFor(columns: readonly Column[]): { low: number; high: number } {
  const letters = (column: Column) =>
    Math.max(0, ...(column.units ?? [0]).map((unit) => short(column.name(unit)).length)) + 5;
  const [left, right] = [columns[0], columns[columns.length - 1]].map(letters);
  const all = (columns.length - 1) / (1 - (left + right) / WIDE);
  return { low: (-left / WIDE) * all, high: columns.length - 1 + (right / WIDE) * all };
}

/** Heights of the units of a column, 0 the middle, one apart, and more where some between them are left out. */
function heights({ units }: Column): number[] {
  if (!units) return [0];
  // A gap where units are left out.
  const places: number[] = [];
  let at = 0;
  units.forEach((unit, i) => {
    if (i > 0) at += unit > units[i - 1] + 1 ? 1.5 : 1;
    places.push(at);
  });
  return places.map((place) => at / 2 - place);
}

/** Whether a network has layers of units with weights of their own, so that `networkChart` can draw them. */
export const hasUnits = (model: Drawn): boolean => columnsOf(model).some(({ weights }) => weights);

/** Throws a usage error for a network without such weights. */
export function networkChart(model: Drawn, name: string): Chart {
  const columns = columnsOf(model);
  if (!hasUnits(model)) {
    throw usageError('this network has no layer of units with weights of their own', {
      hint: 'nn plot filters draws the filters of its convolutions, nn summary lists its layers',
    });
  }
  const close = columns.map(heights);
  const high = Math.max(1, ...close.flat());
  const places = close.map((column) => {
    const own = Math.max(...column);
    const apart = own === 0 ? 1 : Math.max(1, Math.min(2, (0.7 * high) / own));
    return column.map((y) => y * apart);
  });
  const links: Link[] = [];
  const nodes: (Mark & { kind: 'nodes' })['nodes'][number][] = [];
  columns.forEach((column, c) => {
    const { units, weights } = column;
    for (const input of column.inputs) {
      const b = columns.findIndex(({ layers }) => layers.includes(input));
      const before = columns[b];
      if (!weights || !units || !before.units) {
        links.push(...passing(b, c, units ? places[c] : [0], high));
        continue;
      }
      const shown = before.units.flatMap((from, i) =>
        units.map((to, j) => ({ i, j, weight: weights.values[from * weights.units + to] })),
      );
      const most = shown.reduce((found, { weight }) => Math.max(found, Math.abs(weight)), 1e-12);
      for (const { i, j, weight } of shown) {
        const [from, to] = [places[b][i], places[c][j]];
        links.push({
          x: [b, c],
          y: [from, to],
          share: Math.abs(weight) / most,
          negative: weight < 0,
          weight,
        });
      }
    }
    const first = c === 0;
    const last = c === columns.length - 1;
    places[c].forEach((y, i) => {
      const text = short(column.name(units?.[i] ?? 0));
      const beside = units && (first || last) ? (first ? 'left' : 'right') : undefined;
      nodes.push({ x: c, y, text, box: !units, ...(beside && { beside }) });
    });
  });
  const folded = columns.flatMap(({ layers, units, all }) =>
    units && units.length < all ? [`${count(all)} in ${layers[0]}`] : [],
  );
  return {
    title: `${name}: ${columns.map(({ units, all, name: text }) => (units ? count(all) : text(0))).join(' → ')}`,
    x: {
      label: `thickness by |weight| within a layer${folded.length > 0 ? `; of ${folded.join(', ')} the ${UNITS} strongest` : ''}`,
      names: columns.map(({ caption }) => caption),
      ...roomFor(columns),
    },
    y: { label: '', names: [], low: -high - 0.7, high: high + 0.7 },
    frame: false,
    marks: [
      { kind: 'links', links },
      { kind: 'nodes', nodes },
    ],
  };
}

export const network: PlotKind = {
  name: 'network',
  words: 'MODEL',
  summary:
    'units in columns, layer by layer, joined by their weights: thick where large, dashed where negative',
  least: 1,
  most: 1,
  takes: [],
  chart: async (context, [path]) =>
    networkChart(await openModel(context, path), path.split('/').at(-1) ?? path),
};
