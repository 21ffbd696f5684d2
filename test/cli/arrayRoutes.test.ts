import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { arrayToString } from '../../src/tensor/print.ts';
import { storeElements } from '../../src/tensor/store.ts';
import { RandomState } from '../../src/util/random.ts';
import { caseEnvironment, runInProcess } from '../support/inProcess.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'nn-routes-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** What `nn dot ARRAY 1 --format npy` writes, the array to the bit, or its error without where it comes from. */
async function answer(argument: string, input?: string): Promise<string> {
  const written: Buffer[] = [];
  let said = '';
  const code = await runInProcess(['dot', argument, '1', '--format', 'npy'], {
    input: input === undefined ? undefined : Buffer.from(input),
    env: caseEnvironment(),
    stdout: (data) => written.push(Buffer.from(data)),
    stderr: (data) => (said += Buffer.from(data).toString()),
  });
  const bytes = Buffer.concat(written);
  if (code === 0) return bytes.toString('base64');
  return said.replaceAll(/(?:argument 1|stdin|\S*array\w*\.?\w*):/g, 'SOURCE:');
}

/** The same text as an argument, a file of each kind of name, and a pipe. */
async function byEveryRoute(text: string, extensions: readonly string[]): Promise<string[]> {
  const answers = [await answer(text), await answer('-', text)];
  for (const extension of extensions) {
    const file = path.join(folder, `array${extension}`);
    writeFileSync(file, text);
    answers.push(await answer(file));
  }
  return answers;
}

const EXTENSIONS = ['.txt', '.json', '.py', ''];

it.each([
  '[1, 2, 3]',
  '[[1, 2], [3, 4]]',
  '((1, 2), (3, 4))',
  'np.array([[1, 2.5], [3, 4]], dtype=np.float32)',
  'array([[1., 2.],\n       [3., 4.]])',
  '[[1 2]\n [3 4]]',
  '[[ 1. -2.]\n [-3.  4.]]',
  'x = [[1, 2], [3, 4]]',
  'import numpy as np\n\narr = np.array([[1, 2], [3, 4]])\narr = arr.T # turned\nprint(arr)\n',
  '# a comment\n[[1, 2],\n [3, 4]]\n',
  '```python\nx = [1, 2]\n```\n',
  'np.zeros((2, 3))',
  'np.random.seed(0); np.random.randn(2, 3)',
  'np.random.rand(2)',
  '[True, False]',
  '1 - np.eye(2)',
  '[]',
  '[0,1,2,3],[0,1,2,3]',
  'np.array([0,1],[2,3])',
  '[[1, 2], [3]]',
  '[1 2 ... 9]',
  'np.zeroes(3)',
  'class Layer_Dense:\n    pass\n',
])('gives the same for %j by every route', async (text) => {
  const answers = await byEveryRoute(text, EXTENSIONS);
  expect(new Set(answers)).toEqual(new Set([answers[0]]));
});

it.each([
  '1 2 3\n4 5 6\n',
  '1,2\n3,4\n',
  '1;2\n3;4',
  '1 2 3',
  '5',
  '1.0e+00 2.0e+00\n3.0e+00 4.0e+00\n',
  '1\n2\n',
])('gives the same for %j by every route that has no name of JSON or Python', async (text) => {
  const answers = await byEveryRoute(text, ['.txt', '', '.data']);
  expect(answers[0]).not.toContain('error');
  expect(new Set(answers)).toEqual(new Set([answers[0]]));
});

/** Nested lists as Python prints them. */
function listText(
  values: ArrayLike<number>,
  shape: readonly number[],
  [open, close, comma]: readonly string[],
): string {
  const build = (axis: number, from: number): string => {
    if (axis === shape.length) return String(values[from]).replace('Infinity', 'inf').replace('NaN', 'nan');
    const step = shape.slice(axis + 1).reduce((size, n) => size * n, 1);
    const items = Array.from({ length: shape[axis] }, (_, i) => build(axis + 1, from + i * step));
    // A tuple of one has a comma.
    const last = open === '(' && items.length === 1 ? ',' : '';
    return `${open}${items.join(comma)}${last}${close}`;
  };
  return build(0, 0);
}

const STYLES: readonly ((values: Float64Array, shape: readonly number[]) => string)[] = [
  (values, shape) => listText(values, shape, ['[', ']', ',']),
  (values, shape) => listText(values, shape, ['[ ', ' ]', ' ,\n  ']),
  (values, shape) => listText(values, shape, ['(', ')', ', ']),
  (values, shape) => `np.array(${listText(values, shape, ['[', ']', ', '])})`,
  (values, shape) =>
    `import numpy as np\nx = ${listText(values, shape, ['[', ']', ', '])}  # rows\ny = np.array(x).T\ny.T\n`,
  (values, shape) => arrayToString(storeElements(values, 'float64', shape), { threshold: Infinity }),
  (values, shape) =>
    `x = np.array(${listText(values, [values.length], ['[', ']', ', '])}).reshape(${shape.join(', ')},)`,
];

it('gives the same for 500 random arrays', { timeout: 600_000 }, async () => {
  const random = new RandomState(16);
  for (let n = 0; n < 500; n++) {
    const shape = Array.from({ length: random.randint(1, 4) }, () => random.randint(1, 4));
    const size = shape.reduce((product, length) => product * length, 1);
    const whole = random.randint(0, 2) === 0;
    const values = Float64Array.from({ length: size }, () =>
      whole ? random.randint(-50, 50) : random.normal(0, 10 ** random.randint(-3, 9)),
    );
    const text = STYLES[n % STYLES.length](values, shape);
    const answers = await byEveryRoute(text, [EXTENSIONS[n % EXTENSIONS.length]]);
    expect(new Set(answers), text).toEqual(new Set([answers[0]]));
    expect(answers[0], text).not.toContain('error');
  }
});
