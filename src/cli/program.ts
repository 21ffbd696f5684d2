import { Command, CommanderError } from 'commander';
import { usageError } from '../errors.ts';
import { commands } from '../commands/index.ts';
import type { GlobalOptions } from '../options/globals.ts';
import type { AnyCommand } from '../commands/define.ts';
import type { OptionSpecs } from '../options/define.ts';
import { globalOptions } from '../options/globals.ts';
import { flagOf } from '../util/flag.ts';
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
      readonly args: readonly string[];
      readonly options: Record<string, unknown>;
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

function declare(target: Command, specs: OptionSpecs): void {
  for (const [key, spec] of Object.entries(specs)) {
    const long = flagOf(key);
    const flags = spec.short === undefined ? long : `-${spec.short}, ${long}`;
    if (spec.kind === 'flag') {
      target.option(flags);
      if (spec.negatable) target.option(`--no-${long.slice(2)}`);
    } else if (spec.repeatable) {
      target.option(`${flags} <value>`, '', (value: string, before?: string[]) => [...(before ?? []), value]);
    } else target.option(`${flags} <value>`);
  }
}

/** commander's words in ours, with the nearest option. */
function translate(error: CommanderError, command: AnyCommand): Error {
  const quoted = /'([^']*)'/.exec(error.message)?.[1] ?? '';
  if (error.code === 'commander.unknownOption') {
    const names = Object.keys({ ...command.options, ...globalOptions }).map(flagOf);
    const match = nearest(quoted, names);
    return usageError(`nn ${command.name}: unknown option ${quoted}`, {
      hint: match === undefined ? `nn ${command.name} --help lists the options` : `did you mean ${match}?`,
    });
  }
  if (error.code === 'commander.missingArgument') {
    return usageError(`nn ${command.name}: argument <${quoted}> is missing`, {
      hint: `for example: ${command.examples[0]?.command ?? `nn ${command.name} --help`}`,
    });
  }
  if (error.code === 'commander.optionMissingArgument') {
    return usageError(`nn ${command.name}: option ${quoted.replace(/ <.*$/, '')} needs a value`);
  }
  if (error.code === 'commander.excessArguments') {
    return usageError(`nn ${command.name}: too many arguments`, {
      hint: `it takes ${command.arguments.length}; put arrays in quotes: '[1, 2, 3]'`,
    });
  }
  return usageError(`nn ${command.name}: ${error.message.replace(/^error: /, '')}`);
}

function parse(command: AnyCommand, argv: readonly string[]) {
  const target = new Command(command.name).exitOverride().helpOption(false).allowExcessArguments(false);
  target.configureOutput({ writeErr: () => {}, writeOut: () => {} });
  for (const { name, required, variadic } of command.arguments) {
    const label = variadic ? `${name}...` : name;
    target.argument(required ? `<${label}>` : `[${label}]`);
  }
  declare(target, command.options);
  declare(target, globalOptions);
  try {
    target.parse([...argv], { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) throw translate(error, command);
    throw error;
  }
  return { args: target.args, found: target.opts<Record<string, unknown>>() };
}

/** Reads a command line; loads the one command it names. Throws usage errors. */
export async function readCommandLine(argv: readonly string[]): Promise<Request> {
  const [first, ...rest] = argv;
  if (first === undefined || first === '--help' || first === '-h') return { kind: 'overview' };
  if (first === '--version' || first === '-V') return { kind: 'version' };
  if (first === 'help') {
    return rest[0] === undefined
      ? { kind: 'overview' }
      : { kind: 'help', command: await loadCommand(rest[0]) };
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
  const { args, found } = parse(command, rest);
  const options = optionValues(command.options, found);
  const values = optionValues(globalOptions, found);
  const global = {
    ...values,
    format: values.json === true ? 'json' : values.format,
  } as unknown as GlobalOptions;
  return { kind: 'run', command, args, options, global };
}
