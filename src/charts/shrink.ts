import type { Mark } from './chart.ts';

type Heat = Mark & { kind: 'heat' };

/** Cells that a picture has place for. */
export interface Grid {
  readonly rows: number;
  readonly columns: number;
}

/** Half blocks give every cell of the terminal two places, one above the other. */
export const halves = ({ rows, columns }: Grid): Grid => ({ rows: 2 * rows, columns });

/** Places of an axis that the cell `at` of fewer stands for, up to the second. */
function placesOf(at: number, cells: number, length: number): [number, number] {
  const from = Math.floor((at * length) / cells);
  return [from, Math.max(from + 1, Math.floor(((at + 1) * length) / cells))];
}

/**
 * A heat map in at most so many rows and columns: each cell is the mean of the finite ones that it stands
 * for, NaN where there are none. One that is no larger stays as it is.
 */
export function shrunk(heat: Heat, most: Grid): Heat {
  const rows = Math.min(heat.rows, most.rows);
  const columns = Math.min(heat.columns, most.columns);
  if ((rows === heat.rows && columns === heat.columns) || heat.texts) return heat;
  const values = Array.from({ length: rows * columns }, (_, i) => {
    const [top, bottom] = placesOf(Math.floor(i / columns), rows, heat.rows);
    const [left, right] = placesOf(i % columns, columns, heat.columns);
    let sum = 0;
    let finite = 0;
    for (let row = top; row < bottom; row++) {
      for (let column = left; column < right; column++) {
        const value = heat.values[row * heat.columns + column];
        if (!Number.isFinite(value)) continue;
        sum += value;
        finite++;
      }
    }
    return sum / finite;
  });
  return { ...heat, rows, columns, values };
}

/** What a cell of such a map stands for, where it is more than one place. */
export function shrunkNote(heat: Heat, most: Grid): string | undefined {
  if (shrunk(heat, most) === heat) return undefined;
  const each = (length: number, cells: number) => Math.ceil(length / Math.min(length, cells));
  const [down, across] = [each(heat.rows, most.rows), each(heat.columns, most.columns)];
  return `each cell the mean of up to ${down}x${across}`;
}
