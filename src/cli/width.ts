import type { Output, World } from './world.ts';

type Env = World['env'];

/** True where lines are read on a screen of a known width. */
export const isScreen = (stream: Output, env: Env): boolean => stream.isTTY || env.COLUMNS !== undefined;

/** Lines of a terminal; undefined where there is none. */
export const heightOf = (stream: Output): number | undefined =>
  stream.isTTY && stream.rows > 0 ? stream.rows : undefined;

/**
 * Columns of a terminal; COLUMNS where there is none, so that a pipe into a pager can be as wide as the
 * screen.
 */
export function widthOf(stream: Output, env: Env): number {
  const columns = Number(env.COLUMNS);
  return stream.columns || (Number.isSafeInteger(columns) && columns > 0 ? columns : 80);
}
