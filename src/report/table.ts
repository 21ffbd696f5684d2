import type { TableColumn } from './result.ts';

/** A column of figures, aligned to the right. */
export const right = (name: string, details: Pick<TableColumn, 'dropAt'> = {}): TableColumn => ({
  name,
  align: 'right',
  ...details,
});
