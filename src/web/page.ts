import type { PageData } from '../charts/arrayPage.ts';
import { heatColour } from '../charts/palette.ts';
import type { Scale } from '../charts/palette.ts';
import { axisLength } from '../tensor/shape.ts';
import { measure } from '../util/quantity.ts';
import type { Block, Camera, Face } from './scene.ts';

/**
 * An element of the page.
 *
 * @throws Error where it is missing
 */
export function element<T extends HTMLElement>(id: string, type: new () => T): T {
  const found = document.getElementById(id);
  if (!(found instanceof type)) throw new Error(`this page has no ${id}`);
  return found;
}

/** The array that the page shows. */
export const data = JSON.parse(element('array', HTMLScriptElement).textContent) as PageData;
export const values = Float64Array.from(data.values, Number);
/** The same, those that are no numbers as words. */
export const words = data.values;
export const rank = data.lengths.length;
/** Axes that a slider chooses one place of; the last three are drawn. */
export const outer = Math.max(0, rank - 3);
const pad = Math.max(0, 3 - rank);
/** Places along the three axes that are drawn. */
export const lengths = [...Array.from({ length: pad }, () => 1), ...data.lengths.slice(-3)] as [
  number,
  number,
  number,
];

/** Axis of the array that is axis 0, 1, 2 of the drawing; negative where the array has fewer. */
export const axisOf = (drawn: number) => outer + drawn - pad;

const finite = values.filter(Number.isFinite);
const extreme = (pick: (a: number, b: number) => number, start: number) =>
  finite.reduce((a, b) => pick(a, b), start);

/** Ends of the scale of colours, symmetric about 0 where there are numbers on both sides of it. */
function scaleOf(low: number, high: number): Scale {
  if (low < 0 && high > 0) {
    const side = Math.max(-low, high);
    return { low: -side, high: side };
  }
  return low === high ? { low: Math.min(0, low), high: Math.max(0, high) } : { low, high };
}

export const scale = scaleOf(extreme(Math.min, Infinity), extreme(Math.max, -Infinity));

export const FRONT: Camera = { yaw: 0, pitch: 0, zoom: 1 };
export const HOME: Camera = rank > 2 ? { yaw: -0.5, pitch: 0.45, zoom: 1 } : FRONT;

/** How the array is looked at now. */
export const view: {
  /** Places along the axes that are not drawn. */
  readonly chosen: number[];
  block: Block;
  camera: Camera;
  /** What was drawn last, to find what somebody points at. */
  faces: Face[];
} = {
  chosen: Array.from({ length: outer }, () => 0),
  block: { from: [0, 0, 0], to: lengths, spread: 0 },
  camera: HOME,
  faces: [],
};

/** Number of the element in a cell of the drawing. */
export function elementOf(cell: readonly number[]): number {
  const index = [...view.chosen, ...cell.slice(pad)];
  return index.reduce((sum, place, axis) => sum * data.lengths[axis] + place, 0);
}

/** Places in the array of a cell of the drawing, as NumPy counts them. */
export const placesOf = (cell: readonly number[]) =>
  [...view.chosen, ...cell.slice(pad)].map((place, axis) => place * data.steps[axis]);

/** An element as text. */
export const textOf = (element: number) => {
  const value = words[element];
  return typeof value === 'number' ? measure(value) : value;
};

/** The colour of an element. */
export const fillOf = (element: number) =>
  Number.isFinite(values[element]) ? heatColour(values[element], scale) : '#bbb';

/** What an axis of the drawing is called. */
export const nameOf = (drawn: number) => {
  const axis = axisOf(drawn);
  return `axis ${axis}: ${axisLength(data.shape, data.axes, axis)}`;
};
