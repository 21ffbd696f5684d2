import type { GlobalOptions } from '../options/globals.ts';
import type { Clock } from './clock.ts';
import type { Files } from './files.ts';
import type { Jobs } from './jobs.ts';
import type { Machine } from './machine.ts';
import type { Screen } from './screen.ts';

/**
 * What a command may ask of the machine, as small ports; a function takes the port that it needs. The command
 * line implements them; tests can too.
 */
export interface Context {
  readonly global: GlobalOptions;
  /** Version of the program. */
  readonly version: string;
  readonly files: Files;
  readonly screen: Screen;
  readonly clock: Clock;
  readonly jobs: Jobs;
  readonly machine: Machine;
}

/** The context with other values for some of the options of every command. */
export const withGlobal = (context: Context, global: Partial<GlobalOptions>): Context => ({
  ...context,
  global: { ...context.global, ...global },
});
