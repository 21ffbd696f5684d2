import { symbolOf } from './canvas.ts';
import type { Canvas, ColourTone } from './canvas.ts';
import type { Mark } from './chart.ts';
import { drawDots } from './lines.ts';
import { heatShare, heatTerminal, pastelTerminal } from './palette.ts';
import type { Scale } from './palette.ts';
import { halves, shrunk } from './shrink.ts';
import { lettersOf, textWidth } from '../util/textWidth.ts';

// Marks for a terminal with 256 colours: lines of braille dots, and half blocks, which give a cell two
// colours one above the other.

const DARK = 235;
const LIGHT = 231;
const UPPER_HALF = '▀';

/** Each cell in the colours of the two places of a grid that it covers. */
function drawHalves(canvas: Canvas, columns: number, rows: number, colour: (index: number) => number): void {
  const at = (row: number, column: number) =>
    colour(Math.floor(row * rows) * columns + Math.floor(((column + 0.5) / canvas.columns) * columns));
  for (let row = 0; row < canvas.rows; row++) {
    for (let column = 0; column < canvas.columns; column++) {
      const upper = at((row + 0.25) / canvas.rows, column);
      const lower = at((row + 0.75) / canvas.rows, column);
      canvas.put(column, row, UPPER_HALF, -1, `${upper} on ${lower}`);
    }
  }
}

/** What is behind the lower half of a cell. */
const behind = (tone: ColourTone | undefined) =>
  tone === undefined ? undefined : Number(tone.split(' on ')[1]);

/** A letter over what is there, dark or light. */
function write(canvas: Canvas, column: number, row: number, letter: string, front: number): void {
  const back = behind(canvas.cells[row]?.[column]?.tone);
  canvas.put(column, row, letter, -1, back === undefined ? undefined : `${front} on ${back}`);
}

function drawTexts(canvas: Canvas, mark: Mark & { kind: 'heat' }, texts: readonly string[]): void {
  const { columns, rows, values } = mark;
  texts.forEach((text, i) => {
    const row = Math.floor(((Math.floor(i / columns) + 0.5) / rows) * canvas.rows);
    const first = Math.round((((i % columns) + 0.5) / columns) * canvas.columns - textWidth(text) / 2);
    const front = heatShare(values[i], mark) > 0.55 ? LIGHT : DARK;
    let column = first;
    for (const { text: letter, width } of lettersOf(text)) {
      write(canvas, column, row, letter, front);
      if (width === 2) write(canvas, column + 1, row, '', front);
      column += width;
    }
  });
}

/** What regions of a class look like, with a sign on them. */
export const regionTone = (series: number): ColourTone => `${DARK} on ${pastelTerminal(series)}`;

/** Places of a scale from low to high as colours behind blanks. */
export function heatBar(scale: Scale, places: number): { text: string; tone: ColourTone }[] {
  return Array.from({ length: places }, (_, i) => {
    const value = scale.low + ((i + 0.5) / places) * (scale.high - scale.low);
    return { text: ' ', tone: `${DARK} on ${heatTerminal(value, scale)}` };
  });
}

/** Draws a mark in colour; false for kinds that look the same with and without. */
export function drawInColour(canvas: Canvas, mark: Mark): boolean {
  switch (mark.kind) {
    case 'line':
      drawDots(canvas, mark);
      return true;
    case 'points':
      for (let i = 0; i < mark.x.length; i++) {
        const place = canvas.placeOf(mark.x[i], mark.y[i]);
        if (!place) continue;
        const sign = symbolOf(mark.series);
        const inside = canvas.cells[place[1]]?.[place[0]]?.tone !== undefined;
        if (inside) write(canvas, ...place, sign, DARK);
        else canvas.put(...place, sign, mark.series);
      }
      return true;
    case 'regions':
      drawHalves(canvas, mark.columns, mark.rows, (i) => pastelTerminal(mark.series[i]));
      return true;
    case 'heat': {
      const { columns, rows, values } = shrunk(mark, halves(canvas));
      drawHalves(canvas, columns, rows, (i) => heatTerminal(values[i], mark));
      if (mark.texts) drawTexts(canvas, mark, mark.texts);
      return true;
    }
    default:
      return false;
  }
}
