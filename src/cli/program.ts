import { usageError } from '../errors.ts';
import { commands } from '../commands/index.ts';
import type { GlobalOptions } from '../options/globals.ts';
import type { AnyCommand, Call } from '../commands/define.ts';
import { globalValues } from '../options/globals.ts';
import { nearest } from '../util/suggest.ts';
import { optionValues } from '../options/values.ts';

/** What a command line asks for. */
export type Request =
  | { readonly kind: 'overview' }
  | { readonly kind: 'version' }
  | { readonly kind: 'help'; readonly command: AnyCommand }
  | {
      readonly kind: 'run';
      readonly command: AnyCommand;
      readonly call: Call<Record<string, unknown>>;
      readonly global: GlobalOptions;
    };

async function loadCommand(name: string): Promise<AnyCommand> {
  const entry = commands.find((known) => known.name === name);
  if (entry) return entry.load();
  const match = nearest(
    name,
    commands.map((known) => known.name),
  );
  throw usageError(`unknown command "${name}"`, {
    hint: match === undefined ? 'nn --help lists the commands' : `did you mean "nn ${match}"?`,
  });
}

/**
 * Reads a command line; loads the one command it names.
 *
 * @throws NnError('usage')
 */
export async function readCommandLine(argv: readonly string[]): Promise<Request> {
  const [first, ...rest] = argv;
  if (first === undefined || first === '--help' || first === '-h') return { kind: 'overview' };
  if (first === '--version' || first === '-V') return { kind: 'version' };
  if (first === 'help') {
    if (rest[0] === undefined) return { kind: 'overview' };
    // What is no command may be a topic: nn help itself looks for it.
    const entry = commands.find((known) => known.name === rest[0]);
    if (entry) return { kind: 'help', command: await entry.load() };
  }
  if (first.startsWith('-')) {
    throw usageError(`expected a command, found ${first}`, {
      hint: 'the command comes first: nn train data.csv --epochs 10',
    });
  }
  const command = await loadCommand(first);
  const end = rest.indexOf('--');
  const before = end < 0 ? rest : rest.slice(0, end);
  if (before.includes('--help') || before.includes('-h')) return { kind: 'help', command };
  const { parseArgv } = await import('../options/argv.ts');
  const { args, given } = parseArgv(command, rest);
  return {
    kind: 'run',
    command,
    call: { args, options: optionValues(command.options, given), given },
    global: globalValues(given),
  };
}
