import type { Block } from '../../report/result.ts';
import { visible } from '../../util/visible.ts';
import type { Column } from './networkColumns.ts';
import { shortNumber } from './numbers.ts';

/** Letters of a name in the first column, and of a number in the others, with the gap before it. */
const LETTERS = { name: 14, number: 10 };
/** Weights of a network whose numbers are written below it at most. */
const MOST = 300;

const cut = (text: string, most: number) => {
  const shown = visible(text);
  return shown.length <= most ? shown : `${shown.slice(0, most - 1)}…`;
};

/** The weights between two columns, a row for each unit that they lead from, and the biases below. */
function layerTables(from: Column, to: Column, width: number): Block[] {
  const { weights, biases, units = [] } = to;
  if (!weights || !from.units) return [];
  const sources = from.units;
  const across = Math.max(1, Math.floor((width - LETTERS.name) / LETTERS.number));
  const count = Math.ceil(units.length / across);
  return Array.from({ length: count }, (_, part): Block => {
    const shown = units.slice(part * across, (part + 1) * across);
    const cell = (i: number, j: number) =>
      weights.connected(i, j) ? shortNumber(weights.values[i * weights.units + j]) : '';
    return {
      kind: 'table',
      ...(part === 0 && { title: `weights of ${to.layers[0]}, inputs down, units across` }),
      columns: [
        { name: '' },
        ...shown.map((j) => ({ name: cut(to.name(j), LETTERS.number - 2), align: 'right' as const })),
      ],
      rows: sources.map((i) => [cut(from.name(i), LETTERS.name), ...shown.map((j) => cell(i, j))]),
      ...(biases && { foot: [['bias', ...shown.map((j) => shortNumber(biases[j]))]] }),
    };
  });
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
