import { wrap } from '../util/wrap.ts';
import { symbolOf } from './canvas.ts';
import type { Canvas, ColourTone } from './canvas.ts';
import { legendOf, tickText } from './chart.ts';
import type { Chart } from './chart.ts';
import { heatBar, regionTone } from './colour.ts';
import { lineSample } from './lines.ts';
import { linkSample } from './links.ts';
import { BELOW, LINES, REGIONS, SHADES } from './plain.ts';
import { halves, shrunkNote } from './shrink.ts';
import { append } from '../util/extremes.ts';
import { textWidth } from '../util/textWidth.ts';

/** A stretch of a line in one colour; -1 is the colour of the text. */
export interface Piece {
  readonly text: string;
  readonly series: number;
  /** In place of the colour of the series. */
  readonly tone?: ColourTone | undefined;
}

/** Places of the scale in colour. */
const BAR = 24;

/** The entries of a legend: a mark, a name and a gap each; or the scale of a heat map. */
function legendEntries(chart: Chart, canvas: Canvas, ascii: boolean, colour: boolean): Piece[] {
  const set = ascii ? 'ascii' : 'unicode';
  // Where regions have a class too, their sign stands beside that of its points.
  const regions = chart.marks.some(({ kind }) => kind === 'regions') ? REGIONS[set] : undefined;
  const entries = legendOf(chart).flatMap(({ name, series, kind, dashed = false }): Piece[] => {
    const mark =
      kind === 'points'
        ? symbolOf(series) + (regions && !colour ? ` ${regions[series % regions.length] ?? ''}` : '')
        : kind === 'positive' || kind === 'negative'
          ? linkSample(kind === 'negative', ascii)
          : kind === 'line'
            ? colour
              ? lineSample(dashed)
              : (LINES[set][series % LINES[set].length] ?? '.').repeat(2)
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
  if (!heat || chart.legend === false) return entries;
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
    const length = entry.reduce((sum, { text }) => sum + textWidth(text), 0);
    if (used + length - (entry[2]?.text.trim() === '' ? entry[2].text.length : 0) > width) {
      rows.push([]);
      used = 0;
    }
    append(rows[rows.length - 1], entry);
    used += length;
  }
  return rows;
}

/** The pieces of a line without space at its end. */
function withoutEnd(line: readonly Piece[]): readonly Piece[] {
  return line.at(-1)?.text.trim() === '' ? line.slice(0, -1) : line;
}

/** What the marks of a chart mean, in lines of at most `width`. */
export const legendLines = (
  chart: Chart,
  canvas: Canvas,
  { ascii, colour, width }: { ascii: boolean; colour: boolean; width: number },
): (readonly Piece[])[] => {
  const heat = chart.marks.find((mark) => mark.kind === 'heat');
  const note = heat && shrunkNote(heat, colour ? halves(canvas) : canvas);
  return [
    ...legendRows(legendEntries(chart, canvas, ascii, colour), width).map(withoutEnd),
    ...(note === undefined ? [] : wrap(note, width).map((text) => [{ text, series: -1 }])),
  ];
};
