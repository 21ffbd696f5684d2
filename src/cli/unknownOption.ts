import { existsSync } from 'node:fs';
import { usageError } from '../errors.ts';
import { commands } from '../commands/index.ts';
import { aliasOf } from '../options/foreignNames.ts';
import type { UnknownOption } from '../options/unknownOption.ts';
import { flagOf } from '../util/flag.ts';
import { shellWord } from '../util/shell.ts';

/** Commands of which a hint names every one. */
const FEW = 3;

/** A file that was taken for an option, by a name that is none: `./-x.csv`. */
function fileIn(words: readonly string[]): string | undefined {
  const end = words.indexOf('--');
  const isFile = (word: string) =>
    /^-[^-]/.test(word) && [word, word.replace(/:[^:]*$/, '')].some((name) => existsSync(name));
  const file = words.slice(0, end < 0 ? undefined : end).find(isFile);
  return file && shellWord(`./${file}`);
}

/** Which commands have an option, by its name here or in another library; undefined when there are none. */
async function elsewhere(typed: string): Promise<string | undefined> {
  const [flag] = typed.split('=');
  if (!flag.startsWith('--')) return undefined;
  const all = await Promise.all(commands.map(async (one) => one.load()));
  const flags = all.map(({ name, options }) => ({ name, flags: Object.keys(options).map(flagOf) }));
  const option = aliasOf(
    flag,
    flags.flatMap((one) => one.flags),
  );
  if (option === undefined) return undefined;
  const names = flags.filter((one) => one.flags.includes(option)).map(({ name }) => `nn ${name}`);
  const last = names.at(-1);
  if (names.length > FEW) {
    const first = names.includes('nn train') ? 'nn train' : names[0];
    return `${option} is an option of ${first} and ${names.length - 1} other commands: nn help ${option}`;
  }
  return `${option} is an option of ${names.length === 1 ? last : `${names.slice(0, -1).join(', ')} and ${last}`}`;
}

/**
 * The error of an unknown option with the best hint: a file of this name, what another library's name means here, the
 * commands that have it, or the option that is nearest.
 *
 * @param words of the command line, after the command
 */
export async function withBestHint(error: UnknownOption, words: readonly string[]): Promise<Error> {
  const file = fileIn(words);
  if (file !== undefined) return usageError(error.message, { hint: `the file of this name is ${file}` });
  if (error.isForeign) return error;
  const others = await elsewhere(error.typed);
  if (others === undefined) return error;
  const near = error.near === undefined ? '' : `${error.near} `;
  return usageError(error.message, { hint: near + others });
}
