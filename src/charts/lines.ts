import type { Canvas } from './canvas.ts';
import type { Mark } from './chart.ts';

/** A line, one mark in every column that it crosses, and those between where it is steep. */
export function drawLine(canvas: Canvas, { x, y, series }: Mark & { kind: 'line' }, symbol: string): void {
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

/** Dots of a braille sign by column and row (Unicode 2800). */
const DOTS = [
  [0x01, 0x02, 0x04, 0x40],
  [0x08, 0x10, 0x20, 0x80],
] as const;
const BRAILLE = 0x2800;
/** Dots of a dash, and as many between dashes. */
const DASH = 4;

const isBraille = (text: string) => (text.codePointAt(0) ?? 0) >> 8 === BRAILLE >> 8;

function dot(canvas: Canvas, x: number, y: number, series: number): void {
  const place = canvas.placeOf(x, y, [2, 4]);
  if (!place) return;
  const [column, row] = [place[0] >> 1, place[1] >> 2];
  const before = canvas.cells[row]?.[column];
  const bits = before && isBraille(before.text) ? (before.text.codePointAt(0) ?? 0) - BRAILLE : 0;
  const bit = DOTS[(place[0] & 1) as 0 | 1][(place[1] & 3) as 0 | 1 | 2 | 3];
  canvas.put(column, row, String.fromCodePoint(BRAILLE + (bits | bit)), series);
}

/** A line of dots, eight to a cell. */
export function drawDots(canvas: Canvas, { x, y, series, dashed }: Mark & { kind: 'line' }): void {
  let drawn = 0;
  for (let i = 0; i < x.length; i++) {
    if (!Number.isFinite(y[i])) continue;
    const from = i > 0 && Number.isFinite(y[i - 1]) ? i - 1 : i;
    const across = Math.abs(canvas.across(x[i]) - canvas.across(x[from])) * canvas.columns * 2;
    const up = Math.abs(canvas.up(y[i]) - canvas.up(y[from])) * canvas.rows * 4;
    const steps = Math.max(1, Math.ceil(Math.max(across, up)));
    for (let s = from === i ? steps : 1; s <= steps; s++, drawn++) {
      if (dashed && Math.floor(drawn / DASH) % 2 === 1) continue;
      const share = s / steps;
      dot(canvas, x[from] + share * (x[i] - x[from]), y[from] + share * (y[i] - y[from]), series);
    }
  }
}

/** A line of a legend. */
export const lineSample = (dashed: boolean): string => (dashed ? '⠒⠐⠂⠒' : '⠒⠒⠒');
