import { Command, CommanderError } from 'commander';
import { usageError } from '../errors.ts';
import { flagOf } from '../util/flag.ts';
import { shellWord } from '../util/shell.ts';
import type { ArgumentSpec, Example, Given, GivenValue, OptionSpec, OptionSpecs } from './define.ts';
import { aliasOf } from './foreignNames.ts';
import { globalOptions } from './globals.ts';
import { UnknownOption } from './unknownOption.ts';

/** What must be known about a command to read its words. */
export interface Parsable {
  readonly name: string;
  readonly arguments: readonly ArgumentSpec[];
  readonly options: OptionSpecs;
  readonly examples: readonly Example[];
  /** A hint where these arguments are too few or too many. */
  readonly meant?: (args: readonly string[]) => string | undefined;
}

const flagsOf = (specs: OptionSpecs): string[] => Object.keys(specs).map(flagOf);

/** Every option, and what takes it back. */
const namesOf = (specs: OptionSpecs): string[] => [
  ...flagsOf(specs),
  ...Object.entries(specs).flatMap(([key, { negatable }]) =>
    negatable ? [`--no-${flagOf(key).slice(2)}`] : [],
  ),
];

/** What an option may be given: a choice, the value of an example, or what its help says. */
function exampleOf(
  long: string,
  { kind, choices, default: usual, placeholder, summary }: OptionSpec<unknown>,
  examples: readonly Example[],
): { readonly hint: string } {
  const shown = examples
    .map(({ command }) => new RegExp(`${long} ('[^']*'|[^\\s|'-][^\\s|]*)`).exec(command)?.[1])
    .find((value) => value !== undefined);
  const number = kind === 'integer' ? '10' : kind === 'number' ? '0.01' : undefined;
  const given =
    (typeof usual === 'number' && usual !== 0) || typeof usual === 'string'
      ? shellWord(String(usual))
      : undefined;
  const value = choices?.[0] ?? shown ?? given ?? number;
  if (value !== undefined) return { hint: `for example ${long} ${value}` };
  return { hint: `it takes ${placeholder === undefined ? 'a text' : `<${placeholder}>`}: ${summary}` };
}

/** Tells whether an option can be one of the words: by its name, or by its letter, perhaps among others. */
function namedIn(words: readonly string[]): (long: string, spec: OptionSpec<unknown>) => boolean {
  const names = new Set(words.filter((word) => word.startsWith('--')).map((word) => word.split('=', 1)[0]));
  const letters = words.filter((word) => /^-[^-]/.test(word)).join('');
  return (long, { short, negatable }) =>
    names.has(long) ||
    (short !== undefined && letters.includes(short)) ||
    (negatable === true && names.has(`--no-${long.slice(2)}`));
}

/**
 * Declares the options that the words name: for all of them commander takes longer than for the rest of its work.
 * Every value is collected as often as it was given.
 */
function declare(
  target: Command,
  { name, specs, examples }: { name: string; specs: OptionSpecs; examples: readonly Example[] },
  { words, lastCounts }: { readonly words: readonly string[]; readonly lastCounts: boolean },
): void {
  const isNamed = namedIn(words);
  for (const [key, spec] of Object.entries(specs)) {
    const long = flagOf(key);
    if (!isNamed(long, spec)) continue;
    const flags = spec.short === undefined ? long : `-${spec.short}, ${long}`;
    if (spec.kind === 'flag') {
      target.option(flags);
      if (spec.negatable) declareNegation(target, long, lastCounts);
    } else
      target.option(`${flags} <value>`, '', (value: string, before?: string[]) => {
        if (flagsOf(specs).includes(value))
          throw usageError(
            `nn ${name}: option ${long} needs a value, found the option ${value}`,
            exampleOf(long, spec, examples),
          );
        return [...(before ?? []), value];
      });
  }
}

/** `--no-name`, which contradicts `--name`. */
function declareNegation(target: Command, long: string, lastCounts: boolean): void {
  const negation = `--no-${long.slice(2)}`;
  target.option(negation);
  if (lastCounts) return;
  let first: string | undefined;
  const given = (word: string) => () => {
    if (first !== undefined && first !== word)
      throw usageError(`${first} and ${word} contradict each other`, { hint: 'leave out one of them' });
    first = word;
  };
  target.on(`option:${long.slice(2)}`, given(long));
  target.on(`option:${negation.slice(2)}`, given(negation));
}

/**
 * The value of an option from all that were given.
 *
 * @throws NnError('usage') when it takes one and several were given
 */
function together(key: string, { repeatable }: OptionSpec<unknown>, values: readonly string[]): GivenValue {
  if (repeatable === 'values') return values;
  if (repeatable === 'joined') return values.join(',');
  if (values.length === 1) return values[0];
  throw usageError(
    `${flagOf(key)} is given ${values.length === 2 ? 'twice' : `${values.length} times`}: ${values.join(' and ')}`,
    {
      hint: 'it takes one value; leave out the others',
    },
  );
}

/** The error of an option that a command does not have, or not with a value. */
function unknownOption(typed: string, command: Parsable, value: string | undefined): Error {
  const specs: OptionSpecs = { ...command.options, ...globalOptions };
  const [flag, given] = splitFlag(typed);
  const [, spec] = Object.entries(specs).find(([key]) => flagOf(key) === flag) ?? [];
  if (spec && given !== undefined)
    return usageError(`nn ${command.name}: option ${flag} takes no value, found "${given}"`, {
      hint: spec.negatable ? `${flag} or --no-${flag.slice(2)}` : `${flag}, or leave it out`,
    });
  return new UnknownOption(typed, { name: command.name, flags: namesOf(specs) }, value);
}

/** `--name=value` in its parts. */
function splitFlag(typed: string): [flag: string, value?: string] {
  const sign = typed.indexOf('=');
  return sign < 0 ? [typed] : [typed.slice(0, sign), typed.slice(sign + 1)];
}

/**
 * commander's words in ours, with the nearest option.
 *
 * @param words that were given
 * @param args those of them that it took for arguments
 */
function translate(
  error: CommanderError,
  command: Parsable,
  { words, args }: { readonly words: readonly string[]; readonly args: readonly string[] },
): Error {
  const quoted = /'([^']*)'/.exec(error.message)?.[1] ?? '';
  if (error.code === 'commander.unknownOption') {
    // Of -q.csv commander names what stands behind the option -q.
    const typed = words.includes(quoted)
      ? quoted
      : (words.find((word) => /^-[^-]/.test(word) && word.endsWith(quoted.slice(1))) ?? quoted);
    return unknownOption(typed, command, words[words.indexOf(typed) + 1]);
  }
  if (error.code === 'commander.missingArgument') {
    return usageError(`nn ${command.name}: argument <${quoted}> is missing`, {
      hint:
        command.meant?.(args) ??
        `for example: ${command.examples[0]?.command ?? `nn ${command.name} --help`}`,
    });
  }
  if (error.code === 'commander.optionMissingArgument') {
    const long = /--[\w-]+/.exec(quoted)?.[0] ?? quoted;
    const specs: OptionSpecs = { ...command.options, ...globalOptions };
    const [, spec] = Object.entries(specs).find(([key]) => flagOf(key) === long) ?? [];
    return usageError(
      `nn ${command.name}: option ${quoted.replace(/ <.*$/, '')} needs a value`,
      spec && exampleOf(long, spec, command.examples),
    );
  }
  if (error.code === 'commander.excessArguments') {
    return usageError(`nn ${command.name}: too many arguments`, {
      hint:
        command.meant?.(args) ?? `it takes ${command.arguments.length}; put arrays in quotes: '[1, 2, 3]'`,
    });
  }
  return usageError(`nn ${command.name}: ${error.message.replace(/^error: /, '')}`);
}

/** An option that was given by the name it has elsewhere. */
export interface Renamed {
  readonly typed: string;
  readonly option: string;
}

/** The words with the names of other libraries replaced by ours, up to `--`. */
function withOwnNames(
  words: readonly string[],
  specs: OptionSpecs,
): { readonly words: readonly string[]; readonly renamed: readonly Renamed[] } {
  const known = namesOf(specs);
  const renamed: Renamed[] = [];
  const end = words.indexOf('--');
  const own = words.map((word, i) => {
    if (/^-[a-z]=/.test(word) && !(end >= 0 && i > end)) {
      // -o=file: with one dash the sign would be part of the value.
      const [key] = Object.entries(specs).find(([, { short }]) => short === word[1]) ?? [];
      return key === undefined ? word : flagOf(key) + word.slice(2);
    }
    const [typed] = word.split('=');
    if (!word.startsWith('--') || word === '--' || (end >= 0 && i > end) || known.includes(typed))
      return word;
    const option = aliasOf(typed, known);
    if (option === undefined) return word;
    renamed.push({ typed, option });
    return option + word.slice(typed.length);
  });
  return { words: own, renamed };
}

/**
 * The arguments and options in the words after a command's name: the only place that reads a command line.
 * Lists that are given several times add up.
 *
 * @param lastCounts of values that are given several times the last one counts, as in version 0.1
 * @throws NnError('usage') for unknown options, missing values and single values that are given twice
 */
export function parseArgv(
  command: Parsable,
  argv: readonly string[],
  { lastCounts = false }: { readonly lastCounts?: boolean } = {},
): { readonly args: readonly string[]; readonly given: Given; readonly renamed: readonly Renamed[] } {
  const specs: OptionSpecs = { ...command.options, ...globalOptions };
  const target = new Command(command.name).exitOverride().helpOption(false).allowExcessArguments(false);
  target.configureOutput({ writeErr: () => {}, writeOut: () => {} });
  for (const { name, required, variadic } of command.arguments) {
    const label = variadic ? `${name}...` : name;
    target.argument(required ? `<${label}>` : `[${label}]`);
  }
  const { words, renamed } = lastCounts ? { words: argv, renamed: [] } : withOwnNames(argv, specs);
  declare(target, { name: command.name, specs, examples: command.examples }, { words, lastCounts });
  try {
    target.parse([...words], { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) throw translate(error, command, { words, args: target.args });
    throw error;
  }
  const found = Object.entries(target.opts<Record<string, boolean | readonly string[]>>());
  const given = found.map(([key, value]): [string, GivenValue] => [
    key,
    typeof value === 'boolean' ? value : together(key, specs[key], lastCounts ? value.slice(-1) : value),
  ]);
  return { args: target.args, given: Object.fromEntries(given), renamed };
}
