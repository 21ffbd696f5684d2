import { expect, it } from 'vitest';
import { activations } from '../../src/activations/index.ts';
import { activationText } from '../../src/explain/activationText.ts';

const text = (name: string, x: number, y: number, all = [x], at = 0) =>
  activationText(activations.get(name), { all, at, y, alpha: activations.get(name).alpha }, String);

it('puts the number into the formula', () => {
  expect(text('relu', -1, 0)).toBe('max(0, -1) = 0');
  expect(text('relu', 3, 3)).toBe('max(0, 3) = 3');
  expect(text('sigmoid', 0, 0.5)).toBe('1 / (1 + exp(-0)) = 0.5');
  expect(text('sigmoid', -1, 0.27)).toBe('1 / (1 + exp(-(-1))) = 0.27');
  expect(text('step', 2, 1)).toBe('(1 if 2 > 0 else 0) = 1');
  expect(text('leaky-relu', -2, -0.02)).toBe('(-2 if -2 > 0 else 0.01·(-2)) = -0.02');
  expect(text('gelu', -1, -0.16)).toBe('½·(-1)·(1 + erf((-1)/√2)) = -0.16');
  expect(text('linear', 4, 4)).toBe('4');
});

it('writes the sum of softmax', () => {
  expect(text('softmax', 0, 0.5, [0, 0])).toBe('exp(0) / (exp(0) + exp(0)) = 1 / 2 = 0.5');
});
