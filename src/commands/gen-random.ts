import { distributions } from '../data/distributions.ts';
import type { DistributionParameters } from '../data/distributions.ts';
import { usageError } from '../errors.ts';
import { drawnBlocks } from '../figures/arrays/drawn.ts';
import { plotted } from '../figures/plotted.ts';
import { histogramChart } from '../figures/plot/histogramChart.ts';
import { choice, flag, number } from '../options/define.ts';
import { checkRoom } from '../tensor/create.ts';
import { arrayToString } from '../tensor/print.ts';
import { shapeToString } from '../tensor/shape.ts';
import { storeElements } from '../tensor/store.ts';
import { sizeOf } from '../tensor/tensor.ts';
import { RandomState } from '../util/random.ts';
import { defineCommand } from './define.ts';

/** `2,3,4,5`, with parentheses or x as well. */
function shapeOf(text: string): number[] {
  const inside = text.trim().replace(/^[([](.*)[)\]]$/, '$1');
  const parts = inside.replace(/,\s*$/, '').split(/\s*[,x×]\s*/);
  if (!parts.every((part) => /^\d+$/.test(part)))
    throw usageError(`shape: found "${text}", expected the lengths of the axes`, {
      hint: 'for example: nn gen-random 2,3',
    });
  return parts.map(Number);
}

/** The parameters of a distribution; those of others are refused. */
function parametersOf(
  name: string,
  given: Readonly<Record<keyof DistributionParameters, number | undefined>>,
): DistributionParameters {
  const { parameters } = distributions.get(name);
  for (const option of ['low', 'high', 'mean', 'std'] as const) {
    if (given[option] === undefined || parameters[option] !== undefined) continue;
    const takes = Object.keys(parameters).map((one) => `--${one}`);
    throw usageError(`--${option}: the ${name} distribution has ${takes.join(' and ')}`, {
      hint: `with --${option}: ${distributions.all
        .filter((one) => one.parameters[option] !== undefined)
        .map((one) => `--distribution ${one.name}`)
        .join(' or ')}`,
    });
  }
  const value = (option: keyof DistributionParameters) => given[option] ?? parameters[option] ?? 0;
  return { low: value('low'), high: value('high'), mean: value('mean'), std: value('std') };
}

/** @throws NnError('usage') for ends that are not in order, or no integers */
function checkRange(name: string, { low, high }: DistributionParameters): void {
  if (name === 'normal') return;
  const isWhole = Number.isInteger(low) && Number.isInteger(high);
  if (name === 'integers' && (!isWhole || high - low > 2 ** 32))
    throw usageError(`--low ${low} --high ${high}: expected integers, at most 2**32 of them`);
  if (!Number.isFinite(high - low))
    throw usageError(`--low ${low} --high ${high}: Range exceeds valid bounds`, {
      hint: `the difference has to be below ${Number.MAX_VALUE}`,
    });
  if (low >= high)
    throw usageError(`--low ${low} --high ${high}: low >= high`, {
      hint: 'numbers are drawn from low up to high, which is left out',
    });
}

const list = distributions.all.map(({ name, summary }) => `${name}: ${summary}`).join('\n\n');

export const genRandom = defineCommand({
  name: 'gen-random',
  about: `Draws an array of random numbers of any shape from NumPy's stream: the numbers of np.random.seed(0); np.random.rand(2, 3). In the terminal it is printed as NumPy prints it, with mean and standard deviation beside those that are expected, and of normal numbers how many lie within 1, 2 and 3 standard deviations. A pipe gets nested lists of JSON, which keep the shape; --format npy keeps the type too.\n\n${list}`,
  arguments: [
    { name: 'shape', summary: 'lengths of the axes, such as 2,3,4,5', words: 'none', required: true },
  ],
  meant: (args) =>
    args.every((arg) => /^\d+,?$/.test(arg)) && args.length > 1
      ? `nn gen-random ${args.map((arg) => arg.replace(',', '')).join(',')}`
      : undefined,
  options: {
    distribution: choice('what the numbers are drawn from', distributions.names, { default: 'uniform' }),
    low: number('uniform, integers: least number'),
    high: number('uniform, integers: end of the range, not reached'),
    mean: number('normal: mean'),
    std: number('normal: standard deviation', { min: 0 }),
    plot: flag('draw a histogram instead of printing the numbers; with -o as SVG, PNG or HTML'),
  },
  examples: [
    { command: 'nn gen-random 2,3,4,5', says: 'np.random.seed(0); np.random.rand(2, 3, 4, 5)' },
    {
      command: 'nn gen-random 4,5 --distribution normal --std 0.1',
      says: 'the first weights of the notes: 0.10 * np.random.randn(4, 5)',
    },
    { command: 'nn gen-random 1000 --distribution normal --plot', says: 'the bell of a normal distribution' },
    { command: 'nn gen-random 3,4 | nn dot - [1,2,3,4]', says: 'in a pipe' },
  ],
  async run(context, { args: [text], options: o, given }) {
    const { global, screen } = context;
    const distribution = distributions.get(o.distribution);
    const parameters = parametersOf(distribution.name, o);
    checkRange(distribution.name, parameters);
    const shape = shapeOf(text);
    const isSingle = given.dtype === 'float32' && distribution.dtype === 'float64';
    const dtype = isSingle ? 'float32' : distribution.dtype;
    checkRoom(shape, dtype);
    const random = new RandomState(global.seed);
    const drawn = Float64Array.from({ length: sizeOf(shape) }, () => distribution.draw(random, parameters));
    const tensor = storeElements(drawn, dtype, shape);
    const numpy = `np.random.seed(${global.seed}); ${distribution.numpy(shape, parameters)}`;
    const about = drawnBlocks({
      values: tensor.data,
      expected: distribution.expected(parameters),
      numpy,
      isNormal: distribution.name === 'normal',
    });
    if (o.plot) {
      if (drawn.length === 0) throw usageError(`shape ${shapeToString(shape)} has no elements to draw`);
      const title = `${distribution.name} numbers ${shapeToString(shape)}, seed ${global.seed}`;
      const chart = histogramChart(drawn, { title, label: 'value', counted: 'numbers' });
      return plotted(context, { title, panels: [chart], below: about }, false);
    }
    const lineWidth = Math.min(75, screen.width);
    return {
      blocks: () => [
        { kind: 'preformatted', text: arrayToString(tensor, { precision: global.precision, lineWidth }) },
        ...about,
      ],
      data: { kind: 'array', tensor },
      dataFormat: 'json',
    };
  },
});
