import { expect, it } from 'vitest';
import { steadyClock } from '../../src/cli/clock.ts';

/** A clock whose machine is as the test says. */
function clock() {
  const machine = { passed: 1000, worked: 50 };
  const now = steadyClock({ passed: () => machine.passed, worked: () => machine.worked });
  return (passed: number, worked: number) => {
    machine.passed += passed;
    machine.worked += worked;
    return now();
  };
}

it('counts what passes while the process works', () => {
  const after = clock();
  expect(after(100, 100)).toBe(1100);
  expect(after(5000, 4000)).toBe(6100);
  expect(after(1500, 0)).toBe(7600);
});

it('stands while the process is stopped', () => {
  const after = clock();
  expect(after(300, 290)).toBe(1300);
  // Stopped for ten minutes, in the middle of a step of 40 ms.
  expect(after(600_000, 40)).toBe(1340);
  expect(after(10, 10)).toBe(1350);
});
