import type { Block } from '../../report/result.ts';
import { visible } from '../../util/visible.ts';
import type { Column } from './networkColumns.ts';
import { shortNumber } from './numbers.ts';
import { maxOf } from '../../util/extremes.ts';
import { cutTo, textWidth } from '../../util/textWidth.ts';

/** Letters of a name at most: in the first column, and above the others. */
const LETTERS = { name: 14, across: 8 };
/** Blanks between two columns. */
const GAP = 2;
/** Weights of a network whose numbers are written below it at most. */
const MOST = 300;

const cut = (text: string, most: number) => cutTo(visible(text), most);

/** Letters of a text, in ASCII too, where three dots stand for what is left out. */
const lettersOf = (text: string) => textWidth(text.replace('…', '...'));

/** Columns one after another in groups that each fit beside the names, at least one in each. */
function fitting<T extends { readonly wide: number }>(columns: readonly T[], room: number): T[][] {
  const groups: T[][] = [];
  let left = 0;
  for (const column of columns) {
    left -= column.wide + GAP;
    if (left >= 0) groups[groups.length - 1].push(column);
    else {
      groups.push([column]);
      left = room - column.wide - GAP;
    }
  }
  return groups;
}

/** The weights between two columns, a row for each unit that they lead from, and the biases below. */
function layerTables(from: Column, to: Column, width: number): Block[] {
  const { weights, biases, units = [] } = to;
  if (!weights || !from.units) return [];
  const sources = from.units;
  const names = sources.map((i) => cut(from.name(i), LETTERS.name));
  const columns = units.map((j) => {
    const name = cut(to.name(j), LETTERS.across);
    const cells = sources.map((i) =>
      weights.connected(i, j) ? shortNumber(weights.values[i * weights.units + j]) : '',
    );
    const bias = biases && shortNumber(biases[j]);
    return { name, cells, bias, wide: maxOf([name, ...cells, bias ?? ''].map(lettersOf)) };
  });
  const first = maxOf([...names, biases ? 'bias' : ''].map(lettersOf));
  return fitting(columns, width - first).map((shown, part): Block => ({
    kind: 'table',
    ...(part === 0 && { title: `weights of ${to.layers[0]}, inputs down, units across` }),
    columns: [{ name: '' }, ...shown.map(({ name }) => ({ name, align: 'right' as const }))],
    rows: names.map((name, row) => [name, ...shown.map(({ cells }) => cells[row])]),
    ...(biases && { foot: [['bias', ...shown.map(({ bias = '' }) => bias)]] }),
  }));
}

/** The weights and biases of a small network as tables; none for one that is large, or drawn in part. */
export function networkTables(columns: readonly Column[], width: number): Block[] {
  const folded = columns.some(({ units, all }) => units && units.length < all);
  const size = columns.reduce((sum, { weights }) => sum + (weights?.values.length ?? 0), 0);
  if (folded || size > MOST) return [];
  return columns.flatMap((to) => {
    const from = columns.find(({ layers }) => layers.includes(to.inputs[0]));
    return from ? layerTables(from, to, width) : [];
  });
}
