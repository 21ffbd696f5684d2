import type { Block } from '../../report/result.ts';
import type { TypedArray } from '../../tensor/tensor.ts';
import { count, measure } from '../../util/quantity.ts';

/** An array of random numbers, and what it was drawn from. */
export interface Drawn {
  readonly values: TypedArray;
  readonly expected: { readonly mean: number; readonly std: number };
  /** The call of NumPy that draws the same. */
  readonly numpy: string;
  readonly isNormal: boolean;
}

/** Shares of a normal distribution within 1, 2 and 3 standard deviations of its mean: erf(k / √2). */
const SHARES = [0.682689492137, 0.954499736104, 0.997300203937];

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;

/** Mean and standard deviation of numbers, by n. */
function moments(values: TypedArray): { mean: number; std: number } {
  let sum = 0;
  for (const value of values) sum += Number(value);
  const mean = sum / values.length;
  let squares = 0;
  for (const value of values) squares += (Number(value) - mean) ** 2;
  return { mean, std: Math.sqrt(squares / values.length) };
}

/** The rule of 68, 95 and 99.7 percent, beside what was drawn. */
function sigmaTable({ values, expected: { mean, std } }: Drawn): Block {
  const within = (k: number) =>
    Array.prototype.filter.call(values, (value: number) => Math.abs(value - mean) <= k * std).length;
  return {
    kind: 'table',
    columns: [
      { name: 'within' },
      { name: 'range' },
      { name: 'numbers', align: 'right' },
      { name: 'share', align: 'right' },
      { name: 'expected', align: 'right' },
    ],
    rows: SHARES.map((share, i) => {
      const k = i + 1;
      const found = within(k);
      return [
        `${k} σ`,
        `${measure(mean - k * std)} … ${measure(mean + k * std)}`,
        count(found),
        percent(found / values.length),
        percent(share),
      ];
    }),
  };
}

/** What random numbers are like, beside what their distribution is like. */
export function drawnBlocks(drawn: Drawn): Block[] {
  const { values, expected, numpy, isNormal } = drawn;
  if (values.length === 0) return [];
  const { mean, std } = moments(values);
  return [
    {
      kind: 'facts',
      facts: [
        ['numbers', count(values.length)],
        ['mean', `${measure(mean)}, expected ${measure(expected.mean)}`],
        ['std', `${measure(std)}, expected ${measure(expected.std)}`],
        ['in NumPy', numpy],
      ],
    },
    ...(isNormal ? [sigmaTable(drawn)] : []),
  ];
}
