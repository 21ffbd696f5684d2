import { inputError } from '../errors.ts';
import { isFloat } from '../tensor/dtype.ts';
import { dtypeNamed } from '../tensor/literal/dtypes.ts';
import { storeElements } from '../tensor/store.ts';
import { sizeOf } from '../tensor/tensor.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { append } from '../util/extremes.ts';

/** What nn show and nn shape print begins with. */
const HEAD = /^\s*(?:array {2,}.*\n)?shape {2,}\(([\d, ]*)\)\nkind {2,}/;

/** Whether a text is what nn show or nn shape prints. */
export const isShown = (text: string): boolean => HEAD.test(text);

/** A line of boxes as its fields: a name and the cells of each drawing beside one another. */
const fieldsOf = (line: string) =>
  line
    .split(/[│|]/)
    .slice(0, -1)
    .map((field) => field.trim());

/** The drawings of a text, each as its rows of cells, in their order. */
function drawingsOf(lines: readonly string[], columns: number): string[][] {
  const drawings: string[][] = [];
  let side: string[][] = [];
  const close = () => {
    append(drawings, side);
    side = [];
  };
  for (const line of lines) {
    if (!/[│|]/.test(line)) {
      // A rule joins rows; the last one of a drawing ends it.
      if (!/[├+┌]/.test(line)) close();
      continue;
    }
    const fields = fieldsOf(line);
    for (let at = 0, drawing = 0; at < fields.length; at += columns + 1, drawing++)
      append((side[drawing] ??= []), fields.slice(at + 1, at + 1 + columns));
  }
  close();
  return drawings;
}

/** The elements that are printed; undefined where some are left out. */
function cellsOf(text: string, shape: readonly number[]): number[] | undefined {
  if (shape.length === 0) return [Number(text.trim().split('\n').at(-1)?.trim())];
  const drawn = text.slice(text.search(/\n\s*\n/));
  if (drawn.includes('…') || drawn.includes('...')) return undefined;
  const cells = drawingsOf(drawn.split('\n'), shape[shape.length - 1]).flat();
  const words: Readonly<Record<string, number>> = { nan: Number.NaN, inf: Infinity, '-inf': -Infinity };
  const numbers = cells.map((cell) =>
    cell === 'True' ? 1 : cell === 'False' ? 0 : (words[cell] ?? Number(cell === '' ? 'none' : cell)),
  );
  const strange = cells.some((cell, i) => Number.isNaN(numbers[i]) && cell !== 'nan');
  return strange || numbers.length !== sizeOf(shape) ? undefined : numbers;
}

/**
 * The array that nn show or nn shape has printed for a person.
 *
 * @throws NnError('input') where the print leaves out elements
 */
export function shownArray(text: string, source: string, note: (line: string) => void): Tensor {
  const [, lengths = ''] = HEAD.exec(text) ?? [];
  const shape = lengths.split(',').flatMap((length) => (length.trim() === '' ? [] : [Number(length)]));
  const type = /\nelements +[\d,]+ of (\w+)/.exec(text) ?? /\ndtype +(\w+)/.exec(text);
  const dtype = dtypeNamed(type?.[1] ?? '') ?? 'float64';
  const cells = sizeOf(shape) === 0 ? [] : cellsOf(text, shape);
  if (!cells)
    throw inputError('this print for people leaves out elements of the array', {
      where: { source },
      hint: 'pass the array on with all of them: nn show FILE --format npy | nn …',
    });
  if (isFloat(dtype))
    note('read from what is printed for people, with its digits; --format npy passes on all digits');
  return storeElements(cells, dtype, shape);
}
