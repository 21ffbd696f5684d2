import type { Chart, Picture } from '../charts/chart.ts';
import { pictureLines, saysAll } from '../charts/terminal.ts';
import type { Piece } from '../charts/legend.ts';
import type { Block, Span } from '../report/result.ts';
import type { Screen } from '../host/screen.ts';

/** Lines around the area of a chart: title, labels, ticks, legend, and the prompt below. */
const AROUND = 10;
/** Lines that an area has on the smallest screen. */
const LEAST = 8;

type Size = Pick<Screen, 'width' | 'height' | 'ascii'> & { readonly rows?: number };

function sizeOf({ width, height, rows }: Size): { width: number; rows?: number } {
  const most = rows ?? (height === undefined ? undefined : Math.max(LEAST, height - AROUND));
  return { width, ...(most !== undefined && { rows: most }) };
}

/** A picture as text, with the colours of its series where there is colour. */
export function pictureBlock(picture: Picture, screen: Size): Block & { kind: 'preformatted' } {
  const size = sizeOf(screen);
  const { ascii } = screen;
  const plain = pictureLines(picture, { ...size, ascii });
  const coloured = ascii ? plain : pictureLines(picture, { ...size, colour: true });
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

/** A chart as text. */
export const chartBlock = (chart: Chart, screen: Size): Block & { kind: 'preformatted' } =>
  pictureBlock({ title: chart.title, panels: [chart] }, screen);

/** Whether a picture in the terminal says every number that belongs to its lines and nodes. */
export const pictureSaysAll = ({ panels }: Picture, screen: Size): boolean =>
  panels.every((panel) => saysAll(panel, { ...sizeOf(screen), ascii: screen.ascii }));
