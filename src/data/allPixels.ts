import { sizeOf } from '../tensor/tensor.ts';
import type { Table } from './table.ts';

/** Whether the rows are images (height, width, channels) and nothing else: the last column is a pixel, and no target. */
export const isAllPixels = ({ columns, shape = [] }: Table): boolean =>
  shape.length === 3 && columns.length === sizeOf(shape);
