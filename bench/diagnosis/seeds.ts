/** Rules are made with these seeds of data and networks … */
export const DEVELOPMENT: readonly number[] = [0, 1, 4, 5, 6, 7];
/** … and judged by these, which nobody looks at while making them. */
export const HELD_OUT: readonly number[] = [2, 3, 8, 9];
/** The seed of the part that is a test: neither of them. */
export const TESTED = 10;
