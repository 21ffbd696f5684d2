/** `a, b` → the names of columns. */
export const columnNames = (value: string): string[] => value.split(',').map((name) => name.trim());
