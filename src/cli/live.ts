import type { Live } from '../host/screen.ts';
import type { Text } from '../report/result.ts';
import { cutTo, splitAt, textWidth } from '../util/textWidth.ts';
import { plainText } from './render/paint.ts';
import type { Output } from './world.ts';

/** Redraws at most 15 times a second. */
const INTERVAL = 1000 / 15;

/** A line of at most `width` columns, its colours kept. */
function clip(line: Text, width: number, mark: string): Text {
  if (textWidth(plainText(line)) <= width) return line;
  if (typeof line === 'string') return cutTo(line, width, mark);
  let room = width - 1;
  const kept = line.map((span) => {
    const [text] = splitAt(span.text, room);
    room -= text === span.text ? textWidth(text) : room;
    return { ...span, text };
  });
  return [...kept, { text: mark, tone: 'plain' }];
}

/** A block that lets lines be written above it. */
export interface Block extends Live {
  /** Takes the block away while something is written. */
  above(write: () => void): void;
}

/** Where a block is drawn, and how. */
export interface Place {
  readonly stream: Output;
  /** Of the terminal, asked at every write. */
  readonly columns: () => number;
  readonly now: () => number;
  /** Signs that the terminal has in place of others; they may be longer. */
  readonly signs?: ((text: string) => string) | undefined;
  /** A line with its colours. */
  readonly show: (line: Text) => string;
  /** The terminal breaks its lines anew when it is made narrower. */
  readonly anew: boolean;
}

/**
 * A block of lines at the bottom of the terminal, replaced in one write so that it does not flicker. Its lines stay one
 * column away from the edge; when the window has become narrower meanwhile, they take more rows than they were drawn in.
 */
export function liveBlock({ stream, columns, now, signs, show, anew }: Place): Block {
  /** Widths of the lines that stand there. */
  let widths: number[] = [];
  let lines: readonly Text[] = [];
  let drawnAt = -Infinity;
  let drawnFor = 0;
  let forget: (() => void) | undefined;
  const mark = signs ? '~' : '…';
  const spelt = (line: Text): Text => {
    if (!signs) return line;
    return typeof line === 'string' ? signs(line) : line.map((span) => ({ ...span, text: signs(span.text) }));
  };
  const screenRows = () => stream.rows || 24;
  const back = (width: number) => {
    const rows = anew ? widths.reduce((sum, w) => sum + Math.max(1, Math.ceil(w / width)), 0) : widths.length;
    // A screen that is cleared from its very first place is kept by tmux as one that was scrolled away.
    return rows > 0 ? `\u001B[${Math.min(rows, screenRows() - 1)}A\r\u001B[K\u001B[B\u001B[J\u001B[A` : '';
  };
  const draw = () => {
    stream.measure?.();
    const width = Math.max(2, columns());
    // A block that is higher than the screen could not be replaced.
    const seen = lines
      .slice(0, Math.max(1, screenRows() - 1))
      .map((line) => clip(spelt(line), width - 1, mark));
    stream.write(`\u001B[?25l${back(width)}${seen.map(show).join('\n')}\n`);
    widths = seen.map((line) => textWidth(plainText(line)));
    drawnAt = now();
    drawnFor = width;
  };
  return {
    update(next, atOnce = false) {
      lines = next;
      forget ??= stream.resized?.(draw);
      if (atOnce || columns() !== drawnFor || now() - drawnAt >= INTERVAL) draw();
    },
    above(write) {
      stream.measure?.();
      if (drawnFor > 0) stream.write(back(Math.max(2, columns())));
      const shown = drawnFor > 0;
      widths = [];
      write();
      if (shown) draw();
    },
    done() {
      forget?.();
      forget = undefined;
      stream.measure?.();
      if (drawnFor > 0) stream.write(`${back(Math.max(2, columns()))}\u001B[?25h`);
      widths = [];
      drawnFor = 0;
      drawnAt = -Infinity;
    },
  };
}
