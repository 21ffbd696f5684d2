import type { Axis } from './chart.ts';
import { lettersOf } from '../util/textWidth.ts';

/** Two of xterm's 256 colours: of the letter, and of what is behind it. */
export type ColourTone = `${number} on ${number}`;

export interface Cell {
  text: string;
  series: number;
  /** In place of the colour of the series. */
  tone?: ColourTone | undefined;
}

/** Signs of points, which stay apart without colour. */
const SYMBOLS = 'o+x*#@%&$=';

export const symbolOf = (series: number): string => SYMBOLS[series % SYMBOLS.length] ?? 'o';

/** A grid of letters over the area of a chart. */
export class Canvas {
  readonly columns: number;
  readonly rows: number;
  readonly cells: Cell[][];
  readonly #x: Axis;
  readonly #y: Axis;

  constructor(columns: number, rows: number, x: Axis, y: Axis) {
    this.columns = columns;
    this.rows = rows;
    this.#x = x;
    this.#y = y;
    this.cells = Array.from({ length: rows }, () =>
      Array.from({ length: columns }, () => ({ text: ' ', series: -1 })),
    );
  }

  /** Place of a number along an axis, 0 to 1. */
  across(value: number): number {
    return (value - this.#x.low) / (this.#x.high - this.#x.low);
  }

  up(value: number): number {
    return (value - this.#y.low) / (this.#y.high - this.#y.low);
  }

  put(column: number, row: number, text: string, series: number, tone?: ColourTone): void {
    const cell = this.cells[row]?.[column];
    if (!cell) return;
    cell.text = text;
    cell.series = series;
    cell.tone = tone;
  }

  /** A text from a column on; a wide letter takes two cells, of which the second is empty. */
  write(first: number, row: number, text: string, seriesOf: (letter: string) => number = () => -1): void {
    let column = first;
    for (const { text: letter, width } of lettersOf(text)) {
      // A letter that no longer fits would push the edge.
      const whole = column >= 0 && column + width <= this.columns;
      if (whole) this.put(column, row, letter, seriesOf(letter));
      if (whole && width === 2) this.put(column + 1, row, '', seriesOf(letter));
      column += width;
    }
  }

  /** Column and row of a place, each cell having `fine` places along both; undefined outside of the area. */
  placeOf(x: number, y: number, fine: readonly [number, number] = [1, 1]): [number, number] | undefined {
    const [right, up] = [this.across(x), this.up(y)];
    if (!(right >= 0 && right <= 1 && up >= 0 && up <= 1)) return undefined;
    const [columns, rows] = [this.columns * fine[0], this.rows * fine[1]];
    return [
      Math.min(columns - 1, Math.floor(right * columns)),
      Math.min(rows - 1, Math.floor((1 - up) * rows)),
    ];
  }

  at(x: number, y: number, text: string, series: number): void {
    const place = this.placeOf(x, y);
    if (place) this.put(...place, text, series);
  }
}
