import { isRecord, isTexts } from '../util/guards.ts';
import { flagOf } from '../util/flag.ts';
import { shellWord } from '../util/shell.ts';
import type { Given, GivenValue, OptionSpecs, Scope } from './define.ts';
import type { Origin } from './origin.ts';
import { globalOptions, globalValues } from './globals.ts';
import type { GlobalOptions } from './globals.ts';
import { withPreset } from './preset.ts';
import { trainOptions } from './train.ts';
import type { TrainOptions } from './train.ts';
import { optionValues } from './values.ts';

const specs: OptionSpecs = { ...trainOptions, ...globalOptions };

/** Options of a training run as they were given, in their order. */
export type GivenOptions = {
  readonly [K in keyof typeof trainOptions | keyof typeof globalOptions]?: GivenValue;
};

/** A training run as data: where its rows come from, and every option as it was given. */
export interface RunSpec {
  /** A file or the name of a generator; undefined or `-`: stdin. */
  readonly source: string | undefined;
  readonly options: GivenOptions;
  /** Where options come from that were not given on the command line. */
  readonly origins?: readonly Origin[];
}

/** Whether a value that was read from a file is one that this option can have been given. */
function isGiven(key: string, value: unknown): value is GivenValue {
  if (!Object.hasOwn(specs, key)) return false;
  const { kind, repeatable: repeats } = specs[key];
  if (kind === 'flag') return typeof value === 'boolean';
  return repeats === 'values' ? isTexts(value) : typeof value === 'string';
}

/** The specification in data from a file; undefined when it is none. */
export function specFrom(source: unknown, options: unknown): RunSpec | undefined {
  if ((source !== undefined && typeof source !== 'string') || !isRecord(options)) return undefined;
  const known: Record<string, GivenValue> = {};
  for (const [key, value] of Object.entries(options)) {
    if (!isGiven(key, value)) return undefined;
    known[key] = value;
  }
  return { source, options: known };
}

/**
 * The words of a command line as the run that they ask for: how runs were stored before 0.2.
 *
 * @throws NnError('usage')
 */
export async function parseSpec([, ...words]: readonly string[]): Promise<RunSpec> {
  const { parseArgv } = await import('./argv.ts');
  const train = {
    name: 'train',
    arguments: [{ name: 'data', summary: '', required: false }],
    options: trainOptions,
    examples: [],
  };
  const { args, given } = parseArgv(train, words, { lastCounts: true });
  return { source: args[0], options: given };
}

function wordsOf(key: string, value: GivenValue): string[] {
  if (typeof value === 'boolean') return [value ? flagOf(key) : `--no-${flagOf(key).slice(2)}`];
  return (typeof value === 'string' ? [value] : value).flatMap((text) => [flagOf(key), text]);
}

/** Options as words: `--epochs 20 --no-shuffle`. */
export const optionWords = (options: GivenOptions): string[] =>
  Object.entries(options).flatMap(([key, value]) => wordsOf(key, value));

/** Options as a shell takes them. */
export const optionText = (options: GivenOptions): string =>
  Object.entries(options)
    .map(([key, value]) =>
      wordsOf(key, value)
        .map((word, i) => (i === 0 ? word : shellWord(word)))
        .join(' '),
    )
    .join(' ');

/** `from runs/x: --layers auto,8,auto --seed 1`; undefined where nothing comes from there. */
export function originLine({ source, options }: Origin, given: Given): string | undefined {
  if (options.length === 0) return undefined;
  return `from ${source}: ${optionText(Object.fromEntries(options.map((key) => [key, given[key]])))}`;
}

/** A file whose name begins like an option is named by its folder. */
const asArgument = (source: string) => (/^-./.test(source) ? `./${source}` : source);

/** The command that starts a run, as a shell takes it. */
export function printSpec({ source, options }: RunSpec, command = 'train'): string {
  return ['nn', command, ...(source === undefined ? [] : [asArgument(source)]), ...optionWords(options)]
    .map(shellWord)
    .join(' ');
}

/** Only the options of some scopes. */
export function inScopes<O extends GivenOptions>(options: O, scopes: readonly Scope[]): GivenOptions {
  return Object.fromEntries(
    Object.entries(options).filter(([key]) => scopes.includes(specs[key]?.scope ?? 'run')),
  );
}

/** A run as run.json keeps it: what decides about it, and where that comes from. */
export function stored({ source, options, origins = [] }: RunSpec): RunSpec {
  const kept = inScopes(options, ['run', 'machine', 'place']);
  const from = origins
    .map((one) => ({ ...one, options: one.options.filter((key) => key in kept) }))
    .filter((one) => one.options.length > 0);
  return { source, options: kept, ...(from.length > 0 && { origins: from }) };
}

/** Options with others on top: a list is added to, everything else replaced. */
export function withOptions(options: GivenOptions, patch: GivenOptions): GivenOptions {
  const all: Record<string, GivenValue> = { ...options };
  for (const [key, value] of Object.entries(patch)) {
    const before = all[key];
    const joined = specs[key]?.repeatable === 'joined' && typeof before === 'string';
    all[key] = joined && typeof value === 'string' ? `${before},${value}` : value;
  }
  return all;
}

/** Options of `given` that nn train has; a command that shares its options may have others too. */
export function trainGiven(given: Given): GivenOptions {
  return Object.fromEntries(Object.entries(given).filter(([key]) => key in specs));
}

/** The run without where its results go and how they are shown: what is repeated, compared and proposed. */
export const repeatable = ({ source, options }: RunSpec): RunSpec => ({
  source,
  options: inScopes(options, ['run', 'machine']),
});

/**
 * Values of the options of every command that decide about the numbers of a run.
 *
 * @throws NnError('usage')
 */
export function globalsOf({ options }: RunSpec): Partial<GlobalOptions> {
  const { seed, dtype, kernels, inputFormat, header, threads } = globalValues(options);
  return { seed, dtype, kernels, inputFormat, header, threads };
}

/** The file of -o, if there is one. */
export const outputOf = ({ options: { output } }: RunSpec): string | undefined =>
  typeof output === 'string' ? output : undefined;

/**
 * Values of the options of nn train.
 *
 * @throws NnError('usage')
 */
export const valuesOf = ({ options }: RunSpec): TrainOptions =>
  optionValues(trainOptions, withPreset(options));
