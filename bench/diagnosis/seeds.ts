/** Rules are made with these seeds of data and networks. */
export const DEVELOPMENT: readonly number[] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
/** The seed of the part that is a test: neither of them. */
export const TESTED = 10;
/** Rules are judged by these; once a rule is changed because of a run of theirs, they belong to the others. */
export const HELD_OUT: readonly number[] = [11, 12];
