import { LINK_SERIES, legendOf, ticks, tickText } from './chart.ts';
import { Canvas, symbolOf } from './canvas.ts';
import type { Cell, ColourTone } from './canvas.ts';
import { drawInColour, heatBar, lineSample, regionTone } from './colour.ts';
import type { Axis, Chart, Link, Mark, Node } from './chart.ts';
import { heatShare } from './palette.ts';
import { wrap } from '../util/wrap.ts';

/** A stretch of a line in one colour; -1 is the colour of the text. */
export interface Piece {
  readonly text: string;
  readonly series: number;
  /** In place of the colour of the series. */
  readonly tone?: ColourTone | undefined;
}

const LINES = { unicode: '•∘×+', ascii: '.-*+' };
const SHADES = { unicode: ' ░▒▓█', ascii: ' .:+#' };
/** Below 0. */
const BELOW = { unicode: ' -~=≡', ascii: ' -~=@' };
/** Where a heat map has no number. */
const NOTHING = { unicode: '·', ascii: ':' };
const REGIONS = { unicode: '·:░▒', ascii: ".:'-" };
/** Places of the scale in colour. */
const BAR = 24;
const EIGHTHS = ' ▁▂▃▄▅▆▇█';

export interface TerminalOptions {
  readonly width: number;
  /** Rows of the area at most. */
  readonly rows?: number;
  /** Only characters of ASCII. */
  readonly ascii?: boolean;
  /** For a terminal with 256 colours: finer, but not to be read without them. */
  readonly colour?: boolean;
}

/** A line, one mark in every column that it crosses, and those between where it is steep. */
function drawLine(canvas: Canvas, { x, y, series }: Mark & { kind: 'line' }, symbol: string): void {
  for (let i = 0; i < x.length; i++) {
    if (!Number.isFinite(y[i])) continue;
    canvas.at(x[i], y[i], symbol, series);
    if (i === 0 || !Number.isFinite(y[i - 1])) continue;
    const steps = Math.ceil(
      Math.max(
        Math.abs(canvas.across(x[i]) - canvas.across(x[i - 1])) * canvas.columns,
        Math.abs(canvas.up(y[i]) - canvas.up(y[i - 1])) * canvas.rows,
      ),
    );
    for (let s = 1; s < steps; s++) {
      const share = s / steps;
      canvas.at(x[i - 1] + share * (x[i] - x[i - 1]), y[i - 1] + share * (y[i] - y[i - 1]), symbol, series);
    }
  }
}

/** Weaker links than these would only hide the others: the strongest between two columns, of a least share. */
const MOST_LINKS = 16;
const LEAST_SHARE = 0.2;

function drawLinks(canvas: Canvas, links: readonly Link[]): void {
  const drawn = new Map<string, number>();
  const strong = links
    .toSorted((a, b) => b.share - a.share)
    .filter(({ x, share }) => {
      const gap = x.join();
      const before = drawn.get(gap) ?? 0;
      drawn.set(gap, before + 1);
      return share >= LEAST_SHARE && before < MOST_LINKS;
    });
  for (const { x, y, share, negative, weight } of strong.reverse()) {
    const series = weight === undefined ? -1 : negative ? LINK_SERIES.negative : LINK_SERIES.positive;
    const sign = weight === undefined ? '.' : linkSign(share, negative);
    drawLine(canvas, { kind: 'line', name: '', series, x, y }, sign);
  }
}

const linkSign = (share: number, negative: boolean) =>
  share > 0.67 ? (negative ? '=' : '#') : negative ? '-' : '+';

function drawNode(canvas: Canvas, { x, y, text, box, beside }: Node, ascii: boolean): void {
  const column = Math.floor(canvas.across(x) * canvas.columns);
  const row = Math.min(canvas.rows - 1, Math.floor((1 - canvas.up(y)) * canvas.rows));
  const inside = box ? `[ ${text} ]` : beside ? '(o)' : `(${text})`;
  const write = (words: string, first: number) =>
    Array.from(words, (letter, at) => canvas.put(first + at, row, letter, -1));
  const left = column - Math.floor(inside.length / 2);
  write(inside, left);
  const right = left + inside.length + 1;
  const room = Math.max(1, beside === 'left' ? left - 1 : canvas.columns - right);
  const cut = text.length <= room ? text : `${text.slice(0, room - 1)}${ascii ? '~' : '…'}`;
  if (beside === 'left') write(cut, left - 1 - cut.length);
  if (beside === 'right') write(cut, right);
}

function drawBars(canvas: Canvas, { edges, heights, series }: Mark & { kind: 'bars' }, ascii: boolean): void {
  for (let column = 0; column < canvas.columns; column++) {
    const share = (column + 0.5) / canvas.columns;
    const bar = heights.findIndex(
      (_, i) => canvas.across(edges[i]) <= share && share < canvas.across(edges[i + 1]),
    );
    if (bar < 0) continue;
    const eighths = Math.round(Math.max(0, canvas.up(heights[bar])) * canvas.rows * 8);
    for (let row = 0; row < canvas.rows; row++) {
      const level = Math.max(0, Math.min(8, eighths - 8 * (canvas.rows - 1 - row)));
      const text = ascii ? (level >= 4 ? '#' : ' ') : (EIGHTHS[level] ?? ' ');
      if (level > 0) canvas.put(column, row, text, series);
    }
  }
}

function drawGrid(canvas: Canvas, columns: number, rows: number, cell: (index: number) => Cell): void {
  for (let row = 0; row < canvas.rows; row++) {
    for (let column = 0; column < canvas.columns; column++) {
      const from = Math.floor(((row + 0.5) / canvas.rows) * rows) * columns;
      const { text, series } = cell(from + Math.floor(((column + 0.5) / canvas.columns) * columns));
      canvas.put(column, row, text, series);
    }
  }
}

/** Texts in the middle of the cells of a grid. */
function writeTexts(canvas: Canvas, columns: number, rows: number, texts: readonly string[]): void {
  texts.forEach((text, i) => {
    const row = Math.floor(((Math.floor(i / columns) + 0.5) / rows) * canvas.rows);
    const middle = ((i % columns) + 0.5) / columns;
    const first = Math.round(middle * canvas.columns - (text.length + 2) / 2);
    Array.from(` ${text} `, (letter, at) => canvas.put(first + at, row, letter, -1));
  });
}

function draw(canvas: Canvas, chart: Chart, ascii: boolean, colour: boolean): void {
  const set = ascii ? 'ascii' : 'unicode';
  const pick = (letters: string, at: number) => letters[at % letters.length] ?? ' ';
  for (const mark of chart.marks) {
    if (colour && drawInColour(canvas, mark)) continue;
    if (mark.kind === 'line') drawLine(canvas, mark, pick(LINES[set], mark.series));
    else if (mark.kind === 'points')
      for (let i = 0; i < mark.x.length; i++)
        canvas.at(mark.x[i], mark.y[i], symbolOf(mark.series), mark.series);
    else if (mark.kind === 'bars') drawBars(canvas, mark, ascii);
    else if (mark.kind === 'links') drawLinks(canvas, mark.links);
    else if (mark.kind === 'nodes') for (const node of mark.nodes) drawNode(canvas, node, ascii);
    else if (mark.kind === 'regions')
      drawGrid(canvas, mark.columns, mark.rows, (i) => ({
        text: pick(REGIONS[set], mark.series[i]),
        series: mark.series[i],
      }));
    else {
      const { columns, rows, values, texts } = mark;
      drawGrid(canvas, columns, rows, (i) =>
        Number.isNaN(values[i])
          ? { text: NOTHING[set], series: -1 }
          : {
              text: (values[i] < 0 ? BELOW : SHADES)[set][Math.round(heatShare(values[i], mark) * 4)] ?? ' ',
              series: values[i] < 0 ? 5 : 0,
            },
      );
      if (texts) writeTexts(canvas, columns, rows, texts);
    }
  }
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

/** Texts along the lower edge, each under its place, those that would overlap left out. */
function labelsBelow(axis: Axis, canvas: Canvas): string {
  const all = axis.names
    ? axis.names.map((text, at) => ({ at, text }))
    : ticks(axis.low, axis.high, Math.max(2, Math.floor(canvas.columns / 14))).map((at) => ({
        at,
        text: tickText(at),
      }));
  let line = '';
  for (const { at, text } of all) {
    const middle = canvas.across(at) * canvas.columns;
    const first = Math.max(0, Math.round(middle - text.length / 2));
    if (first < line.length + (line === '' ? 0 : 1)) continue;
    line = line.padEnd(first) + text;
  }
  return line;
}

function legendLine(chart: Chart, ascii: boolean, colour: boolean): Piece[] {
  const set = ascii ? 'ascii' : 'unicode';
  // Where regions have a class too, their sign stands beside that of its points.
  const regions = chart.marks.some(({ kind }) => kind === 'regions') ? REGIONS[set] : undefined;
  const entries = legendOf(chart).flatMap(({ name, series, kind, dashed = false }): Piece[] => {
    const mark =
      kind === 'points'
        ? symbolOf(series) + (regions && !colour ? ` ${regions[series % regions.length] ?? ''}` : '')
        : kind === 'positive' || kind === 'negative'
          ? `${linkSign(0.5, kind === 'negative')}${linkSign(1, kind === 'negative')}`
          : kind === 'line'
            ? colour
              ? lineSample(dashed)
              : (LINES[set][series % 4] ?? '.').repeat(2)
            : ascii
              ? '#'
              : '█';
    return [
      ...(colour && regions && kind === 'points'
        ? [{ text: ` ${mark} `, series: -1, tone: regionTone(series) }]
        : [{ text: mark, series }]),
      { text: ` ${name}`, series: -1 },
      { text: '   ', series: -1 },
    ];
  });
  const heat = chart.marks.find((mark) => mark.kind === 'heat');
  if (!heat) return entries;
  const short = (value: number) => tickText(Number(value.toPrecision(3)));
  if (colour) {
    const bar = heatBar(heat, BAR);
    return [
      ...entries,
      { text: `${short(heat.low)} `, series: -1 },
      ...bar.map((place) => ({ ...place, series: -1 })),
      { text: ` ${short(heat.high)}`, series: -1 },
    ];
  }
  const bar = (shades: string) => Array.from(shades, (shade) => shade.repeat(3)).join('');
  const sides = heat.low < 0 && heat.high > 0;
  const below = sides
    ? [
        { text: `${short(heat.low)} `, series: -1 },
        { text: Array.from(bar(BELOW[set])).reverse().join('').trimEnd(), series: 5 },
        { text: '  0  ', series: -1 },
      ]
    : [{ text: `${short(heat.low)} `, series: -1 }];
  const above = [
    { text: sides ? bar(SHADES[set]).trimStart() : bar(SHADES[set]), series: 0 },
    { text: ` ${short(heat.high)}`, series: -1 },
  ];
  return [...entries, ...below, ...above];
}

/** The entries of a legend (a mark, a name, a gap) in as many lines as they need. */
function legendRows(entries: readonly Piece[], width: number): Piece[][] {
  const rows: Piece[][] = [];
  let used = Infinity;
  for (let i = 0; i < entries.length; i += 3) {
    const entry = entries.slice(i, i + 3);
    const length = entry.reduce((sum, { text }) => sum + text.length, 0);
    if (used + length - (entry[2]?.text.trim() === '' ? entry[2].text.length : 0) > width) {
      rows.push([]);
      used = 0;
    }
    rows.at(-1)?.push(...entry);
    used += length;
  }
  return rows;
}

/** The pieces of a line without space at its end. */
function withoutEnd(line: readonly Piece[]): readonly Piece[] {
  return line.at(-1)?.text.trim() === '' ? line.slice(0, -1) : line;
}

/** A chart as lines of text: title, area with ticks on both axes, legend. No line is wider than the terminal. */
export function terminalLines(
  chart: Chart,
  { width, ascii = false, colour = false, rows: most = 40 }: TerminalOptions,
): Piece[][] {
  const { x, y, title } = chart;
  const rowsWanted = (columns: number) =>
    chart.square
      ? Math.max(6, Math.round((columns * (y.high - y.low)) / (x.high - x.low) / 2.1))
      : Math.max(8, Math.min(22, Math.round(columns / 3.2)));
  const upward = y.names
    ? y.names.map((text, at) => ({ at, text }))
    : ticks(y.low, y.high, 5).map((at) => ({ at, text: tickText(at) }));
  const left = Math.min(20, Math.max(...upward.map(({ text }) => text.length), 1));
  let columns = Math.max(20, Math.min(100, width - left - 3));
  if (chart.square)
    columns = Math.min(columns, Math.max(20, Math.round((24 * 2.1 * (x.high - x.low)) / (y.high - y.low))));
  const rows = y.names ? Math.max(rowsWanted(columns), y.names.length) : rowsWanted(columns);
  const canvas = new Canvas(columns, Math.min(rows, most), x, y);
  draw(canvas, chart, ascii, colour);
  const sides = new Map(
    upward.map(({ at, text }) => [
      Math.min(canvas.rows - 1, Math.max(0, Math.floor((1 - canvas.up(at)) * canvas.rows))),
      text.slice(0, left),
    ]),
  );
  const [wall, corner, floor] =
    chart.frame === false ? [' ', ' ', ' '] : ascii ? ['|', '+', '-'] : ['│', '└', '─'];
  const plain = (text: string): Piece[] => [{ text: text.trimEnd(), series: -1 }];
  const legend = legendLine(chart, ascii, colour);
  return [
    ...wrap(title, Math.max(20, width - left - 2)).map((line) => plain(`${' '.repeat(left + 2)}${line}`)),
    ...(y.label === '' ? [] : [plain(`${' '.repeat(left + 2)}${y.label}`)]),
    ...canvas.cells.map((cells, row) => [
      { text: `${(sides.get(row) ?? '').padStart(left)} ${wall}`, series: -1 },
      ...pieces(cells),
    ]),
    plain(`${' '.repeat(left + 1)}${corner}${floor.repeat(columns)}`),
    plain(`${' '.repeat(left + 2)}${labelsBelow(x, canvas)}`),
    ...wrap(x.label, columns).map((line) =>
      plain(`${' '.repeat(left + 2)}${line.padStart(Math.floor((columns + line.length) / 2))}`),
    ),
    ...legendRows(legend, Math.max(20, width - left - 2)).map((line) => [
      { text: ' '.repeat(left + 2), series: -1 },
      ...withoutEnd(line),
    ]),
  ];
}
