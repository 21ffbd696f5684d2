import type { Output, World } from './world.ts';

type Env = World['env'];

/**
 * True of a terminal that obeys escape sequences. One that says nothing of itself (TERM is empty, outside of Windows) is
 * taken for one that does not.
 */
export const takesEscapes = (stream: Output, env: Env, platform: string = process.platform): boolean =>
  stream.isTTY && (env.TERM ? env.TERM !== 'dumb' : platform === 'win32');

/** True where lines may be replaced: not in the log of a build server, which keeps every one of them. */
export const takesLiveLines = (stream: Output, env: Env): boolean =>
  takesEscapes(stream, env) && (!env.CI || env.CI === 'false' || env.CI === '0');

/**
 * Whether a terminal breaks its lines anew when it is made narrower. Most do; xterm and GNU screen cut them.
 */
export const breaksLinesAnew = (env: Env): boolean =>
  env.TMUX !== undefined || (env.XTERM_VERSION === undefined && env.STY === undefined);
