import type { Text } from '../../report/result.ts';
import { maxOf } from '../../util/extremes.ts';
import { padEnd, textWidth } from '../../util/textWidth.ts';
import { foldText } from './fold.ts';
import { paintText } from './paint.ts';
import type { Painter } from './paint.ts';

/** How blocks are drawn. */
export interface Sheet {
  readonly width: number;
  readonly paint: Painter;
  /** What is too wide may be broken anywhere, as nobody will search the lines. */
  readonly fold: boolean;
}

/** Name of the command that repeats what is shown. */
const COMMAND = 'command';

/** Columns that a value needs beside its name. */
const LEAST = 16;

/** Names and values side by side; on a narrow screen the values below the names. */
export function renderFacts(
  facts: readonly (readonly [string, Text])[],
  { width, paint, fold }: Sheet,
): string {
  const names = maxOf(facts.map(([name]) => textWidth(name))) + 2;
  const below = fold && width - names < LEAST;
  const left = below ? 2 : names;
  const room = below ? Math.max(1, width - left) : Math.max(fold ? LEAST : 20, width - left);
  return facts
    .map(([name, value]) => {
      // A command is copied into a shell: it stays one line.
      const lines = paintText(fold && name !== COMMAND ? foldText(value, room) : value, paint).split('\n');
      const blanks = ' '.repeat(left);
      if (below) return [paint('dim', name), ...lines.map((line) => blanks + line)].join('\n');
      const [first, ...rest] = lines;
      return [paint('dim', padEnd(name, left)) + first, ...rest.map((line) => blanks + line)].join('\n');
    })
    .join('\n');
}
