import { MOST } from '../plan/arena.ts';
import type { TooLarge } from '../plan/arena.ts';
import { bytes } from '../util/quantity.ts';

/** Batches of `rows` rows do not fit: the largest power of two that does, or that no batch is small enough. */
export function adviceFor(rows: number): (found: TooLarge) => string {
  return ({ fixed, scratch }) => {
    const fitting = Math.floor((MOST - fixed) / (scratch / rows));
    if (fitting < 1)
      return `the weights, their gradients, the state of the optimizer and the rows in memory take ${bytes(fixed)} of it already; fewer units, as nn summary counts them, or --optimizer sgd need less`;
    return `batches of ${rows} rows take ${bytes(scratch)} of it; try --batch-size ${2 ** Math.floor(Math.log2(fitting))}`;
  };
}

/** Rows of a data set do not fit beside the network: how many would. */
export function adviceForRows(rows: number, bytesOfRow: number, used: number): string {
  const fitting = Math.max(0, Math.floor((MOST - used) / bytesOfRow));
  return `${fitting.toLocaleString('en')} of the ${rows.toLocaleString('en')} rows fit; an NPY file is read in windows with --stream`;
}
