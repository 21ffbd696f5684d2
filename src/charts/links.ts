import type { Canvas } from './canvas.ts';
import { LINK_SERIES } from './chart.ts';
import type { Link } from './chart.ts';
import { drawDots, drawLine, lineSample } from './lines.ts';

/**
 * Weaker links than these would only hide the others: so many between two columns, fewer where they are
 * close, of a least share.
 */
const MOST_LINKS = 16;
const LINKS_PER_CELL = 0.7;
const LEAST_SHARE = 0.2;
/** From here on a link is thick. */
const STRONG = 0.67;

const sign = (share: number, negative: boolean) =>
  share > STRONG ? (negative ? '=' : '#') : negative ? '-' : '+';

/** Links that are drawn, the strongest last. */
function strongest(canvas: Canvas, links: readonly Link[]): Link[] {
  const drawn = new Map<string, number>();
  const strong = links
    .filter(({ weight, share }) => weight !== undefined && share >= LEAST_SHARE)
    .toSorted((a, b) => b.share - a.share)
    .filter(({ x }) => {
      const gap = x.join();
      const before = drawn.get(gap) ?? 0;
      drawn.set(gap, before + 1);
      const cells = (canvas.across(x[1]) - canvas.across(x[0])) * canvas.columns;
      return before < Math.min(MOST_LINKS, LINKS_PER_CELL * cells);
    });
  return [...links.filter(({ weight }) => weight === undefined), ...strong.reverse()];
}

/** A second line beside one, a dot away. */
function beside(canvas: Canvas, { x, y }: Link): Pick<Link, 'x' | 'y'> {
  const across = (canvas.across(1) - canvas.across(0)) * canvas.columns * 2;
  const up = (canvas.up(1) - canvas.up(0)) * canvas.rows * 4;
  const flat = Math.abs((x[1] - x[0]) * across) >= Math.abs((y[1] - y[0]) * up);
  return flat ? { x, y: [y[0] - 1 / up, y[1] - 1 / up] } : { x: [x[0] + 1 / across, x[1] + 1 / across], y };
}

/**
 * The strongest of the connections: of dots, those below 0 dashed and the strong ones double; in ASCII of
 * signs, which say the same.
 */
export function drawLinks(canvas: Canvas, links: readonly Link[], ascii: boolean): void {
  for (const link of strongest(canvas, links)) {
    const { x, y, share, negative, weight } = link;
    const series = weight === undefined ? -1 : negative ? LINK_SERIES.negative : LINK_SERIES.positive;
    const line = { kind: 'line', name: '', series, x, y, dashed: negative } as const;
    if (ascii) drawLine(canvas, line, weight === undefined ? '.' : sign(share, negative));
    else {
      drawDots(canvas, line);
      if (weight !== undefined && share > STRONG) drawDots(canvas, { ...line, ...beside(canvas, link) });
    }
  }
}

/** How many weights are not drawn. */
export const linksLeftOut = (canvas: Canvas, links: readonly Link[]): number =>
  links.length - strongest(canvas, links).length;

/** A link of a legend. */
export const linkSample = (negative: boolean, ascii: boolean): string =>
  ascii ? sign(0, negative) + sign(1, negative) : lineSample(negative);
