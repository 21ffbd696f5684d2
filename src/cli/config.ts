import { readFileSync } from 'node:fs';
import { inputError, NnError } from '../errors.ts';
import type { Where } from '../errors.ts';
import type { AnyCommand } from '../commands/define.ts';
import type { Given, OptionSpec, OptionSpecs } from '../options/define.ts';
import { parseArgv } from '../options/argv.ts';
import { aliasOf, hintForForeign, hintForNear } from '../options/foreignNames.ts';
import { globalOptions } from '../options/globals.ts';
import { overlaid } from '../options/origin.ts';
import { optionValues } from '../options/values.ts';
import { flagOf } from '../util/flag.ts';
import { errno, reasonOf } from './errno.ts';

/** A file of arguments, one in a line, as NN_CONFIG names it. */
export interface Config {
  readonly path: string;
  readonly lines: readonly { readonly text: string; readonly line: number }[];
}

/**
 * Reads a file of arguments: one in a line; lines that are empty or begin with # are left out.
 *
 * @throws NnError('input') for a file that cannot be read
 */
export function readConfig(path: string): Config {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw inputError(
      `NN_CONFIG names a file that cannot be read: ${errno(error) === 'ENOENT' ? 'there is none' : reasonOf(error)}`,
      {
        where: { source: path },
        hint: 'unset NN_CONFIG, or name a file with one argument in each line',
      },
    );
  }
  if (text.includes('\0'))
    throw inputError('NN_CONFIG names a file that is no text', {
      where: { source: path },
      hint: 'name a file with one argument in each line',
    });
  const lines = text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .map((line, i) => ({ text: line.trim(), line: i + 1 }))
    .filter((one) => one.text !== '' && !one.text.startsWith('#'));
  return { path, lines };
}

type Names = ReadonlyMap<string, OptionSpec<unknown>>;

/** Options by every flag that names them. */
function namesOf(specs: OptionSpecs): Names {
  const names = new Map<string, OptionSpec<unknown>>();
  for (const [key, spec] of Object.entries(specs)) {
    const long = flagOf(key);
    names.set(long, spec);
    if (spec.short !== undefined) names.set(`-${spec.short}`, spec);
    if (spec.negatable) names.set(`--no-${long.slice(2)}`, spec);
  }
  return names;
}

/** The words of an option: the line that names it, and the line behind it where that is its value. */
interface Argument {
  readonly flag: string;
  readonly words: readonly string[];
  readonly where: Where;
}

/** @throws NnError('input') for a line that is neither an option nor the value of the one before */
function argumentsOf({ path, lines }: Config): Argument[] {
  const found: Argument[] = [];
  for (let i = 0; i < lines.length; i++) {
    const { text, line } = lines[i];
    const where = { source: path, line };
    if (!/^--?[a-z]/i.test(text))
      throw inputError(`expected an option, found "${text}"`, {
        where,
        hint: 'one argument in each line: --epochs=50, or --epochs and 50 in the next',
      });
    const [flag] = text.split('=');
    if (/\s/.test(flag))
      throw inputError(`expected one argument, found "${text}"`, {
        where,
        hint: `${text.replace(/\s+/, '=')}, or the value in the next line`,
      });
    const value =
      flag === text && lines[i + 1] && !/^--?[a-z]/i.test(lines[i + 1].text) ? [lines[++i].text] : [];
    found.push({ flag, words: [text, ...value], where });
  }
  return found;
}

/** @throws NnError('input') where no command has this option */
function checkKnown({ flag, where }: Argument, known: Names): void {
  const flags = [...known.keys()];
  if (known.has(flag) || aliasOf(flag, flags) !== undefined) return;
  throw inputError(`no command has the option ${flag}`, {
    where,
    hint:
      hintForForeign(flag, flags) ?? hintForNear(flag, flags) ?? 'nn help COMMAND --all lists the options',
  });
}

/**
 * What a file of arguments gives to a command: those of its options that the command has.
 *
 * @param every all commands, for the options that this one does not have
 * @throws NnError('input') for options that no command has, and for values that are none
 */
export async function configGiven(
  config: Config,
  command: AnyCommand,
  every: () => Promise<readonly AnyCommand[]>,
): Promise<Given> {
  const own = namesOf({ ...command.options, ...globalOptions });
  const all = argumentsOf(config);
  const isOwn = ({ flag }: Argument) => own.has(flag) || aliasOf(flag, [...own.keys()]) !== undefined;
  const others = all.filter((one) => !isOwn(one));
  if (others.length > 0) {
    const options = (await every()).map((one) => one.options);
    const known = namesOf(Object.assign({}, ...options) as OptionSpecs);
    for (const one of others) checkKnown(one, known);
  }
  // An argument after the other, so that an error names its line.
  const specs: OptionSpecs = { ...command.options, ...globalOptions };
  let given: Given = {};
  for (const { words, where } of all.filter(isOwn))
    try {
      const one = parseArgv({ ...command, arguments: [] }, words).given;
      optionValues(Object.fromEntries(Object.keys(one).map((key) => [key, specs[key]])), one);
      given = overlaid(given, one).given;
    } catch (error) {
      if (!(error instanceof NnError)) throw error;
      throw inputError(error.message, { where, hint: error.hint });
    }
  return given;
}
