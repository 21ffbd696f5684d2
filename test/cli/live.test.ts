import { expect, it } from 'vitest';
import { liveBlock } from '../../src/cli/live.ts';
import { plainText } from '../../src/cli/render/paint.ts';

/** A terminal that breaks its lines anew, as tmux and VTE do: lines as they were written, and where writing goes on. */
function terminal(width: number) {
  const lines: string[] = ['$ nn train', ''];
  const screen = {
    isTTY: true,
    columns: width,
    rows: 24,
    once: () => undefined,
    write(data: string | Uint8Array) {
      // oxlint-disable-next-line no-control-regex
      const up = /\u001B\[(\d+)A\r\u001B\[K\u001B\[B\u001B\[J\u001B\[A/.exec(String(data));
      // Rows of the screen upward, each of `columns` letters.
      for (let left = Number(up?.[1] ?? 0); left > 0;) {
        lines.pop();
        left -= Math.max(1, Math.ceil((lines.at(-1) ?? '').length / screen.columns));
        lines[lines.length - 1] = left < 0 ? 'BROKEN' : '';
      }
      // oxlint-disable-next-line no-control-regex
      const text = String(data).replaceAll(/\u001B\[[0-9?]*[a-zA-Z]|\r/g, '');
      const [first, ...rest] = text.split('\n');
      lines[lines.length - 1] += first;
      lines.push(...rest);
      return true;
    },
  };
  return { screen, lines };
}

function blockOn(width: number, anew = true) {
  const { screen, lines } = terminal(width);
  let time = 0;
  const live = liveBlock({
    stream: screen,
    columns: () => screen.columns,
    now: () => (time += 1000),
    show: plainText,
    anew,
  });
  return { screen, lines, live };
}

it('leaves nothing of a block that was drawn for a wider window', () => {
  const { screen, lines, live } = blockOn(60);
  live.update(['━'.repeat(50), 'loss 0.5']);
  screen.columns = 20;
  live.update(['━'.repeat(50), 'loss 0.4']);
  expect(lines).toEqual(['$ nn train', `${'━'.repeat(18)}…`, 'loss 0.4', '']);
  screen.columns = 80;
  live.update(['━'.repeat(50), 'loss 0.3']);
  expect(lines).toEqual(['$ nn train', '━'.repeat(50), 'loss 0.3', '']);
  live.done();
  expect(lines).toEqual(['$ nn train', '']);
});

it('keeps the last column free, whatever the letters are', () => {
  const { lines, live } = blockOn(12);
  live.update(['日本語日本語日本語', [{ text: 'abcdefghijklmnop', tone: 'good' }], '12345678901']);
  expect(lines.slice(1)).toEqual(['日本語日本…', 'abcdefghij…', '12345678901', '']);
});

it('goes up by lines where the terminal cuts them instead', () => {
  const { screen, live } = blockOn(60, false);
  const written: string[] = [];
  screen.write = (data) => written.push(String(data)) > 0;
  live.update(['━'.repeat(50), 'loss 0.5']);
  screen.columns = 20;
  live.done();
  expect(written.at(-1)).toBe('\u001B[2A\r\u001B[K\u001B[B\u001B[J\u001B[A\u001B[?25h');
});

it('writes nothing where nothing was shown', () => {
  const { lines, live } = blockOn(60);
  live.done();
  expect(lines).toEqual(['$ nn train', '']);
});
