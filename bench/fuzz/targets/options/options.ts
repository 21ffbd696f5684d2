import { commands } from '../../../../src/commands/index.ts';
import type { OptionSpec } from '../../../../src/options/define.ts';
import { globalOptions } from '../../../../src/options/globals.ts';
import { optionValues } from '../../../../src/options/values.ts';
import { flagOf } from '../../../../src/util/flag.ts';
import type { Parser } from './define.ts';

type Pairs = Iterable<readonly [string, unknown]>;
const pairs =
  (separator: string) =>
  (value: Pairs): string =>
    [...value].map(([name, one]) => `${name}${separator}${String(one)}`).join(',');
const list = (value: readonly unknown[]): string => value.join(',');

/** Values of each option with a language of its own, and how one is written. */
const values: Readonly<Record<string, Pick<Parser, 'texts' | 'write'>>> = {
  drop: { texts: ['a', 'a, b'], write: list },
  oneHot: { texts: ['a', 'a, b'], write: list },
  id: { texts: ['a', 'a, b'], write: list },
  missing: { texts: ['-999,unknown', ''], write: list },
  axes: { texts: ['batch,time,features'], write: list },
  dateFormat: { texts: ['dd/mm/yyyy', 'd mmm yyyy hh:mm', 'unix-ms'], write: String },
  bins: { texts: ['age:4,income:10'], write: pairs(':') },
  column: { texts: ['zip:category,price:number'], write: pairs(':') },
  lrFactor: { texts: ['bias=0.1,scale=6'], write: pairs('=') },
  weightDecayFactor: { texts: ['bias=0', 'dense=1e-3,2=4'], write: pairs('=') },
  classWeight: {
    texts: ['balanced', 'setosa=2,virginica=1', '{"a, b": 2, "c=d": 0.5}'],
    write: (value: 'balanced' | ReadonlyMap<string, number>) =>
      value === 'balanced'
        ? value
        : value.has('__proto__')
          ? undefined
          : JSON.stringify(Object.fromEntries(value)),
  },
  permute: { texts: ['2,0,1', '0'], write: list },
  reshape: { texts: ['2,-1', '3,4,5'], write: list },
  image: { texts: ['8x8x1', '28x28', '32x32x3'], write: (value: readonly number[]) => value.join('x') },
  at: {
    texts: ['2,3', '3'],
    write: ([row, column]: readonly [number | undefined, number]) =>
      row === undefined ? String(column) : `${row},${column}`,
  },
  batchSize: { texts: ['32', 'full'], write: (size: number) => (size === Infinity ? 'full' : String(size)) },
  maxMemory: { texts: ['4GB', '512MiB', '1.5g', '2000'], write: String },
  delimiter: { texts: [';', 'tab', 'space', '|'], write: String },
  encoding: { texts: ['utf-8', 'latin1', 'windows-1251', 'shift_jis'], write: String },
  comment: { texts: ['%', 'none', '//'], write: (sign: string) => (sign === '' ? 'none' : sign) },
  features: { texts: ['x1^2, x1*x2, sin(x1)', 'log(price)'] },
  validation: { texts: ['rows.csv', 'a b.parquet'], write: String },
  test: { texts: ['rows.csv', './1'], write: String },
  init: { texts: ['auto', 'he', 'normal:0.1', 'data'], write: String },
  augment: { texts: ['noise:0.1,flip', 'shift:2,rotate:10'], write: String },
  schedule: { texts: ['cosine:warmup=5', '1/t:0.01', 'step:30,0.5'], write: String },
  weightDecaySchedule: { texts: ['cosine', 'exponential:0.9'], write: String },
  dropoutSchedule: { texts: ['constant', 'cosine'], write: String },
};

/** Numbers at and beside the limits of an option. */
function numbersFor({ kind, min = -2, max = 9, above = min }: OptionSpec<unknown>): string[] {
  const middle = (Math.max(min, above) + max) / 2;
  return [min, max, kind === 'integer' ? Math.ceil(middle) : middle].map(String);
}

function parserOf(key: string, spec: OptionSpec<unknown>): Parser {
  const own = spec.parse ? values[key] : undefined;
  if (spec.parse && !own) throw new Error(`${flagOf(key)} has no texts for the fuzzer`);
  return {
    name: flagOf(key),
    texts: own?.texts ?? spec.choices ?? numbersFor(spec),
    parse: (text) => optionValues({ [key]: spec }, { [key]: text })[key],
    ...(own ? own.write && { write: own.write } : { write: String }),
  };
}

/** One of each kind of option that all commands have: those whose texts are read alike are one. */
export async function optionParsers(): Promise<Parser[]> {
  const loaded = await Promise.all(commands.map((entry) => entry.load()));
  const all = [globalOptions, ...loaded.map(({ options }) => options)].flatMap((options) =>
    Object.entries<OptionSpec<unknown>>(options),
  );
  const kinds = new Map<string, Parser>();
  for (const [key, spec] of all) {
    const { kind, min, max, above, parse } = spec;
    if (kind === 'flag' || (kind === 'text' && !parse)) continue;
    const alike = JSON.stringify(parse ? key : [kind, min, max, above]);
    if (!kinds.has(alike)) kinds.set(alike, parserOf(key, spec));
  }
  return [...kinds.values()];
}
