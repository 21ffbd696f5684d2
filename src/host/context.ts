import type { GlobalOptions } from '../options/globals.ts';
import type { Clock } from './clock.ts';
import type { Files } from './files.ts';
import type { Jobs } from './jobs.ts';
import type { Machine } from './machine.ts';
import type { Screen } from './screen.ts';

/** Another command line, parsed. */
export interface Again {
  readonly context: Context;
  readonly args: readonly string[];
  readonly options: Readonly<Record<string, unknown>>;
}

/**
 * What a command may ask of the machine, as small ports; a function takes the port that it needs. The command line
 * implements them; tests can too.
 */
export interface Context {
  readonly global: GlobalOptions;
  /** The words of the command line after `nn`. */
  readonly argv: readonly string[];
  /** Version of the program. */
  readonly version: string;
  readonly files: Files;
  readonly screen: Screen;
  readonly clock: Clock;
  readonly jobs: Jobs;
  readonly machine: Machine;
  /** Parses another command line: its options, and a context for it. @throws NnError('usage') */
  again(argv: readonly string[]): Promise<Again>;
}
