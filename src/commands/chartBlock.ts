import type { Chart } from '../charts/chart.ts';
import { terminalLines } from '../charts/terminal.ts';
import type { Block, Span } from '../report/result.ts';
import type { Context } from './context.ts';

/** A chart as text, with the colours of its series where there is colour. */
export function chartBlock(
  chart: Chart,
  { width, global, rows }: Pick<Context, 'width' | 'global'> & { rows?: number },
): Block & { kind: 'preformatted' } {
  const lines = terminalLines(chart, { width, ascii: global.ascii, ...(rows !== undefined && { rows }) });
  const tone = (series: number): Span['tone'] =>
    series < 0 ? 'plain' : (`series${(series % 8) as 0}` as const);
  return {
    kind: 'preformatted',
    text: lines
      .map((line) =>
        line
          .map((piece) => piece.text)
          .join('')
          .trimEnd(),
      )
      .join('\n'),
    spans: lines.map((line) => line.map((piece) => ({ text: piece.text, tone: tone(piece.series) }))),
  };
}
