import type { World } from './world.ts';

/** The locale of the messages, as POSIX finds it: `pt_BR.UTF-8`. */
export const localeOf = (env: World['env']): string | undefined => env.LC_ALL || env.LC_MESSAGES || env.LANG;
