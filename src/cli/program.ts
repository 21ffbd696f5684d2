import { usageError } from '../errors.ts';
import { commands } from '../commands/index.ts';
import type { GlobalOptions } from '../options/globals.ts';
import { languages } from '../figures/concepts/language.ts';
import type { Language } from '../figures/concepts/language.ts';
import type { AnyCommand, Call } from '../commands/define.ts';
import type { Origin } from '../options/origin.ts';
import type { parseArgv, Renamed } from '../options/argv.ts';
import { globalOptions, globalValues } from '../options/globals.ts';
import { flagOf } from '../util/flag.ts';
import { overlaid } from '../options/origin.ts';
import type { Given, OptionSpecs } from '../options/define.ts';
import type { Config } from './config.ts';
import { optionValues } from '../options/values.ts';

/** What a command line asks for. */
export type Request =
  | { readonly kind: 'overview' }
  | { readonly kind: 'version' }
  | {
      readonly kind: 'help';
      readonly command: AnyCommand;
      /** Every option, and not only the usual ones. */
      readonly all: boolean;
      readonly json: boolean;
      readonly language?: Language;
    }
  | {
      readonly kind: 'run';
      readonly command: AnyCommand;
      readonly call: Call<Record<string, unknown>>;
      readonly global: GlobalOptions;
      /** Where options come from that were not given on the command line. */
      readonly origins: readonly Origin[];
      /** Options that were given by their names in other libraries. */
      readonly renamed: readonly Renamed[];
    };

/** `nn help learning curve` means learning-curve. */
const commandOf = (words: readonly string[]) =>
  commands.find(({ name }) => name === words.join('-').toLowerCase());

async function loadCommand(name: string): Promise<AnyCommand> {
  const entry = commands.find((known) => known.name === name);
  if (entry) return entry.load();
  const { hintForUnknown } = await import('./unknownCommand.ts');
  throw usageError(`unknown command "${name}"`, { hint: await hintForUnknown(name) });
}

/**
 * The words after `nn help` such that an option which is asked about is an argument: `--dropout` → `--
 * --dropout`. Beside another name it stays an option of help, which may be a wrong one.
 */
function helpWords(words: readonly string[], help: AnyCommand): readonly string[] {
  const specs = Object.entries({ ...help.options, ...globalOptions });
  const own: string[] = [];
  const asked: string[] = [];
  for (let i = 0; i < words.length; i++) {
    const word = words[i];
    const [name] = word.split('=');
    const [, spec] = specs.find(([key, { short }]) => flagOf(key) === name || `-${short}` === name) ?? [];
    const takes = spec !== undefined && spec.kind !== 'flag' && name === word;
    if (!/^--?[a-z]/i.test(word) || (spec && (!takes || i + 1 < words.length))) {
      own.push(word);
      if (takes) own.push(words[++i]);
      if (!word.startsWith('-')) return words;
    } else asked.push(word);
  }
  return asked.length === 0 ? words : [...own, '--', ...asked];
}

/** @throws NnError('usage') with a hint that knows the other commands, and the files */
async function parsed(command: AnyCommand, words: readonly string[]): Promise<ReturnType<typeof parseArgv>> {
  const [{ parseArgv }, { UnknownOption }] = await Promise.all([
    import('../options/argv.ts'),
    import('../options/unknownOption.ts'),
  ]);
  try {
    return parseArgv(command, words);
  } catch (error) {
    if (!(error instanceof UnknownOption)) throw error;
    throw await (await import('./unknownOption.ts')).withBestHint(error, words);
  }
}

/** Options of a run that is resumed, repeated or followed are its own: a file of arguments says only how it is shown, and on what it runs. */
function withoutRun(given: Given, { options }: AnyCommand): Given {
  const specs: OptionSpecs = { ...options, ...globalOptions };
  return Object.fromEntries(
    Object.entries(given).filter(([key]) => ['screen', 'machine'].includes(specs[key].scope ?? 'run')),
  );
}

/** What was given on the command line, on top of what a file of arguments gives. */
async function withConfig(
  config: Config,
  command: AnyCommand,
  given: Given,
): Promise<{ readonly given: Given; readonly origins: readonly Origin[] }> {
  const { configGiven } = await import('./config.ts');
  const all = await configGiven(config, command, () => Promise.all(commands.map(async (one) => one.load())));
  const goesOn = given.resume !== undefined || given.like !== undefined || command.name === 'replay';
  const together = overlaid(goesOn ? withoutRun(all, command) : all, given);
  return { given: together.given, origins: [{ source: config.path, options: together.kept }] };
}

/**
 * Reads a command line; loads the one command it names.
 *
 * @param config arguments of every command
 * @throws NnError('usage')
 */
export async function readCommandLine(argv: readonly string[], config?: Config): Promise<Request> {
  const [first, ...rest] = argv;
  if (first === undefined || first === '--help' || first === '-h') return { kind: 'overview' };
  if (first === '--version' || first === '-V') return { kind: 'version' };
  if (first === 'help' && rest[0] === undefined) return { kind: 'overview' };
  if (first.startsWith('-')) {
    throw usageError(`expected a command, found ${first}`, {
      hint: 'the command comes first: nn train data.csv --epochs 10',
    });
  }
  // The help of a command needs nothing of what explains other names.
  const asked = first === 'help' && rest.every((word) => !word.startsWith('-')) ? commandOf(rest) : undefined;
  if (asked) return { kind: 'help', command: await asked.load(), all: false, json: false };
  const command = await loadCommand(first);
  const end = rest.indexOf('--');
  const before = end < 0 ? rest : rest.slice(0, end);
  if (before.includes('--help') || before.includes('-h'))
    return { kind: 'help', command, all: before.includes('--all'), json: before.includes('--json') };
  const words = first === 'help' ? helpWords(rest, command) : rest;
  const { args, given, renamed } = await parsed(command, words);
  if (first === 'help') {
    // What is no command may be a concept, a topic or an option: nn help itself looks for it.
    const named = commandOf(args);
    if (named) {
      const { all, lang } = optionValues(command.options, given);
      return {
        kind: 'help',
        command: await named.load(),
        all: all === true,
        json: globalValues(given).format === 'json',
        language: languages.find((one) => one === lang),
      };
    }
  }
  const all = config ? await withConfig(config, command, given) : { given, origins: [] };
  return {
    kind: 'run',
    command,
    call: { args, options: optionValues(command.options, all.given), ...all },
    global: globalValues(all.given),
    origins: all.origins,
    renamed,
  };
}
