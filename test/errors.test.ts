import { expect, it } from 'vitest';
import { inputError } from '../src/errors.ts';

it('quotes the ends of a long text only', () => {
  const long = `${'a'.repeat(200_000)}z`;
  const { message, hint } = inputError(`found "${long}", expected "b"`, { hint: `see "${long}"` });
  expect(message.length).toBeLessThan(300);
  expect(message).toMatch(/^found "a+….*z", expected "b"$/);
  expect(hint?.length).toBeLessThan(300);
  expect(inputError(long).message.length).toBeLessThan(2000);
});

it('leaves other messages as they are', () => {
  const message = `found "${'a'.repeat(500)}"`;
  expect(inputError(message).message).toBe(message);
});
