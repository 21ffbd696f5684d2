/** What a process answers with, and when. */
export const exitCodes = [
  ['0', 'done'],
  ['1', 'the answer is no (evaluate --min, replay --verify, gradcheck), or the run failed (it diverged)'],
  ['2', 'wrong usage, or input that cannot be read'],
  ['130', 'interrupted: Ctrl-C, SIGTERM or a closed terminal'],
] as const;

/** Variables that the program looks at. */
export const environment = [
  [
    'NN_CONFIG',
    'a file of arguments, one in a line, for every command; those of the command line come after',
  ],
  ['NN_BLAS', 'the BLAS library to use, as a path; none: no library'],
  ['NO_COLOR', 'no colours where it is not empty'],
  ['FORCE_COLOR', 'colours in a pipe too; 0: none'],
  ['COLUMNS', 'width of the terminal, where it does not say'],
  ['LC_ALL, LANG', 'language of the pages about concepts: English or Portuguese'],
] as const;
