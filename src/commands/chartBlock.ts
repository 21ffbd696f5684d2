import type { Chart } from '../charts/chart.ts';
import { terminalLines } from '../charts/terminal.ts';
import type { Piece } from '../charts/legend.ts';
import type { Block, Span } from '../report/result.ts';
import type { Context } from './context.ts';

/** A chart as text, with the colours of its series where there is colour. */
export function chartBlock(
  chart: Chart,
  { width, global, rows }: Pick<Context, 'width' | 'global'> & { rows?: number },
): Block & { kind: 'preformatted' } {
  const size = { width, ...(rows !== undefined && { rows }) };
  const { ascii } = global;
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
