import { describe, expect, it } from 'vitest';
import { parseShell } from './parseShell.ts';

const call = (argv: string[], more = {}) => ({ kind: 'nn', argv, env: {}, redirects: [], ...more });

describe('a line of the shell', () => {
  it('is statements of commands', () => {
    expect(parseShell("nn gen-sine 4 -o a.csv && nn shape 'a b' | head -1; rm a.csv")).toEqual([
      { when: ';', before: 'nn gen-sine 4 -o a.csv', segments: [call(['gen-sine', '4', '-o', 'a.csv'])] },
      {
        when: '&&',
        before: "nn gen-sine 4 -o a.csv && nn shape 'a b' | head -1",
        segments: [call(['shape', 'a b']), { kind: 'sh', text: 'head -1' }],
      },
      {
        when: ';',
        before: "nn gen-sine 4 -o a.csv && nn shape 'a b' | head -1; rm a.csv",
        segments: [{ kind: 'sh', text: 'rm a.csv' }],
      },
    ]);
  });

  it.each([
    ['nn dot \'[1, 2]\' "[3;4]"', call(['dot', '[1, 2]', '[3;4]'])],
    [String.raw`nn x "a \"b\" \$c" \;`, call(['x', 'a "b" $c', ';'])],
    ["nn x --features='a>b' 2", undefined],
    ['COLUMNS=50 nn summary', call(['summary'], { env: { COLUMNS: '50' } })],
    ['nn train A=1', call(['train', 'A=1'])],
    [
      'nn train > out.txt 2>&1',
      call(['train'], {
        redirects: [
          { fd: 1, to: 'out.txt' },
          { fd: 2, to: '&1' },
        ],
      }),
    ],
    ['nn gen-sine 3 2> /dev/null', call(['gen-sine', '3'], { redirects: [{ fd: 2, to: '/dev/null' }] })],
  ])('has calls of the program: %s', (line, wanted) => {
    expect(parseShell(line)?.[0].segments[0]).toEqual(wanted);
  });

  it('leaves a group to a shell, and commands side by side to one', () => {
    const line = '{ echo a; for i in 1 2; do echo $i; done; } | sort | nn shape -';
    expect(parseShell(line)?.[0].segments).toEqual([
      { kind: 'sh', text: '{ echo a; for i in 1 2; do echo $i; done; } | sort' },
      call(['shape', '-']),
    ]);
  });

  it.each([
    'nn shape < a.csv',
    'nn shape $file',
    'nn shape "$file"',
    'nn shape *.csv',
    'nn shape ~/a.csv',
    'nn shape [ab].csv',
    'nn train a.csv & kill $!',
    'nn train a.csv; e=$?; exit $e',
    'cd x; nn shape a.csv',
    'NN_BLAS=/x nn train a.csv',
    'nn gen-sine 9 > /dev/full',
    'nn gen-sine 9 >> a.csv',
    "nn shape 'open",
    '{ nn shape a.csv',
  ])('is left to a shell as a whole: %s', (line) => expect(parseShell(line)).toBeUndefined());
});
