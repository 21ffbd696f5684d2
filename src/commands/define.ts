import type { Context } from '../host/context.ts';
import type { ArgumentSpec, Example, Given, OptionSpecs, OptionValues } from '../options/define.ts';
import type { Origin } from '../options/origin.ts';
import type { Result } from '../report/result.ts';

/** What a command was given. */
export interface Call<O> {
  readonly args: readonly string[];
  /** Every option with its value, defaults filled in. */
  readonly options: O;
  /** The options that were given, those of every command included, in their order. */
  readonly given: Given;
  /** Where options come from that were not given on the command line: a file of arguments. */
  readonly origins: readonly Origin[];
}

/**
 * A command: what it takes, what it shows in help, and what it does. `run` opens files through the context,
 * calls the library and returns a result; it does not compute, format numbers, print or exit.
 */
export interface Command<O extends OptionSpecs = OptionSpecs> {
  readonly name: string;
  readonly arguments: readonly ArgumentSpec[];
  readonly options: O;
  readonly examples: readonly Example[];
  /** A hint where these arguments are too few or too many: what was meant by them. */
  readonly meant?: (args: readonly string[]) => string | undefined;
  /** Paragraphs below the usage line in `nn CMD --help`. */
  readonly about: string;
  /** It looks at `context.clock.interrupt` and ends with what it has: the first Ctrl-C does not kill it. */
  readonly interruptible?: true;
  run(context: Context, call: Call<OptionValues<O>>): Promise<Result>;
}

/** Names a command's types; every command file exports the result of this call. */
export function defineCommand<const O extends OptionSpecs>(command: Command<O>): Command<O> {
  return command;
}

/** A command, where its options do not matter. */
export interface AnyCommand extends Omit<Command, 'run'> {
  run(context: Context, call: Call<Record<string, unknown>>): Promise<Result>;
}
