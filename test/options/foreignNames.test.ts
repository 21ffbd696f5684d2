import { expect, it } from 'vitest';
import { foreignName } from '../../src/options/foreignNames.ts';

const known = ['--learning-rate', '--l1', '--l2', '--seed', '--augment'];

it.each([
  ['--lr', '--learning-rate'],
  ['--random_state', '--seed'],
  ['--regularisation', '--l1 or --l2'],
  ['--Data-Augmentation=flip', '--augment'],
])('%s is %s', (typed, found) => {
  expect(foreignName(typed, known)).toBe(found);
});

it('names no option that the command does not have', () => {
  expect(foreignName('--n-splits', known)).toBeUndefined();
  expect(foreignName('--constructor', known)).toBeUndefined();
});
