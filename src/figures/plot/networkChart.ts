import type { Chart, Link, Node } from '../../charts/chart.ts';
import { usageError } from '../../errors.ts';
import { counted } from '../../util/plural.ts';
import { count } from '../../util/quantity.ts';
import { visible } from '../../util/visible.ts';
import { columnsOf, UNITS } from './networkColumns.ts';
import type { Column, Drawn } from './networkColumns.ts';
import type { NetworkPass } from './networkPass.ts';
import { shortNumber, unitValue } from './numbers.ts';
import { maxOf } from '../../util/extremes.ts';

/** Letters of a name beside a unit at most. */
const LETTERS = 16;
/** Letters that the picture is wide, about. */
const WIDE = 76;

function short(text: string): string {
  const shown = visible(text);
  return shown.length <= LETTERS ? shown : `${shown.slice(0, LETTERS - 1)}…`;
}

/** A column with the heights of its units, 0 the middle. */
interface Placed extends Column {
  readonly at: number;
  readonly heights: readonly number[];
}

/** Ends of the x axis so that the names of inputs and outputs have room, and the numbers in their circles. */
function roomFor(columns: readonly Column[], numbers: boolean): { low: number; high: number } {
  const letters = (column: Column) =>
    Math.max(0, maxOf((column.units ?? [0]).map((unit) => short(column.name(unit)).length))) +
    (numbers ? 8 : 5);
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
  const high = Math.max(1, maxOf(close.flat()));
  return columns.map((column, at) => {
    const own = maxOf(close[at]);
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

/** The weights between two columns. */
function weighed(from: Placed, to: Placed): Link[] {
  const { weights } = to;
  const most = greatest(from, to) || 1;
  if (!weights || !from.units) return [];
  return from.units.flatMap((i, a) =>
    (to.units ?? []).flatMap((j, b) => {
      if (!weights.connected(i, j)) return [];
      const weight = weights.values[i * weights.units + j];
      return {
        x: [from.at, to.at] as const,
        y: [from.heights[a], to.heights[b]] as const,
        ...{ share: Math.abs(weight) / most, negative: weight < 0, weight, text: shortNumber(weight) },
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

/** What a unit gives, and whether dropout switches it off; of a column the last layers that say so. */
export function activityOf({ layers }: Column, { values, off }: NetworkPass) {
  const last = layers.at(-1) ?? '';
  const masks = layers.flatMap((layer) => off.get(layer) ?? []);
  return { values: values?.get(last), off: masks.length > 0 ? masks : undefined };
}

function nodesOf(columns: readonly Placed[], pass: NetworkPass): Node[] {
  const last = columns.length - 1;
  return columns.flatMap((column) => {
    const { units, all, heights, at, name, biases } = column;
    const { values, off } = activityOf(column, pass);
    return heights.map((y, i): Node => {
      const unit = units?.[i] ?? 0;
      const text = short(name(unit));
      if (!units) return { x: at, y, text, box: true };
      const beside = at === 0 ? 'left' : at === last ? 'right' : undefined;
      const value = values && unitValue(values[unit]);
      // A number in a circle says nothing about which unit it is where some are left out.
      const numbered = value !== undefined && !beside && units.length < all ? `${unit}: ${value}` : value;
      return {
        ...{ x: at, y, text, box: false },
        ...(beside && { beside }),
        ...(numbered !== undefined && { value: numbered }),
        ...(biases && { below: `b ${shortNumber(biases[unit])}` }),
        ...(off?.[unit] && { off: true }),
      };
    });
  });
}

/** How many connections lead to a layer, how many of them are drawn, and how many a dense layer would have. */
interface Connections {
  readonly drawn: number;
  readonly all: number;
  readonly dense: number;
}

/** Connections with weights between a column and the one before it; undefined where it has none. */
export function connectionsOf(from: Column | undefined, to: Column): Connections | undefined {
  const { weights } = to;
  if (!from || !weights) return undefined;
  const { values, units, connected } = weights;
  const dense = values.length;
  let all = 0;
  for (let at = 0; at < dense; at++) if (connected(Math.floor(at / units), at % units)) all++;
  const drawn = (from.units ?? []).reduce(
    (sum, i) => sum + (to.units ?? []).filter((j) => connected(i, j)).length,
    0,
  );
  return { drawn, all, dense };
}

/** The column that the weights of a column lead from. */
export const sourceOf = (columns: readonly Column[], { inputs }: Column): Column | undefined =>
  columns.find(({ layers }) => layers.includes(inputs[0]));

/** What stands below a column: what it is, its layers, and how much of it is drawn. */
function captionOf(columns: readonly Column[], column: Column): string {
  const { captions, units, all, role, type } = column;
  const found = connectionsOf(sourceOf(columns, column), column);
  return [
    ...(role ? [role] : []),
    ...captions.map(visible),
    ...(units && units.length < all ? [`${units.length} of ${counted(all, 'unit')}`] : []),
    ...(found && type === 'sparse' ? [`${count(found.all)} of ${counted(found.dense, 'weight')}`] : []),
    ...(found && found.drawn < found.all ? [`${count(found.drawn)} of ${count(found.all)} drawn`] : []),
  ].join('\n');
}

/** How many of all connections with weights are drawn. */
function drawnNote(columns: readonly Column[]): string {
  const found = columns.flatMap((column) => connectionsOf(sourceOf(columns, column), column) ?? []);
  const [drawn, all] = (['drawn', 'all'] as const).map((key) =>
    found.reduce((sum, one) => sum + one[key], 0),
  );
  if (drawn === all) return all === 1 ? '1 connection' : `all ${count(all)} connections drawn`;
  return `${count(drawn)} of ${count(all)} connections drawn: of large layers the ${UNITS} units with the largest weights`;
}

/** Whether a network has layers of units with weights of their own, so that `networkChart` can draw them. */
export const hasUnits = (model: Drawn): boolean => columnsOf(model).some(({ weights }) => weights);

/** Pixels of an SVG: from a column to the next, and from a unit to the next. */
const APART = { across: 210, up: 62 };

/** Lines from a unit to the next in a terminal, so that there is one between for a bias; and at least. */
const LINES = { unit: 3, least: 9, most: 34 };

/** @throws NnError('usage') for a network without such weights */
export function networkChart(model: Drawn, name: string, pass: NetworkPass = { off: new Map() }): Chart {
  const columns = placed(columnsOf(model));
  if (!columns.some(({ weights }) => weights)) {
    throw usageError('this network has no layer of units with weights of their own', {
      hint: 'nn plot filters draws the filters of its convolutions, nn summary lists its layers',
    });
  }
  const high = Math.max(1, maxOf(columns.flatMap(({ heights }) => heights)));
  const most = maxOf(columns.map(({ units }) => units?.length ?? 1));
  return {
    title: `${name}: ${columns.map(({ units, all, name: text }) => (units ? count(all) : text(0))).join(' → ')}`,
    x: {
      label: `${drawnNote(columns)}; thickness by |weight| within a layer`,
      ownLines: true,
      names: columns.map((column) => captionOf(columns, column)),
      ...roomFor(columns, pass.values !== undefined),
    },
    y: { label: '', names: [], low: -high - 0.7, high: high + 0.7 },
    frame: false,
    lines: Math.max(LINES.least, Math.min(LINES.most, LINES.unit * most + 2)),
    size: {
      width: Math.max(720, APART.across * (columns.length + 0.5)),
      height: Math.max(360, APART.up * (most + 2)),
    },
    marks: [
      { kind: 'links', links: linksOf(columns, high) },
      { kind: 'nodes', nodes: nodesOf(columns, pass) },
    ],
  };
}
