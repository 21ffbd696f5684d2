import { expect, it } from 'vitest';
import { parseSpec } from '../../src/network/specJson.ts';

const names = (layers: readonly object[]) =>
  parseSpec(JSON.stringify({ input: [2], layers })).layers.map(({ name }) => name);

it('numbers layers that have no name by their type', () => {
  const dense = { type: 'dense', options: { units: 2 } };
  const relu = { type: 'activation', options: { function: 'relu' } };
  expect(names([dense, relu, { ...dense, name: 'dense7' }, dense, relu])).toEqual([
    'dense1',
    'relu1',
    'dense7',
    'dense3',
    'relu2',
  ]);
});

// A type was made a regular expression of.
it.each(['(a+)+', '(', '.*', '\\'])('a type %s is a text like others', (type) => {
  expect(names([{ type: 'dense', name: `${'a'.repeat(50)}!` }, { type }])).toEqual([
    `${'a'.repeat(50)}!`,
    `${type}1`,
  ]);
});

it('reads thousands of layers in an instant', () => {
  const dense = { type: 'dense', options: { units: 2 } };
  expect(names(Array.from({ length: 20_000 }, () => dense)).at(-1)).toBe('dense20000');
});

it.each(['{"constructor":1}', '{"__proto__":1}', '{"l2":-1}', '{"l3":0}'])(
  'refuses the penalty %s',
  (text) => {
    const penalty = JSON.parse(text) as object;
    expect(() => names([{ type: 'dense', options: { units: 2 }, penalty }])).toThrow('penalty must hold');
  },
);
