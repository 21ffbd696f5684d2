import type { Chart, Link, Node } from '../../charts/chart.ts';
import { usageError } from '../../errors.ts';
import { count } from '../../util/quantity.ts';
import { openModel } from '../../inputs/modelFile.ts';
import type { PlotKind } from './define.ts';
import { columnsOf, UNITS } from './networkColumns.ts';
import type { Column, Drawn } from './networkColumns.ts';
import { baseName } from '../../util/path.ts';

/** Letters of a name beside a unit at most. */
const LETTERS = 16;
/** Letters that the picture is wide, about. */
const WIDE = 76;

const short = (text: string) => (text.length <= LETTERS ? text : `${text.slice(0, LETTERS - 1)}…`);

/** A column with the heights of its units, 0 the middle. */
interface Placed extends Column {
  readonly at: number;
  readonly heights: readonly number[];
}

/** Ends of the x axis so that the names of inputs and outputs have room. */
function roomFor(columns: readonly Column[]): { low: number; high: number } {
  const letters = (column: Column) =>
    Math.max(0, ...(column.units ?? [0]).map((unit) => short(column.name(unit)).length)) + 5;
  const [left, right] = [columns[0], columns[columns.length - 1]].map(letters);
  const all = (columns.length - 1) / (1 - (left + right) / WIDE);
  return { low: (-left / WIDE) * all, high: columns.length - 1 + (right / WIDE) * all };
}

/**
 * Heights of the units of a column, 0 the middle, one apart, and more where some between them are left out.
 */
function heightsOf({ units }: Column): number[] {
  if (!units) return [0];
  const places: number[] = [];
  let at = 0;
  units.forEach((unit, i) => {
    if (i > 0) at += unit > units[i - 1] + 1 ? 1.5 : 1;
    places.push(at);
  });
  return places.map((place) => at / 2 - place);
}

/** Columns that are lower than the highest have their units further apart. */
function placed(columns: readonly Column[]): Placed[] {
  const close = columns.map(heightsOf);
  const high = Math.max(1, ...close.flat());
  return columns.map((column, at) => {
    const own = Math.max(...close[at]);
    const apart = own === 0 ? 1 : Math.max(1, Math.min(2, (0.7 * high) / own));
    return { ...column, at, heights: close[at].map((y) => y * apart) };
  });
}

/** The greatest magnitude of the weights between the units that are drawn. */
function greatest(from: Column, to: Column): number {
  let most = 0;
  for (const i of from.units ?? [])
    for (const j of to.units ?? []) {
      const weight = to.weights?.values[i * to.weights.units + j] ?? 0;
      most = Math.max(most, Math.abs(weight));
    }
  return most;
}

/** The weights between two columns; one that is 0 is no connection. */
function weighed(from: Placed, to: Placed): Link[] {
  const { weights } = to;
  const most = greatest(from, to);
  if (!weights || !from.units) return [];
  return from.units.flatMap((i, a) =>
    (to.units ?? []).flatMap((j, b) => {
      const weight = weights.values[i * weights.units + j];
      if (weight === 0) return [];
      return {
        x: [from.at, to.at] as const,
        y: [from.heights[a], to.heights[b]] as const,
        ...{ share: Math.abs(weight) / most, negative: weight < 0, weight },
        name: `${from.name(i)} → ${to.name(j)}`,
      };
    }),
  );
}

/**
 * Connections without weights of their own: unit by unit, or from the whole of a layer, around the columns
 * between two.
 */
function passing(from: Placed, to: Placed, offset: number | undefined, high: number): Link[] {
  const line = (x: readonly [number, number], y: readonly [number, number], share = 0.5): Link => ({
    x,
    y,
    share,
    negative: false,
  });
  if (to.at - from.at > 1) {
    const around = 0.35 * high;
    return [
      line([from.at, from.at + 0.5], [0, around]),
      line([from.at + 0.5, to.at - 0.5], [around, around]),
      line([to.at - 0.5, to.at], [around, 0]),
    ];
  }
  const { units } = from;
  if (units && to.units && offset !== undefined) {
    return to.units.flatMap((unit, b) => {
      const a = units.indexOf(unit - offset);
      return a < 0 ? [] : line([from.at, to.at], [from.heights[a], to.heights[b]], 0.1);
    });
  }
  const whole = units && to.units;
  const [starts, ends] = whole ? [[0], [0]] : [from.heights, to.heights];
  const share = starts.length * ends.length === 1 ? 0.5 : 0.1;
  return starts.flatMap((start) => ends.map((end) => line([from.at, to.at], [start, end], share)));
}

function linksOf(columns: readonly Placed[], high: number): Link[] {
  return columns.flatMap((to) => {
    const sources = to.inputs.flatMap((input) => columns.filter(({ layers }) => layers.includes(input)));
    const joined = sources.reduce((sum, { all }) => sum + all, 0) === to.all;
    let before = 0;
    return sources.flatMap((from) => {
      // Units stand side by side after concat, one on another after add.
      const offset = joined ? before : from.all === to.all ? 0 : undefined;
      before += from.all;
      return to.weights && to.units && from.units ? weighed(from, to) : passing(from, to, offset, high);
    });
  });
}

function nodesOf(columns: readonly Placed[]): Node[] {
  const last = columns.length - 1;
  return columns.flatMap(({ units, heights, at, name }) =>
    heights.map((y, i) => {
      const beside = units && (at === 0 || at === last) ? (at === 0 ? 'left' : 'right') : undefined;
      return { x: at, y, text: short(name(units?.[i] ?? 0)), box: !units, ...(beside && { beside }) };
    }),
  );
}

/** What stands below a column: its layers, and how many of its units are drawn. */
const captionOf = ({ captions, units, all }: Column): string =>
  [...captions, ...(units && units.length < all ? [`${units.length} of ${count(all)}`] : [])].join('\n');

/** Whether a network has layers of units with weights of their own, so that `networkChart` can draw them. */
export const hasUnits = (model: Drawn): boolean => columnsOf(model).some(({ weights }) => weights);

/** @throws NnError('usage') for a network without such weights */
export function networkChart(model: Drawn, name: string): Chart {
  const columns = placed(columnsOf(model));
  if (!columns.some(({ weights }) => weights)) {
    throw usageError('this network has no layer of units with weights of their own', {
      hint: 'nn plot filters draws the filters of its convolutions, nn summary lists its layers',
    });
  }
  const high = Math.max(1, ...columns.flatMap(({ heights }) => heights));
  const folded = columns.some(({ units, all }) => units && units.length < all);
  return {
    title: `${name}: ${columns.map(({ units, all, name: text }) => (units ? count(all) : text(0))).join(' → ')}`,
    x: {
      label: `thickness by |weight| within a layer${folded ? `; of more than ${UNITS} units those with the largest weights` : ''}`,
      names: columns.map(captionOf),
      ...roomFor(columns),
    },
    y: { label: '', names: [], low: -high - 0.7, high: high + 0.7 },
    frame: false,
    marks: [
      { kind: 'links', links: linksOf(columns, high) },
      { kind: 'nodes', nodes: nodesOf(columns) },
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
  chart: async (context, [path]) => networkChart(await openModel(context, path), baseName(path)),
};
