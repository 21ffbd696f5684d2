import type { Live } from '../host/screen.ts';
import type { Text } from '../report/result.ts';
import { plainText } from './render/paint.ts';
import type { Output } from './world.ts';

/** Redraws at most 15 times a second. */
const INTERVAL = 1000 / 15;

function clip(line: Text, width: number): Text {
  const plain = plainText(line);
  return plain.length <= width ? line : `${plain.slice(0, width - 1)}…`;
}

/**
 * A block of lines at the bottom of the terminal, replaced in one write so that it does not flicker.
 *
 * @param columns of the terminal, asked at every write
 */
export function liveBlock(
  stream: Output,
  columns: () => number,
  now: () => number,
  show: (line: Text) => string,
): Live {
  let shown = 0;
  let last = -Infinity;
  const back = () => (shown > 0 ? `\u001B[${shown}A\r\u001B[J` : '');
  return {
    update(lines) {
      if (now() - last < INTERVAL) return;
      last = now();
      const width = columns();
      // A block that is higher than the screen could not be replaced.
      const seen = lines.slice(0, Math.max(1, (stream.rows || 24) - 1));
      stream.write(`\u001B[?25l${back()}${seen.map((line) => show(clip(line, width))).join('\n')}\n`);
      shown = seen.length;
    },
    done() {
      stream.write(`${back()}\u001B[?25h`);
      shown = 0;
    },
  };
}
