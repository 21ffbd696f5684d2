/** +1 for the first of two categories, −1 for the second, 0 for none. */
export const signOf = (place: number | undefined): number => (place === undefined ? 0 : 1 - 2 * place);
