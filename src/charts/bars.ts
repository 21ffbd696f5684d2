import type { Canvas } from './canvas.ts';
import type { Mark } from './chart.ts';
import { textWidth } from '../util/textWidth.ts';

const EIGHTHS = ' ▁▂▃▄▅▆▇█';

type Bars = Mark & { kind: 'bars' };

/** The bar over a column; −1 where there is none. */
function barAt(canvas: Canvas, { edges, heights, apart }: Bars, column: number): number {
  const at = (place: number) =>
    heights.findIndex((_, i) => canvas.across(edges[i]) <= place && place < canvas.across(edges[i + 1]));
  const bar = at((column + 0.5) / canvas.columns);
  // The last column of a bar is the gap before the next.
  return apart && at((column + 1.5) / canvas.columns) !== bar ? -1 : bar;
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

/** Whether what bars say fits above each of them. */
export const textsFit = (canvas: Canvas, { edges, texts = [] }: Bars): boolean =>
  texts.every(
    (text, i) => textWidth(text) < (canvas.across(edges[i + 1]) - canvas.across(edges[i])) * canvas.columns,
  );

function writeTexts(canvas: Canvas, { edges, heights, texts = [], apart }: Bars): void {
  texts.forEach((text, i) => {
    const end = apart ? canvas.across(edges[i + 1]) - 1 / canvas.columns : canvas.across(edges[i + 1]);
    const middle = ((canvas.across(edges[i]) + end) / 2) * canvas.columns;
    const height = (1 - canvas.up(heights[i])) * canvas.rows;
    // Above the last eighth of the bar.
    const beyond = heights[i] < 0 ? Math.round(height) : Math.floor(height - 1 / 16) - 1;
    const row = Math.max(0, Math.min(canvas.rows - 1, beyond));
    const wide = textWidth(text);
    const first = Math.max(0, Math.min(canvas.columns - wide, Math.round(middle - wide / 2)));
    canvas.write(first, row, text);
  });
}

/** Bars from 0, and what they say. */
export function drawBars(canvas: Canvas, bars: Bars, ascii: boolean): void {
  if (canvas.up(0) > 0) drawFromZero(canvas, bars, ascii);
  else drawUpright(canvas, bars, ascii);
  if (textsFit(canvas, bars)) writeTexts(canvas, bars);
}
