import { visible, visibleLines } from '../util/visible.ts';
import { wrap } from '../util/wrap.ts';
import { textsFit } from './bars.ts';
import { Canvas } from './canvas.ts';
import type { Cell, ColourTone } from './canvas.ts';
import { ticks, tickText } from './chart.ts';
import type { Axis, Chart, Mark, Picture } from './chart.ts';
import { legendLines } from './legend.ts';
import type { Piece } from './legend.ts';
import { writtenLinks } from './links.ts';
import { draw } from './plain.ts';
import { append, maxOf } from '../util/extremes.ts';
import { cutTo, padEnd, padStart, textWidth } from '../util/textWidth.ts';

export interface TerminalOptions {
  readonly width: number;
  /** Rows of the area at most. */
  readonly rows?: number;
  /** Only characters of ASCII. */
  readonly ascii?: boolean;
  /** For a terminal with 256 colours: finer, but not to be read without them. */
  readonly colour?: boolean;
}

/** Cells of one colour together. */
function pieces(cells: readonly Cell[]): Piece[] {
  const found: { text: string; series: number; tone: ColourTone | undefined }[] = [];
  for (const { text, series, tone } of cells) {
    const last = found.at(-1);
    const alike = last && last.tone === tone && (last.series === series || text === ' ');
    if (alike) last.text += text;
    else found.push({ text, series, tone });
  }
  const end = found.at(-1);
  if (end && end.tone === undefined) end.text = end.text.trimEnd();
  return found;
}

/**
 * Texts along the lower edge, each under its place, in as many lines as the names have; those that would
 * overlap are left out.
 */
function labelsBelow(axis: Axis, canvas: Canvas): string[] {
  const all = axis.names
    ? axis.names.map((text, at) => ({ at, texts: text.split('\n') }))
    : ticks(axis.low, axis.high, Math.max(2, Math.floor(canvas.columns / 14))).map((at) => ({
        at,
        texts: [tickText(at)],
      }));
  const lines = Array.from({ length: Math.max(1, maxOf(all.map(({ texts }) => texts.length))) }, () => '');
  for (const { at, texts } of all) {
    const middle = canvas.across(at) * canvas.columns;
    const places = texts.map((text) => Math.max(0, Math.round(middle - textWidth(text) / 2)));
    const fits = places.every((first, i) => first >= textWidth(lines[i]) + (lines[i] === '' ? 0 : 1));
    if (!fits) continue;
    texts.forEach((text, i) => {
      lines[i] = padEnd(lines[i], places[i]) + text;
    });
  }
  return lines;
}

/** What stands at a mark is one line too. */
function markInLines(mark: Mark): Mark {
  const { kind } = mark;
  if (kind === 'nodes')
    return { ...mark, nodes: mark.nodes.map((node) => ({ ...node, text: visible(node.text) })) };
  if (kind === 'heat' || kind === 'bars') {
    const shown = mark.texts ? { ...mark, texts: mark.texts.map(visible) } : mark;
    return shown.kind === 'bars' ? { ...shown, name: visible(shown.name) } : shown;
  }
  return kind === 'line' || kind === 'points' ? { ...mark, name: visible(mark.name) } : mark;
}

/** A chart whose names are one line each, but for those below it, which may have several. */
function inLines(chart: Chart): Chart {
  const { title, x, y, marks } = chart;
  return {
    ...chart,
    title: visible(title),
    x: {
      ...x,
      label: visible(x.label),
      ...(x.names && { names: x.names.map(x.ownLines ? visibleLines : visible) }),
    },
    y: { ...y, label: visible(y.label), ...(y.names && { names: y.names.map(visible) }) },
    marks: marks.map(markInLines),
  };
}

/** Letters of an area at least, where it says nothing of its own. */
const LEAST = 20;

/** Letters that an area needs: those of the texts in its cells, or on its bars. */
function leastColumns({ marks, columns = LEAST }: Chart): number {
  const cells = marks.flatMap((mark) => {
    if ((mark.kind !== 'heat' && mark.kind !== 'bars') || !mark.texts) return [];
    const across = mark.kind === 'heat' ? mark.columns : mark.heights.length;
    const blanks = mark.kind === 'heat' && mark.bare ? 1 : 2;
    return across * (blanks + maxOf(mark.texts.map(textWidth)));
  });
  return Math.max(Math.min(LEAST, columns), maxOf(cells));
}

const ticksUp = (y: Axis) =>
  y.names
    ? y.names.map((text, at) => ({ at, text }))
    : ticks(y.low, y.high, 5).map((at) => ({ at, text: tickText(at) }));

/** Letters left of the area. */
const leftOf = ({ y }: Chart): number =>
  Math.min(20, Math.max(maxOf(ticksUp(y).map(({ text }) => textWidth(text))), 1));

/** Lines that a chart asks for; fewer where it has fewer letters than it asks for, so that images keep their shape. */
const linesFor = ({ lines, columns: wanted }: Chart, columns: number): number | undefined =>
  lines === undefined || wanted === undefined || columns >= wanted
    ? lines
    : Math.max(4, Math.round((lines * columns) / wanted));

/** A label in lines of at most `width`: cut at semicolons where that is enough. */
function clauses(label: string, width: number): string[] {
  const parts = textWidth(label) <= width ? [label] : label.split(/(?<=;) /);
  return parts.every((part) => textWidth(part) <= width) ? parts : wrap(label, width);
}

/** The area of a chart, empty. */
function canvasOf(chart: Chart, { width, rows: most = 40 }: TerminalOptions): Canvas {
  const { x, y } = chart;
  const rowsWanted = (columns: number) =>
    chart.square
      ? Math.max(6, Math.round((columns * (y.high - y.low)) / (x.high - x.low) / 2.1))
      : (linesFor(chart, columns) ?? Math.max(8, Math.min(22, Math.round(columns / 3.2))));
  const wanted = chart.columns ?? 100;
  let columns = Math.max(Math.min(LEAST, wanted), Math.min(wanted, width - leftOf(chart) - 3));
  if (chart.square)
    columns = Math.min(columns, Math.max(20, Math.round((24 * 2.1 * (x.high - x.low)) / (y.high - y.low))));
  const rows = y.names ? Math.max(rowsWanted(columns), y.names.length) : rowsWanted(columns);
  return new Canvas(columns, Math.min(rows, most), x, y);
}

/** Whether there is room for everything that is written at the links and nodes of a chart, and on its bars. */
export function saysAll(given: Chart, options: TerminalOptions): boolean {
  const chart = inLines(given);
  const canvas = canvasOf(chart, options);
  const bars = chart.marks.every((mark) => mark.kind !== 'bars' || textsFit(canvas, mark));
  return bars && writtenLinks(canvas, chart, options.ascii ?? false) !== undefined;
}

/**
 * A chart as lines of text: title, area with ticks on both axes, legend. No line is wider than the terminal.
 */
export function terminalLines(
  given: Chart,
  { width, ascii = false, colour = false, rows: most }: TerminalOptions,
): Piece[][] {
  const chart = inLines(given);
  const { x, y, title } = chart;
  const left = leftOf(chart);
  const canvas = canvasOf(chart, { width, ...(most !== undefined && { rows: most }) });
  const { columns } = canvas;
  draw(canvas, chart, ascii, colour);
  const sides = new Map(
    ticksUp(y).map(({ at, text }) => [
      Math.min(canvas.rows - 1, Math.max(0, Math.floor((1 - canvas.up(at)) * canvas.rows))),
      cutTo(text, left, ascii ? '~' : '…'),
    ]),
  );
  const [wall, corner, floor] =
    chart.frame === false ? [' ', ' ', ' '] : ascii ? ['|', '+', '-'] : ['│', '└', '─'];
  const plain = (text: string): Piece[] => [{ text: text.trimEnd(), series: -1 }];
  return [
    ...wrap(title, Math.max(20, width - left - 2)).map((line) => plain(`${' '.repeat(left + 2)}${line}`)),
    ...(y.label === '' ? [] : [plain(`${' '.repeat(left + 2)}${y.label}`)]),
    ...canvas.cells.map((cells, row) => [
      { text: `${padStart(sides.get(row) ?? '', left)} ${wall}`, series: -1 },
      ...pieces(cells),
    ]),
    plain(`${' '.repeat(left + 1)}${corner}${floor.repeat(columns)}`),
    ...labelsBelow(x, canvas).map((line) => plain(`${' '.repeat(left + 2)}${line}`)),
    ...clauses(x.label, columns).map((line) =>
      plain(`${' '.repeat(left + 2)}${padStart(line, Math.floor((columns + textWidth(line)) / 2))}`),
    ),
    ...legendLines(chart, canvas, { ascii, colour, width: Math.max(20, width - left - 2) }).map((line) => [
      { text: ' '.repeat(left + 2), series: -1 },
      ...line,
    ]),
  ];
}

const lengthOf = (line: readonly Piece[]) => line.reduce((sum, { text }) => sum + textWidth(text), 0);

/** Blanks between panels. */
const GAP = 2;

/** Lines without those at the end that are empty. */
function withoutEnd(lines: readonly Piece[][]): Piece[][] {
  const last = lines.findLastIndex((line) => line.some(({ text }) => text.trim() !== ''));
  return lines.slice(0, last + 1);
}

/** Panels side by side, each as wide as the widest line of it. */
function sideBySide(panels: readonly Piece[][][]): Piece[][] {
  const widths = panels.map((lines) => maxOf(lines.map(lengthOf)));
  const high = maxOf(panels.map((lines) => lines.length));
  return Array.from({ length: high }, (_, row) =>
    panels.flatMap((lines, at) => {
      const line = lines[row] ?? [];
      const blanks = at < panels.length - 1 ? widths[at] + GAP - lengthOf(line) : 0;
      return [...line, { text: ' '.repeat(blanks), series: -1 }];
    }),
  );
}

/** Panels side by side where there is room for `room` of `wanted`: of pairs no half. */
function sidesOf(wanted: number, room: number): number {
  const most = Math.min(wanted, room);
  return wanted % 2 === 0 && most > 1 ? most - (most % 2) : most;
}

const inGroups = <T>(all: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, i) => all.slice(i * size, (i + 1) * size));

/**
 * A picture as lines of text: its title where it has several panels, these side by side as far as there is room,
 * and its notes.
 */
export function pictureLines(picture: Picture, options: TerminalOptions): Piece[][] {
  const { title, panels, notes = [] } = picture;
  const { width } = options;
  const said = notes.flatMap((note) => wrap(visible(note), width)).map((text) => [{ text, series: -1 }]);
  if (panels.length === 1) return [...terminalLines(panels[0], options), ...said];
  const needs = maxOf(panels.map((panel) => leftOf(panel) + 3 + leastColumns(panel)));
  const room = Math.max(1, Math.floor((width + GAP) / (needs + GAP)));
  const across = sidesOf(picture.across ?? 1, room);
  const each = Math.floor((width + GAP) / across) - GAP;
  const lines = wrap(visible(title), width).map((text): Piece[] => [{ text, series: -1 }]);
  for (const group of inGroups(panels, picture.across ?? 1)) {
    for (const row of inGroups(group, across)) {
      const own = row.map((panel) => terminalLines(panel, { ...options, width: each }));
      append(lines, [[], ...withoutEnd(sideBySide(own))]);
    }
  }
  return [...lines, ...(said.length > 0 ? [[]] : []), ...said];
}
