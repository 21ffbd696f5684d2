import type { Named } from '../util/registry.ts';

/** A variable of the environment that the program looks at. */
export interface Variable extends Named {
  readonly summary: string;
  readonly about?: string;
  /** Who asks for it. */
  readonly source: string;
  /** A value as it may be given. */
  readonly value: string;
  /** A command that runs as it stands. */
  readonly example: string;
}

/** Every variable that the program looks at, in the order of the help. */
export const environment: readonly Variable[] = [
  {
    name: 'NN_CONFIG',
    summary: 'a file of arguments, one in a line, for every command; those of the command line come after',
    about:
      'Options that a command does not have are left out for it. --verbose says what came from the file.',
    source: 'nn',
    value: 'FILE',
    example: 'echo --seed=7 > defaults; NN_CONFIG=defaults nn gen-spiral 2 3',
  },
  {
    name: 'NN_BLAS',
    summary: 'the BLAS library to use, as a path; none: no library',
    about: 'nn doctor says which library was found, and how fast it is.',
    source: 'nn',
    value: '/opt/blis/lib/libblis.so.4',
    example: 'NN_BLAS=none nn doctor',
  },
  {
    name: 'NN_CODE_CACHE',
    summary: '0: what V8 compiled is neither kept nor taken',
    about:
      'It is kept for a quick start: in dist/cache of the package, else in $XDG_CACHE_HOME/nn or ~/.cache/nn. nn doctor says where.',
    source: 'nn',
    value: '0',
    example: "NN_CODE_CACHE=0 nn shape '[1, 2]'",
  },
  {
    name: 'NO_COLOR',
    summary: 'no colours where it is not empty',
    about: '--color decides where it is given.',
    source: 'no-color.org',
    value: '1',
    example: "NO_COLOR=1 nn show '[1, 2]'",
  },
  {
    name: 'FORCE_COLOR',
    summary: 'colours in a pipe too; 0: none',
    about: '--color and NO_COLOR come before it.',
    source: 'force-color.org',
    value: '1',
    example: "FORCE_COLOR=1 nn show '[1, 2]'",
  },
  {
    name: 'COLUMNS',
    summary: 'width of the terminal, where it does not say',
    source: 'POSIX.1-2017, 8.3',
    value: '120',
    example: 'COLUMNS=60 nn describe nn:iris.csv',
  },
  {
    name: 'TERM',
    summary: 'dumb, or empty: no escape sequences, and lines instead of a picture that moves',
    source: 'POSIX.1-2017, 8.3',
    value: 'dumb',
    example: "TERM=dumb nn show '[1, 2]'",
  },
  {
    name: 'CI',
    summary: 'progress in lines, as in the log of a build server; false or 0: not',
    source: 'GitHub Actions, GitLab, Travis CI',
    value: 'true',
    example: "CI=true nn show '[1, 2]'",
  },
  {
    name: 'LC_ALL',
    aliases: ['LC_MESSAGES', 'LANG'],
    summary: 'language of the pages about concepts: English or Portuguese',
    about:
      'The first of LC_ALL, LC_MESSAGES and LANG that is not empty counts; nn help --lang comes before it.',
    source: 'POSIX.1-2017, 8.2',
    value: 'pt_BR.UTF-8',
    example: 'LC_ALL=pt_BR.UTF-8 nn help overfitting',
  },
];

/** Names and what they say, for a list. */
export const environmentRows: readonly (readonly [names: string, says: string])[] = environment.map(
  ({ name, aliases = [], summary }) => [[name, ...aliases].join(', '), summary],
);
