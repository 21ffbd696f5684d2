import type { Table } from '../table.ts';

const words = new Uint32Array(2);
const number = new Float64Array(words.buffer);

/** Mixes 32 bits into a hash (the finaliser of MurmurHash3). */
function mixed(hash: number, bits: number): number {
  let h = Math.imul(hash ^ bits, 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/** Rows that have the same values as one before them in every column. */
export function duplicateRows({ columns, rows }: Table): number {
  const low = new Int32Array(rows);
  const high = new Int32Array(rows).fill(0x9747b28c);
  for (const column of columns) {
    for (let row = 0; row < rows; row++) {
      if (column.kind === 'category') words.fill(column.codes[row]);
      else number[0] = column.values[row];
      low[row] = mixed(mixed(low[row], words[0]), words[1]);
      high[row] = mixed(mixed(high[row], words[1]), words[0]);
    }
  }
  const seen = new Set<number>();
  // 53 bits: among a million rows a wrong one is as likely as one in ten thousand.
  for (let row = 0; row < rows; row++) seen.add((high[row] & 0x1fffff) * 2 ** 32 + (low[row] >>> 0));
  return rows - seen.size;
}
