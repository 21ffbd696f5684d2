import { usageError } from '../errors.ts';
import type { RandomState } from '../util/random.ts';

/** The values that one option may take. */
export type Dimension =
  | { readonly option: string; readonly kind: 'choices'; readonly values: readonly string[] }
  | {
      readonly option: string;
      readonly kind: 'range';
      readonly low: number;
      readonly high: number;
      readonly log: boolean;
      readonly integer: boolean;
      /** Points of a grid. */
      readonly points: number;
    };

/** One value for each option. */
export type Trial = Readonly<Record<string, string>>;

const GRID_POINTS = 5;

/** Texts that lists in braces may stand for: each further list multiplies them. */
const MOST_TEXTS = 100_000;

/** `16,{32,64},3` is `16,32,3` and `16,64,3`. */
function expandBraces(text: string): string[] {
  const lists = [...text.matchAll(/\{[^}]*\}/g)];
  if (lists.reduce((all, [list]) => all * list.split(',').length, 1) > MOST_TEXTS)
    throw usageError(`"${text}" stands for more than ${MOST_TEXTS.toLocaleString('en')} values`, {
      hint: 'write fewer lists in braces',
    });
  return expanded(text);
}

function expanded(text: string): string[] {
  const open = text.indexOf('{');
  if (open < 0) return [text];
  const close = text.indexOf('}', open);
  if (close < 0) throw usageError(`"${text}": a { is not closed`, { hint: 'for example 4,{32,64},3' });
  const [head, tail] = [text.slice(0, open), text.slice(close + 1)];
  return text
    .slice(open + 1, close)
    .split(',')
    .flatMap((choice) => expanded(tail).map((rest) => head + choice.trim() + rest));
}

/**
 * Reads what an option may be: a list `adam,sgd`, a range `1e-4..1e-1` with `:log`, `:int` or a number of
 * grid points after it, or one value. In layers a list stands in braces.
 * @throws {NnError} a usage error for a range that cannot be read
 */
export function parseDimension(option: string, text: string): Dimension {
  if (option === 'layers') return { option, kind: 'choices', values: expandBraces(text) };
  const range = /^([^.]\S*?|\.\d\S*?)\.\.([^:]+)((?::\w+)*)$/.exec(text);
  if (!range) return { option, kind: 'choices', values: text.split(',').map((value) => value.trim()) };
  const [low, high] = [Number(range[1]), Number(range[2])];
  const words = range[3].split(':').filter((word) => word !== '');
  const log = words.includes('log');
  const points = words.map(Number).find(Number.isInteger) ?? GRID_POINTS;
  const unknown = words.find((word) => word !== 'log' && word !== 'int' && !Number.isInteger(Number(word)));
  const shown = `--${option} "${text}"`;
  if (!Number.isFinite(low) || !Number.isFinite(high) || low >= high) {
    throw usageError(`${shown}: expected a range from a smaller to a greater number`, {
      hint: 'for example 1e-4..1e-1:log',
    });
  }
  if (unknown !== undefined)
    throw usageError(`${shown}: unknown word "${unknown}"`, {
      hint: 'after a range stand log, int or a number of points',
    });
  if (points < 1) throw usageError(`${shown}: a range needs at least 1 point`);
  if (log && low <= 0) throw usageError(`${shown}: a logarithmic range begins above 0`);
  return { option, kind: 'range', low, high, log, integer: words.includes('int'), points };
}

/** The value at `share` 0 … 1 of a range. */
function at({ low, high, log, integer }: Dimension & { kind: 'range' }, share: number): string {
  const value = log ? low * (high / low) ** share : low + share * (high - low);
  return String(integer ? Math.round(value) : Number(value.toPrecision(4)));
}

/** How many combinations there are, at most: those that are alike count each. */
export const gridSize = (dimensions: readonly Dimension[]): number =>
  dimensions.reduce(
    (all, dimension) => all * (dimension.kind === 'choices' ? dimension.values.length : dimension.points),
    1,
  );

/** Every combination; ranges are taken at evenly spaced points. */
export function gridOf(dimensions: readonly Dimension[]): Trial[] {
  return dimensions.reduce<Trial[]>(
    (trials, dimension) => {
      const values =
        dimension.kind === 'choices'
          ? dimension.values
          : Array.from({ length: dimension.points }, (_, i) =>
              at(dimension, dimension.points === 1 ? 0.5 : i / (dimension.points - 1)),
            );
      return trials.flatMap((trial) =>
        [...new Set(values)].map((value) => ({ ...trial, [dimension.option]: value })),
      );
    },
    [{}],
  );
}

/** `count` different combinations drawn at random, fewer when there are not so many. */
export function randomTrials(dimensions: readonly Dimension[], count: number, random: RandomState): Trial[] {
  const seen = new Map<string, Trial>();
  for (let tries = 0; seen.size < count && tries < 20 * count; tries++) {
    const trial: Record<string, string> = {};
    for (const dimension of dimensions) {
      trial[dimension.option] =
        dimension.kind === 'choices'
          ? dimension.values[random.randint(0, dimension.values.length)]
          : at(dimension, random.randomSample());
    }
    seen.set(JSON.stringify(trial), trial);
  }
  return [...seen.values()];
}

/**
 * Epochs of each round of successive halving, and how many trials it has (Jamieson and Talwalkar 2016), η =
 * 3.
 */
export function halvingRounds(trials: number, epochs: number): { trials: number; epochs: number }[] {
  const rounds = Math.max(1, Math.floor(Math.log(trials) / Math.log(3)) + 1);
  return Array.from({ length: rounds }, (_, i) => ({
    trials: Math.max(1, Math.floor(trials / 3 ** i)),
    epochs: Math.max(1, Math.round(epochs / 3 ** (rounds - 1 - i))),
  }));
}
