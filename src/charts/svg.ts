import { legendOf, ticks, tickText } from './chart.ts';
import type { Axis, Chart, Picture } from './chart.ts';
import { colourOf, heatColour } from './palette.ts';
import { markSvg } from './svgMarks.ts';
import { LETTER, n } from './svgText.ts';
import { escapeSvg } from '../util/markup.ts';
import type { Area } from './svgText.ts';
import { cutTo, textWidth } from '../util/textWidth.ts';
import { wrap } from '../util/wrap.ts';
import { append, maxOf } from '../util/extremes.ts';

const SIZE = { width: 720, height: 480 };
const LEFT = 72;
const RIGHT = 24;
const TOP = 48;
const BOTTOM = 64;
const LEGEND = 24;

/** From a line of a text to the next. */
const LINE = 15;

function areaOf({ x, y, square, size = SIZE }: Chart): Area {
  // Room for the label and the longest tick.
  const left = Math.max(
    LEFT,
    36 + LETTER * Math.max(0, maxOf(ticksOf(y, 6).map(({ text }) => textWidth(text)))),
  );
  let [width, height] = [size.width - left - RIGHT, size.height - TOP - BOTTOM];
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
  LINE * (Math.max(1, maxOf(names.map((name) => name.split('\n').length))) - 1);

function axes({ x, y, frame }: Chart, area: Area): string[] {
  const bottom = area.top + area.height;
  const lines =
    frame === false
      ? []
      : [
          `<rect x="${n(area.left)}" y="${n(area.top)}" width="${n(area.width)}" height="${n(area.height)}" fill="none" stroke="#888"/>`,
        ];
  // Names of neighbours do not run into each other.
  const letters = x.names ? Math.max(2, Math.floor(area.width / (x.high - x.low) / LETTER) - 1) : Infinity;
  for (const { at, text } of ticksOf(x, 7)) {
    const px = n(area.x(at));
    if (frame !== false) lines.push(`<path d="M${px} ${n(bottom)}v5" stroke="#888"/>`);
    text.split('\n').forEach((line, i) => {
      const py = n(bottom + 18 + LINE * i);
      lines.push(`<text x="${px}" y="${py}" text-anchor="middle">${escapeSvg(cutTo(line, letters))}</text>`);
    });
  }
  for (const { at, text } of ticksOf(y, 6)) {
    const py = area.y(at);
    lines.push(
      `<path d="M${n(area.left - 5)} ${n(py)}h5" stroke="#888"/>`,
      `<text x="${n(area.left - 8)}" y="${n(py + 4)}" text-anchor="end">${escapeSvg(text)}</text>`,
    );
  }
  const middle = area.top + area.height / 2;
  lines.push(
    `<text x="${n(area.left + area.width / 2)}" y="${n(bottom + 38 + moreBelow(x))}" text-anchor="middle">${escapeSvg(x.label)}</text>`,
    `<text transform="translate(16 ${n(middle)}) rotate(-90)" text-anchor="middle">${escapeSvg(y.label)}</text>`,
  );
  return lines;
}

/** Width of an entry of the legend. */
const entryWidth = (name: string) => 44 + LETTER * textWidth(name);

/** Line of the legend, from 0, and place in it for every entry. */
function legendPlaces(chart: Chart, { left }: Area): { row: number; x: number }[] {
  const places: { row: number; x: number }[] = [];
  const { width } = chart.size ?? SIZE;
  let [row, x] = [0, left];
  for (const { name } of legendOf(chart)) {
    if (x > left && x + entryWidth(name) > width - RIGHT) [row, x] = [row + 1, left];
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
      `<text x="${n(x + 24)}" y="${n(y)}">${escapeSvg(name)}</text>`,
    );
  });
  const last = places.at(-1);
  const x = last ? last.x + entryWidth(entries[entries.length - 1].name) : area.left;
  const y = top + LINE * (last?.row ?? 0);
  const heat = chart.legend === false ? undefined : chart.marks.find((mark) => mark.kind === 'heat');
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

/** What an SVG document holds, and how large it is. */
interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly lines: readonly string[];
}

/** @param key tells the parts of charts apart that stand in one document */
function drawingOf(chart: Chart, key: string): Drawing {
  const area = areaOf(chart);
  const { width } = chart.size ?? SIZE;
  // Several charts may stand on one page.
  const id = `area${key}-${chart.title
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 80)}`;
  const clip = `<clipPath id="${id}"><rect x="${n(area.left)}" y="${n(area.top)}" width="${n(area.width)}" height="${n(area.height)}"/></clipPath>`;
  const more = LINE * (legendPlaces(chart, area).at(-1)?.row ?? 0);
  const nodes = chart.marks.flatMap((mark) => (mark.kind === 'nodes' ? mark.nodes : []));
  return {
    width,
    height: area.top + area.height + BOTTOM + moreBelow(chart.x) + LEGEND + more,
    lines: [
      `<defs>${clip}</defs>`,
      `<text x="${n(area.left)}" y="28" font-size="16" font-weight="600">${escapeSvg(chart.title)}</text>`,
      `<g clip-path="url(#${id})">`,
      ...chart.marks.flatMap((mark) => markSvg(mark, area, nodes)),
      '</g>',
      ...axes(chart, area),
      ...legend(chart, area),
    ],
  };
}

const documentOf = (title: string, { width, height, lines }: Drawing): string =>
  `${[
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${n(width)} ${n(height)}" width="${n(width)}" height="${n(height)}" role="img" font-family="system-ui, sans-serif" font-size="12" fill="#222">`,
    `<title>${escapeSvg(title)}</title>`,
    `<rect width="100%" height="100%" fill="#fff"/>`,
    ...lines,
    '</svg>',
  ].join('\n')}\n`;

/** A chart as an SVG document; the same chart gives the same text. */
export const svgOf = (chart: Chart): string => documentOf(chart.title, drawingOf(chart, ''));

/** Letters of a note in a line of a picture so wide. */
const lettersIn = (width: number) => Math.floor((width - 2 * RIGHT) / (LETTER - 0.5));

/** A picture as an SVG document: its title where it has several panels, these side by side, and its notes. */
export function pictureSvg({ title, panels, across = 1, notes = [] }: Picture): string {
  const single = panels.length === 1;
  const lines: string[] = [];
  let [top, wide] = [single ? 0 : 44, 0];
  for (let from = 0; from < panels.length; from += across) {
    const group = panels
      .slice(from, from + across)
      .map((panel, i) => drawingOf(panel, single ? '' : `${from + i}`));
    let left = 0;
    for (const { width, height, lines: own } of group) {
      const inner = [
        `<svg x="${n(left)}" y="${n(top)}" width="${n(width)}" height="${n(height)}">`,
        ...own,
        '</svg>',
      ];
      append(lines, single ? own : inner);
      left += width;
    }
    wide = Math.max(wide, left);
    top += maxOf(group.map(({ height }) => height));
  }
  const said = notes.flatMap((note) => wrap(note, lettersIn(wide)));
  said.forEach((text, i) =>
    lines.push(`<text x="${RIGHT}" y="${n(top + 14 + LINE * i)}">${escapeSvg(text)}</text>`),
  );
  const height = top + (said.length > 0 ? LINE * said.length + 18 : 0);
  const head = single
    ? []
    : [`<text x="${RIGHT}" y="28" font-size="16" font-weight="600">${escapeSvg(title)}</text>`];
  return documentOf(title, { width: wide, height, lines: [...head, ...lines] });
}
