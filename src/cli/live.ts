import type { Live } from '../commands/context.ts';
import { stripAnsi } from './render/blocks.ts';
import { widthOf } from './width.ts';

/** Redraws at most 15 times a second. */
const INTERVAL = 1000 / 15;

function clip(line: string, width: number): string {
  const plain = stripAnsi(line);
  return plain.length <= width ? line : `${plain.slice(0, width - 1)}…`;
}

/** A block of lines at the bottom of the terminal, replaced in one write so that it does not flicker. */
export function liveBlock(
  stream: NodeJS.WriteStream,
  now: () => number,
  signs: (text: string) => string,
): Live {
  let shown = 0;
  let last = -Infinity;
  const back = () => (shown > 0 ? `\u001B[${shown}A\r\u001B[J` : '');
  return {
    update(lines) {
      if (now() - last < INTERVAL) return;
      last = now();
      const width = widthOf(stream);
      stream.write(`\u001B[?25l${back()}${lines.map((line) => signs(clip(line, width))).join('\n')}\n`);
      shown = lines.length;
    },
    done() {
      stream.write(`${back()}\u001B[?25h`);
      shown = 0;
    },
  };
}
