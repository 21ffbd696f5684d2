import type { GradientCheck } from '../explain/gradcheck.ts';
import type { Result } from '../report/result.ts';
import { right } from '../report/table.ts';
import { count } from '../util/quantity.ts';

/** Every parameter with how far its gradient is from the numerical one; exit code 1 where one is too far. */
export function gradientsResult(
  checked: readonly GradientCheck[],
  { tolerance, rows, unit }: { readonly tolerance: number; readonly rows: number; readonly unit: string },
): Result {
  const worst = checked.reduce((most, { error }) => Math.max(most, error), 0);
  const correct = worst <= tolerance;
  return {
    blocks: () => [
      {
        kind: 'table',
        columns: [
          { name: 'parameter' },
          right('checked'),
          right('greatest |gradient|', { dropAt: 1 }),
          right('relative difference'),
          { name: '' },
        ],
        rows: checked.map(({ name, checked: n, of, largest, error }) => [
          name,
          n === of ? count(n) : `${count(n)} of ${count(of)}`,
          largest.toExponential(2),
          error.toExponential(1),
          [error <= tolerance ? { text: 'correct', tone: 'good' } : { text: 'WRONG', tone: 'bad' }],
        ]),
      },
      { kind: 'text', text: `${rows} ${unit}, float64; tolerance ${tolerance}` },
    ],
    json: () => ({
      correct,
      worst,
      tolerance,
      rows,
      parameters: checked.map((item) => ({ ...item })),
    }),
    exitCode: correct ? 0 : 1,
  };
}
