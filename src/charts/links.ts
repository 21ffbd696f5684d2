import type { Canvas } from './canvas.ts';
import { LINK_SERIES } from './chart.ts';
import type { Chart, Link } from './chart.ts';
import { overlaps, placeLabels } from './labels.ts';
import type { Box } from './labels.ts';
import { drawDots, drawLine, lineSample } from './lines.ts';
import { belowBox, nodeBox } from './nodes.ts';
import { maxOf } from '../util/extremes.ts';
import { textWidth } from '../util/textWidth.ts';

/** From here on a link is thick. */
const STRONG = 0.67;
/** Among more links than this a thick one would hide its neighbours. */
const MANY = 60;
/** Among more links than this between two columns a text can not be told to belong to its line. */
const TOLD_APART = 8;
/** Texts of links may take this share of the area at most, so that the lines are still seen. */
const MOST_TEXT = 0.3;

const sign = (share: number, negative: boolean) =>
  share > STRONG ? (negative ? '=' : '#') : negative ? '-' : '+';

const seriesOf = ({ weight, negative }: Link) =>
  weight === undefined ? -1 : negative ? LINK_SERIES.negative : LINK_SERIES.positive;

/** A second line beside one, a dot away. */
function beside(canvas: Canvas, { x, y }: Link): Pick<Link, 'x' | 'y'> {
  const across = (canvas.across(1) - canvas.across(0)) * canvas.columns * 2;
  const up = (canvas.up(1) - canvas.up(0)) * canvas.rows * 4;
  const flat = Math.abs((x[1] - x[0]) * across) >= Math.abs((y[1] - y[0]) * up);
  return flat ? { x, y: [y[0] - 1 / up, y[1] - 1 / up] } : { x: [x[0] + 1 / across, x[1] + 1 / across], y };
}

/** How many links join the same two columns. */
function countedByGap(links: readonly Link[]): Map<string, number> {
  const gaps = new Map<string, number>();
  for (const { x } of links) gaps.set(x.join(), (gaps.get(x.join()) ?? 0) + 1);
  return gaps;
}

/**
 * Connections, the strongest last: of dots, those below 0 dashed and the strong ones double where there are few; in ASCII of
 * signs, which say the same.
 */
export function drawLinks(canvas: Canvas, links: readonly Link[], ascii: boolean): void {
  const gaps = countedByGap(links);
  const few = ({ x }: Link) => (gaps.get(x.join()) ?? 0) <= MANY;
  for (const link of links.toSorted((a, b) => a.share - b.share)) {
    const { x, y, share, negative, weight } = link;
    const line = { kind: 'line', name: '', series: seriesOf(link), x, y, dashed: negative } as const;
    if (ascii) drawLine(canvas, line, weight === undefined ? '.' : sign(share, negative));
    else {
      drawDots(canvas, line);
      if (weight !== undefined && share > STRONG && few(link))
        drawDots(canvas, { ...line, ...beside(canvas, link) });
    }
  }
}

/** Links with a text, and the cells of it. */
export type Written = readonly { readonly link: Link; readonly box: Box }[];

/**
 * Where the texts of links stand on a canvas, and those below nodes; undefined where there is no room for all
 * of them, or too many stand side by side. Empty where there are none.
 */
export function writtenLinks(canvas: Canvas, { marks }: Chart, ascii: boolean): Written | undefined {
  const nodes = marks.flatMap((mark) => (mark.kind === 'nodes' ? mark.nodes : []));
  const links = marks.flatMap((mark) => (mark.kind === 'links' ? mark.links : []));
  const circles = nodes.map((node) => nodeBox(canvas, node, ascii));
  const below = nodes.flatMap((node) => belowBox(canvas, node, ascii) ?? []);
  const outside = below.some(({ bottom, left }) => bottom > canvas.rows || left < 0);
  if (outside || below.some((box) => circles.some((circle) => overlaps(box, circle)))) return undefined;
  const texts = links.filter(({ text }) => text !== undefined);
  if (Math.max(0, maxOf(countedByGap(texts).values())) > TOLD_APART) return undefined;
  const letters = texts.reduce((sum, { text = '' }) => sum + textWidth(text) + 2, 0);
  if (letters > MOST_TEXT * canvas.rows * canvas.columns) return undefined;
  const boxes = placeLabels(
    texts.map(({ x, y, text = '' }) => ({
      from: [canvas.across(x[0]) * canvas.columns, (1 - canvas.up(y[0])) * canvas.rows],
      to: [canvas.across(x[1]) * canvas.columns, (1 - canvas.up(y[1])) * canvas.rows],
      boxAt: (middle, height) => {
        const wide = textWidth(text) + 2;
        const left = Math.round(middle - wide / 2);
        const top = Math.min(canvas.rows - 1, Math.floor(height));
        return { left, right: left + wide, top, bottom: top + 1 };
      },
    })),
    [...circles, ...below],
  );
  return boxes && texts.map((link, i) => ({ link, box: boxes[i] }));
}

/** Writes the texts of links over their lines, a blank on both sides. */
export function writeLinks(canvas: Canvas, written: Written): void {
  for (const { link, box } of written)
    canvas.write(box.left, box.top, ` ${link.text ?? ''} `, (letter) =>
      letter === ' ' ? -1 : seriesOf(link),
    );
}

/** A link of a legend. */
export const linkSample = (negative: boolean, ascii: boolean): string =>
  ascii ? sign(0, negative) + sign(1, negative) : lineSample(negative);
