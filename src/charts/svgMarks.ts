import type { Mark, Node } from './chart.ts';
import { colourOf, heatColour, heatShare } from './palette.ts';
import { linksSvg, nodeSvg } from './svgNetwork.ts';
import type { Area } from './svgText.ts';
import { n } from './svgText.ts';
import { escapeSvg } from '../util/markup.ts';

function grid(
  columns: number,
  rows: number,
  area: Area,
  cell: (index: number) => { fill: string; text?: string; dark?: boolean },
): string[] {
  const [w, h] = [area.width / columns, area.height / rows];
  const lines: string[] = [];
  for (let i = 0; i < columns * rows; i++) {
    const { fill, text, dark } = cell(i);
    const [left, top] = [area.left + (i % columns) * w, area.top + Math.floor(i / columns) * h];
    // Neighbours in a row that look the same are one rectangle.
    let alike = 1;
    const end = text === undefined ? columns * (Math.floor(i / columns) + 1) : i + 1;
    while (i + 1 < end && cell(i + 1).fill === fill) {
      alike++;
      i++;
    }
    lines.push(
      `<rect x="${n(left)}" y="${n(top)}" width="${n(alike * w + 0.4)}" height="${n(h + 0.4)}" fill="${fill}"/>`,
    );
    if (text !== undefined)
      lines.push(
        `<text x="${n(left + w / 2)}" y="${n(top + h / 2 + 4)}" text-anchor="middle" fill="${dark ? '#fff' : '#222'}">${escapeSvg(text)}</text>`,
      );
  }
  return lines;
}

/** Dots that are one text. */
const TOGETHER = 4096;

/** Neighbours in a row that belong together are one rectangle. */
function regions({ columns, rows, series }: Mark & { kind: 'regions' }, area: Area): string[] {
  const [w, h] = [area.width / columns, area.height / rows];
  const lines = ['<g fill-opacity="0.25" shape-rendering="crispEdges">'];
  for (let row = 0; row < rows; row++) {
    for (let from = 0; from < columns;) {
      const own = series[row * columns + from];
      let to = from + 1;
      while (to < columns && series[row * columns + to] === own) to++;
      lines.push(
        `<rect x="${n(area.left + from * w)}" y="${n(area.top + row * h)}" width="${n((to - from) * w)}" height="${n(h)}" fill="${colourOf(own)}"/>`,
      );
      from = to;
    }
  }
  return [...lines, '</g>'];
}

/** Bars from 0, with what they say above or below them. */
function bars({ edges, heights, series, texts, apart }: Mark & { kind: 'bars' }, area: Area): string[] {
  return heights.flatMap((height, i) => {
    const gap = apart ? 0.1 * (area.x(edges[i + 1]) - area.x(edges[i])) : 0;
    const [from, to] = [area.x(edges[i]) + gap, area.x(edges[i + 1]) - gap];
    const [end, zero] = [area.y(height), area.y(0)];
    const below = height < 0;
    const top = below ? zero : end;
    const bar = `<rect x="${n(from)}" y="${n(top)}" width="${n(Math.max(0.5, to - from - 1))}" height="${n(Math.max(0, Math.abs(zero - end)))}" fill="${colourOf(series)}"/>`;
    const text = texts?.[i];
    if (text === undefined) return bar;
    const at = below ? end + 14 : end - 5;
    return [
      bar,
      `<text x="${n((from + to) / 2)}" y="${n(at)}" text-anchor="middle">${escapeSvg(text)}</text>`,
    ];
  });
}

/**
 * A mark as elements of SVG.
 *
 * @param others the nodes of the chart, which texts keep away from
 */
export function markSvg(mark: Mark, area: Area, others: readonly Node[]): string[] {
  switch (mark.kind) {
    case 'line': {
      const { x, y, series, dashed } = mark;
      let pen = 'M';
      let path = '';
      x.forEach((value, i) => {
        if (!Number.isFinite(y[i])) {
          pen = 'M';
          return;
        }
        path += `${pen}${n(area.x(value))} ${n(area.y(y[i]))}`;
        pen = 'L';
      });
      const dash = dashed ? ' stroke-dasharray="6 4"' : '';
      return [`<path d="${path}" fill="none" stroke="${colourOf(series)}" stroke-width="2"${dash}/>`];
    }
    case 'points': {
      const { x, y, series } = mark;
      const radius = x.length > 2000 ? 1.5 : 3;
      const dots: string[] = [];
      // Of half a million dots each would be a text of its own on the heap.
      for (let from = 0; from < x.length; from += TOGETHER)
        dots.push(
          Array.from({ length: Math.min(TOGETHER, x.length - from) }, (_, i) => {
            const [at, up] = [area.x(x[from + i]), area.y(y[from + i])];
            return `<circle cx="${n(at)}" cy="${n(up)}" r="${radius}"/>`;
          }).join('\n'),
        );
      return [
        `<g fill="${colourOf(series)}" fill-opacity="0.8" stroke="#fff" stroke-width="0.5">`,
        ...dots,
        '</g>',
      ];
    }
    case 'bars':
      return bars(mark, area);
    case 'links':
      return linksSvg(mark.links, others, area);
    case 'nodes':
      return mark.nodes.map((node) => nodeSvg(node, area));
    case 'regions':
      return regions(mark, area);
    case 'heat':
      return grid(mark.columns, mark.rows, area, (i) => ({
        fill: heatColour(mark.values[i], mark),
        ...(mark.texts && {
          text: mark.texts[i],
          dark: heatShare(mark.values[i], mark) > 0.55,
        }),
      }));
  }
}
