import { visible } from '../util/visible.ts';
import { LINK_SERIES, legendOf, ticks, tickText } from './chart.ts';
import type { Axis, Chart, Mark, Node } from './chart.ts';
import { colourOf, heatColour, heatShare } from './palette.ts';

const WIDTH = 720;
const HEIGHT = 480;
const LEFT = 72;
const RIGHT = 24;
const TOP = 48;
const BOTTOM = 64;
const LEGEND = 24;
/** What a letter takes, about. */
const LETTER = 7;

/** From a line of a text to the next. */
const LINE = 15;

const escape = (text: string): string =>
  visible(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');

/** Two decimals at most, so that the same chart is the same text everywhere. */
const n = (value: number): string => String(Math.round(value * 100) / 100 + 0);

interface Area {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
}

function areaOf({ x, y, square }: Chart): Area {
  // Room for the label and the longest tick.
  const left = Math.max(LEFT, 36 + LETTER * Math.max(0, ...ticksOf(y, 6).map(({ text }) => text.length)));
  let [width, height] = [WIDTH - left - RIGHT, HEIGHT - TOP - BOTTOM];
  if (square) {
    const unit = Math.min(width / (x.high - x.low), height / (y.high - y.low));
    [width, height] = [unit * (x.high - x.low), unit * (y.high - y.low)];
  }
  return {
    left,
    top: TOP,
    width,
    height,
    x: (value) => left + ((value - x.low) / (x.high - x.low)) * width,
    y: (value) => TOP + ((y.high - value) / (y.high - y.low)) * height,
  };
}

const ticksOf = (axis: Axis, count: number) =>
  axis.names
    ? axis.names.map((name, at) => ({ at, text: name }))
    : ticks(axis.low, axis.high, count).map((at) => ({ at, text: tickText(at) }));

/** Room that names along the x axis need below their first line. */
const moreBelow = ({ names = [] }: Axis): number =>
  LINE * (Math.max(1, ...names.map((name) => name.split('\n').length)) - 1);

function axes({ x, y, frame }: Chart, area: Area): string[] {
  const bottom = area.top + area.height;
  const lines =
    frame === false
      ? []
      : [
          `<rect x="${n(area.left)}" y="${n(area.top)}" width="${n(area.width)}" height="${n(area.height)}" fill="none" stroke="#888"/>`,
        ];
  for (const { at, text } of ticksOf(x, 7)) {
    const px = n(area.x(at));
    if (frame !== false) lines.push(`<path d="M${px} ${n(bottom)}v5" stroke="#888"/>`);
    text.split('\n').forEach((line, i) => {
      const py = n(bottom + 18 + LINE * i);
      lines.push(`<text x="${px}" y="${py}" text-anchor="middle">${escape(line)}</text>`);
    });
  }
  for (const { at, text } of ticksOf(y, 6)) {
    const py = area.y(at);
    lines.push(
      `<path d="M${n(area.left - 5)} ${n(py)}h5" stroke="#888"/>`,
      `<text x="${n(area.left - 8)}" y="${n(py + 4)}" text-anchor="end">${escape(text)}</text>`,
    );
  }
  const middle = area.top + area.height / 2;
  lines.push(
    `<text x="${n(area.left + area.width / 2)}" y="${n(bottom + 38 + moreBelow(x))}" text-anchor="middle">${escape(x.label)}</text>`,
    `<text transform="translate(16 ${n(middle)}) rotate(-90)" text-anchor="middle">${escape(y.label)}</text>`,
  );
  return lines;
}

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
        `<text x="${n(left + w / 2)}" y="${n(top + h / 2 + 4)}" text-anchor="middle" fill="${dark ? '#fff' : '#222'}">${escape(text)}</text>`,
      );
  }
  return lines;
}

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

/** Thin ones first, so that the strong ones stand out. */
function links({ links: all }: Mark & { kind: 'links' }, area: Area): string[] {
  return all
    .toSorted((a, b) => a.share - b.share)
    .map(({ x, y, share, negative, weight, name }) => {
      const colour =
        weight === undefined ? '#888' : colourOf(negative ? LINK_SERIES.negative : LINK_SERIES.positive);
      const dash = negative ? ' stroke-dasharray="5 3"' : '';
      const path = `d="M${n(area.x(x[0]))} ${n(area.y(y[0]))}L${n(area.x(x[1]))} ${n(area.y(y[1]))}"`;
      const style = `stroke="${colour}" stroke-width="${n(0.3 + 3.2 * share)}" stroke-opacity="${n(0.25 + 0.6 * share)}"${dash}`;
      if (name === undefined || weight === undefined) return `<path ${path} ${style}/>`;
      // Shown where the mouse is.
      return `<path ${path} ${style}><title>${escape(`${name}: ${tickText(Number(weight.toPrecision(4)))}`)}</title></path>`;
    });
}

function nodeOf({ x, y, text, box, beside }: Node, area: Area): string {
  const [px, py] = [area.x(x), area.y(y)];
  const say = (at: number, anchor: string) =>
    `<text x="${n(at)}" y="${n(py + 4)}" text-anchor="${anchor}">${escape(text)}</text>`;
  if (box) {
    const width = LETTER * text.length + 12;
    return `<rect x="${n(px - width / 2)}" y="${n(py - 14)}" width="${n(width)}" height="28" rx="4" fill="#fff" stroke="#555"/>${say(px, 'middle')}`;
  }
  const circle = `<circle cx="${n(px)}" cy="${n(py)}" r="12" fill="#fff" stroke="#555"/>`;
  if (beside === undefined) return circle + say(px, 'middle');
  return circle + (beside === 'left' ? say(px - 17, 'end') : say(px + 17, 'start'));
}

function drawn(mark: Mark, area: Area): string[] {
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
      const dots = Array.from(
        { length: x.length },
        (_, i) => `<circle cx="${n(area.x(x[i]))}" cy="${n(area.y(y[i]))}" r="${radius}"/>`,
      );
      return [
        `<g fill="${colourOf(series)}" fill-opacity="0.8" stroke="#fff" stroke-width="0.5">`,
        ...dots,
        '</g>',
      ];
    }
    case 'bars':
      return mark.heights.map((height, i) => {
        const [from, to] = [area.x(mark.edges[i]), area.x(mark.edges[i + 1])];
        const top = area.y(height);
        return `<rect x="${n(from)}" y="${n(top)}" width="${n(Math.max(0.5, to - from - 1))}" height="${n(Math.max(0, area.y(0) - top))}" fill="${colourOf(mark.series)}"/>`;
      });
    case 'links':
      return links(mark, area);
    case 'nodes':
      return mark.nodes.map((node) => nodeOf(node, area));
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

/** Width of an entry of the legend. */
const entryWidth = (name: string) => 44 + LETTER * name.length;

/** Line of the legend, from 0, and place in it for every entry. */
function legendPlaces(chart: Chart, { left }: Area): { row: number; x: number }[] {
  const places: { row: number; x: number }[] = [];
  let [row, x] = [0, left];
  for (const { name } of legendOf(chart)) {
    if (x > left && x + entryWidth(name) > WIDTH - RIGHT) [row, x] = [row + 1, left];
    places.push({ row, x });
    x += entryWidth(name);
  }
  return places;
}

function legend(chart: Chart, area: Area): string[] {
  const lines: string[] = [];
  const top = area.top + area.height + BOTTOM - 8 + moreBelow(chart.x);
  const places = legendPlaces(chart, area);
  const entries = legendOf(chart);
  entries.forEach(({ name, series, kind, dashed }, i) => {
    const colour = colourOf(series);
    const { x, row } = places[i];
    const y = top + LINE * row;
    lines.push(
      kind !== 'points' && kind !== 'bars'
        ? `<path d="M${n(x)} ${n(y - 4)}h18" stroke="${colour}" stroke-width="2"${kind === 'negative' || dashed ? ' stroke-dasharray="5 3"' : ''}/>`
        : `<rect x="${n(x + 4)}" y="${n(y - 9)}" width="10" height="10" fill="${colour}"/>`,
      `<text x="${n(x + 24)}" y="${n(y)}">${escape(name)}</text>`,
    );
  });
  const last = places.at(-1);
  const x = last ? last.x + entryWidth(entries[entries.length - 1].name) : area.left;
  const y = top + LINE * (last?.row ?? 0);
  const heat = chart.marks.find((mark) => mark.kind === 'heat');
  if (heat) {
    const steps = 32;
    for (let i = 0; i < steps; i++) {
      const value = heat.low + ((i + 0.5) / steps) * (heat.high - heat.low);
      lines.push(
        `<rect x="${n(x + 60 + 4 * i)}" y="${n(y - 10)}" width="4.4" height="10" fill="${heatColour(value, heat)}"/>`,
      );
    }
    lines.push(
      `<text x="${n(x + 54)}" y="${n(y)}" text-anchor="end">${tickText(Number(heat.low.toPrecision(3)))}</text>`,
      `<text x="${n(x + 66 + 4 * steps)}" y="${n(y)}">${tickText(Number(heat.high.toPrecision(3)))}</text>`,
    );
  }
  return lines;
}

/** A chart as an SVG document; the same chart gives the same text. */
export function svgOf(chart: Chart): string {
  const area = areaOf(chart);
  // Several charts may stand on one page.
  const id = `area-${chart.title.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}`;
  const clip = `<clipPath id="${id}"><rect x="${n(area.left)}" y="${n(area.top)}" width="${n(area.width)}" height="${n(area.height)}"/></clipPath>`;
  const more = LINE * (legendPlaces(chart, area).at(-1)?.row ?? 0);
  const height = area.top + area.height + BOTTOM + moreBelow(chart.x) + LEGEND + more;
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${n(height)}" width="${WIDTH}" height="${n(height)}" role="img" font-family="system-ui, sans-serif" font-size="12" fill="#222">`,
    `<title>${escape(chart.title)}</title>`,
    `<rect width="100%" height="100%" fill="#fff"/>`,
    `<defs>${clip}</defs>`,
    `<text x="${n(area.left)}" y="28" font-size="16" font-weight="600">${escape(chart.title)}</text>`,
    `<g clip-path="url(#${id})">`,
    ...chart.marks.flatMap((mark) => drawn(mark, area)),
    '</g>',
    ...axes(chart, area),
    ...legend(chart, area),
    '</svg>',
  ].join('\n')}\n`;
}
