import type { Canvas } from './canvas.ts';
import type { Mark } from './chart.ts';

const EIGHTHS = ' ▁▂▃▄▅▆▇█';

type Bars = Mark & { kind: 'bars' };

/** The bar over a column; −1 where there is none. */
function barAt(canvas: Canvas, { edges, heights }: Bars, column: number): number {
  const share = (column + 0.5) / canvas.columns;
  return heights.findIndex((_, i) => canvas.across(edges[i]) <= share && share < canvas.across(edges[i + 1]));
}

/** Bars that stand on the lower edge, in eighths of a line. */
function drawUpright(canvas: Canvas, bars: Bars, ascii: boolean): void {
  for (let column = 0; column < canvas.columns; column++) {
    const bar = barAt(canvas, bars, column);
    if (bar < 0) continue;
    const eighths = Math.round(Math.max(0, canvas.up(bars.heights[bar])) * canvas.rows * 8);
    for (let row = 0; row < canvas.rows; row++) {
      const level = Math.max(0, Math.min(8, eighths - 8 * (canvas.rows - 1 - row)));
      const text = ascii ? (level >= 4 ? '#' : ' ') : (EIGHTHS[level] ?? ' ');
      if (level > 0) canvas.put(column, row, text, bars.series);
    }
  }
}

/** The row of the canvas where a height ends, from above. */
const rowOf = (canvas: Canvas, height: number) => Math.round((1 - canvas.up(height)) * canvas.rows);

/** Bars up and down from 0, in whole lines. */
function drawFromZero(canvas: Canvas, bars: Bars, ascii: boolean): void {
  const zero = rowOf(canvas, 0);
  for (let column = 0; column < canvas.columns; column++) {
    const bar = barAt(canvas, bars, column);
    if (bar < 0) continue;
    const end = rowOf(canvas, bars.heights[bar]);
    for (let row = Math.min(zero, end); row < Math.max(zero, end); row++)
      canvas.put(column, row, ascii ? '#' : '█', bars.series);
  }
}

function writeTexts(canvas: Canvas, { edges, heights, texts = [] }: Bars): void {
  texts.forEach((text, i) => {
    const middle = ((canvas.across(edges[i]) + canvas.across(edges[i + 1])) / 2) * canvas.columns;
    const end = rowOf(canvas, heights[i]);
    const row = Math.max(0, Math.min(canvas.rows - 1, heights[i] < 0 ? end : end - 1));
    const first = Math.max(0, Math.min(canvas.columns - text.length, Math.round(middle - text.length / 2)));
    Array.from(text, (letter, at) => canvas.put(first + at, row, letter, -1));
  });
}

/** Bars from 0, and what they say. */
export function drawBars(canvas: Canvas, bars: Bars, ascii: boolean): void {
  if (canvas.up(0) > 0) drawFromZero(canvas, bars, ascii);
  else drawUpright(canvas, bars, ascii);
  writeTexts(canvas, bars);
}
