import type { DType } from '../tensor/tensor.ts';
import type { RandomState } from '../util/random.ts';
import { registry } from '../util/registry.ts';

/** The numbers that say which uniform or normal distribution, or which integers, is meant. */
export interface DistributionParameters {
  readonly low: number;
  /** Not reached. */
  readonly high: number;
  readonly mean: number;
  readonly std: number;
}

/** What arrays of random numbers are drawn from, in the stream of numpy.random. */
export interface Distribution {
  readonly name: 'uniform' | 'normal' | 'integers';
  readonly summary: string;
  /** The parameters that it has, with what they are unless given. */
  readonly parameters: Readonly<Partial<DistributionParameters>>;
  readonly dtype: DType;
  draw(random: RandomState, parameters: DistributionParameters): number;
  /** Mean and standard deviation of the distribution itself. */
  expected(parameters: DistributionParameters): { readonly mean: number; readonly std: number };
  /** The call of NumPy that draws the same numbers. */
  numpy(shape: readonly number[], parameters: DistributionParameters): string;
}

const tuple = (shape: readonly number[]) => (shape.length === 1 ? String(shape[0]) : `(${shape.join(', ')})`);

/** Every distribution. */
export const distributions = registry<Distribution>('distribution', [
  {
    name: 'uniform',
    summary: 'from --low up to --high, every number as likely as any other; 0 to 1 unless given',
    parameters: { low: 0, high: 1 },
    dtype: 'float64',
    draw: (random, { low, high }) => random.uniform(low, high),
    expected: ({ low, high }) => ({ mean: (low + high) / 2, std: (high - low) / Math.sqrt(12) }),
    numpy: (shape, { low, high }) =>
      low === 0 && high === 1
        ? `np.random.rand(${shape.join(', ')})`
        : `np.random.uniform(${low}, ${high}, ${tuple(shape)})`,
  },
  {
    name: 'normal',
    summary: 'around --mean with the standard deviation --std; 0 and 1 unless given',
    parameters: { mean: 0, std: 1 },
    dtype: 'float64',
    draw: (random, { mean, std }) => random.normal(mean, std),
    expected: ({ mean, std }) => ({ mean, std }),
    numpy: (shape, { mean, std }) =>
      mean === 0 && std === 1
        ? `np.random.randn(${shape.join(', ')})`
        : mean === 0
          ? `${std} * np.random.randn(${shape.join(', ')})`
          : `np.random.normal(${mean}, ${std}, ${tuple(shape)})`,
  },
  {
    name: 'integers',
    summary: 'whole numbers from --low up to --high, which is left out; 0 to 10 unless given',
    parameters: { low: 0, high: 10 },
    dtype: 'int64',
    draw: (random, { low, high }) => random.randint(low, high),
    expected: ({ low, high }) => ({
      mean: (low + high - 1) / 2,
      std: Math.sqrt(((high - low) ** 2 - 1) / 12),
    }),
    numpy: (shape, { low, high }) => `np.random.randint(${low}, ${high}, ${tuple(shape)})`,
  },
]);
