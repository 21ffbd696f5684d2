import { expect, it } from 'vitest';
import { looksLikeArray, spellsArray } from '../../src/tensor/literal/detect.ts';

it.each([
  '[1, 2]',
  '[[1, 2],\n [3, 4]]',
  '[[1. 2.]\n [3. 4.]]',
  '(1, 2)',
  'np.eye(2)',
  'array([1, 2])',
  '# a comment\n\nx = [[1, 2]]',
  'import numpy as np\nx = np.ones(3)',
  'class Layer_Dense:\n    pass',
  '2 * np.ones(3)',
  '2 * 3',
])('takes %j for an array', (text) => {
  expect(looksLikeArray(text)).toBe(true);
  expect(spellsArray(text)).toBe(true);
});

it.each([
  'a,b\n1,2\n',
  '1,2\n3,4\n',
  '2020-01-31,5\n',
  '31/01/2020 5\n',
  '{"a": [1]}',
  '[{"a": 1}]',
  'text,label\n"x = 5",1\n',
  'class,survived\nfirst,1\n',
  'for sale,price\n1,2\n',
  'import,export\n1,2\n',
  'In the beginning (1) there was\n',
  'id=name,value\n1,2\n',
])('leaves %j to the readers of tables', (text) => expect(looksLikeArray(text)).toBe(false));

it('takes names of columns in brackets for an array only where the file is not called a table', () => {
  expect(looksLikeArray('[1],[2]\n3,4\n', true)).toBe(false);
  expect(looksLikeArray('[1] x,[2] y\n3,4\n', true)).toBe(false);
  expect(looksLikeArray('[[1,2],[3,4]]', true)).toBe(true);
  expect(looksLikeArray('[1, 2, 3]\n', true)).toBe(true);
});

it.each([
  'iris.csv',
  './x.csv',
  '../data',
  '2024.csv',
  'runs/iris-1',
  '-',
  'np.csv',
  'array',
  'x',
  'nn:iris.csv',
])('takes %s for a path', (text) => expect(spellsArray(text)).toBe(false));
