import { drawBars } from './bars.ts';
import { symbolOf } from './canvas.ts';
import type { Canvas, Cell } from './canvas.ts';
import type { Chart } from './chart.ts';
import { drawInColour } from './colour.ts';
import { drawLine } from './lines.ts';
import { drawLinks, writeLinks, writtenLinks } from './links.ts';
import { drawNode } from './nodes.ts';
import { heatShare } from './palette.ts';
import { shrunk } from './shrink.ts';
import { textWidth } from '../util/textWidth.ts';

/** Signs of the series of lines. */
export const LINES = { unicode: '•∘×+*#%@&=', ascii: '.-*+o#%@&=' };
/** Of a line without a name, which is there to compare the others with. */
const NAMELESS = { unicode: '·', ascii: '.' };
/** Shades of a heat map from nothing to the greatest. */
export const SHADES = { unicode: ' ░▒▓█', ascii: ' .:+#' };
/** Below 0. */
export const BELOW = { unicode: ' -~=≡', ascii: ' -~=@' };
/** Where a heat map has no number. */
const NOTHING = { unicode: '·', ascii: ':' };
export const REGIONS = { unicode: '·:░▒\'~;=^"', ascii: '.:\'-~;=^"_' };

function drawGrid(canvas: Canvas, columns: number, rows: number, cell: (index: number) => Cell): void {
  for (let row = 0; row < canvas.rows; row++) {
    for (let column = 0; column < canvas.columns; column++) {
      const from = Math.floor(((row + 0.5) / canvas.rows) * rows) * columns;
      const { text, series } = cell(from + Math.floor(((column + 0.5) / canvas.columns) * columns));
      canvas.put(column, row, text, series);
    }
  }
}

/** Texts in the middle of the cells of a grid. */
function writeTexts(canvas: Canvas, columns: number, rows: number, texts: readonly string[]): void {
  texts.forEach((text, i) => {
    const row = Math.floor(((Math.floor(i / columns) + 0.5) / rows) * canvas.rows);
    const middle = ((i % columns) + 0.5) / columns;
    canvas.write(Math.round(middle * canvas.columns - (textWidth(text) + 2) / 2), row, ` ${text} `);
  });
}

/** Draws the marks of a chart: with signs that stay apart without colour, or with `colour` finer ones. */
export function draw(canvas: Canvas, chart: Chart, ascii: boolean, colour: boolean): void {
  const set = ascii ? 'ascii' : 'unicode';
  const pick = (letters: string, at: number) => letters[at % letters.length] ?? ' ';
  const written = writtenLinks(canvas, chart, ascii);
  for (const mark of chart.marks) {
    if (colour && drawInColour(canvas, mark)) continue;
    if (mark.kind === 'line')
      drawLine(canvas, mark, mark.name === '' ? NAMELESS[set] : pick(LINES[set], mark.series));
    else if (mark.kind === 'points')
      for (let i = 0; i < mark.x.length; i++)
        canvas.at(mark.x[i], mark.y[i], symbolOf(mark.series), mark.series);
    else if (mark.kind === 'bars') drawBars(canvas, mark, ascii);
    else if (mark.kind === 'links') {
      drawLinks(canvas, mark.links, ascii);
      if (written) writeLinks(canvas, written);
    } else if (mark.kind === 'nodes')
      for (const node of mark.nodes) drawNode(canvas, node, ascii, written !== undefined);
    else if (mark.kind === 'regions')
      drawGrid(canvas, mark.columns, mark.rows, (i) => ({
        text: pick(REGIONS[set], mark.series[i]),
        series: mark.series[i],
      }));
    else {
      const { columns, rows, values, texts } = shrunk(mark, canvas);
      if (mark.bare && texts) {
        writeTexts(canvas, columns, rows, texts);
        continue;
      }
      drawGrid(canvas, columns, rows, (i) =>
        Number.isNaN(values[i])
          ? { text: NOTHING[set], series: -1 }
          : {
              text: (values[i] < 0 ? BELOW : SHADES)[set][Math.round(heatShare(values[i], mark) * 4)] ?? ' ',
              series: values[i] < 0 ? 5 : 0,
            },
      );
      if (texts) writeTexts(canvas, columns, rows, texts);
    }
  }
}
