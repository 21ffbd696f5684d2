import type { Chart } from '../charts/chart.ts';
import { terminalLines } from '../charts/terminal.ts';
import type { Piece } from '../charts/legend.ts';
import type { Block, Span } from '../report/result.ts';
import type { Screen } from '../host/screen.ts';

/** Lines around the area of a chart: title, labels, ticks, legend, and the prompt below. */
const AROUND = 10;
/** Lines that an area has on the smallest screen. */
const LEAST = 8;

/** A chart as text, with the colours of its series where there is colour. */
export function chartBlock(
  chart: Chart,
  { width, height, ascii, rows }: Pick<Screen, 'width' | 'height' | 'ascii'> & { readonly rows?: number },
): Block & { kind: 'preformatted' } {
  const most = rows ?? (height === undefined ? undefined : Math.max(LEAST, height - AROUND));
  const size = { width, ...(most !== undefined && { rows: most }) };
  const plain = terminalLines(chart, { ...size, ascii });
  const coloured = ascii ? plain : terminalLines(chart, { ...size, colour: true });
  const tone = ({ series, tone: own }: Piece): Span['tone'] =>
    own ?? (series < 0 ? 'plain' : (`series${(series % 8) as 0}` as const));
  return {
    kind: 'preformatted',
    text: plain
      .map((line) =>
        line
          .map((piece) => piece.text)
          .join('')
          .trimEnd(),
      )
      .join('\n'),
    spans: coloured.map((line) => line.map((piece) => ({ text: piece.text, tone: tone(piece) }))),
  };
}
