import { expect, it } from 'vitest';
import { breaksLinesAnew, takesEscapes, takesLiveLines } from '../../src/cli/terminal.ts';

const stream = (isTTY: boolean) => ({
  isTTY,
  columns: 80,
  rows: 24,
  write: () => true,
  once: () => undefined,
});

it.each([
  ['xterm-256color', 'linux', true],
  ['dumb', 'linux', false],
  ['dumb', 'win32', false],
  ['', 'linux', false],
  [undefined, 'linux', false],
  [undefined, 'win32', true],
] as const)('TERM=%s on %s takes escape sequences: %s', (TERM, platform, expected) => {
  expect(takesEscapes(stream(true), { TERM }, platform)).toBe(expected);
  expect(takesEscapes(stream(false), { TERM }, platform)).toBe(false);
});

it('the log of a build server keeps its lines', () => {
  const TERM = 'xterm';
  expect(takesLiveLines(stream(true), { TERM })).toBe(true);
  expect(takesLiveLines(stream(true), { TERM, CI: 'false' })).toBe(true);
  expect(takesLiveLines(stream(true), { TERM, CI: 'true' })).toBe(false);
  expect(takesLiveLines(stream(true), { TERM: 'dumb' })).toBe(false);
});

it('xterm and GNU screen cut lines, unless tmux runs in them', () => {
  expect(breaksLinesAnew({ TERM: 'xterm-256color' })).toBe(true);
  expect(breaksLinesAnew({ XTERM_VERSION: 'XTerm(379)' })).toBe(false);
  expect(breaksLinesAnew({ STY: '12.pts-0' })).toBe(false);
  expect(breaksLinesAnew({ STY: '12.pts-0', TMUX: '/tmp/tmux' })).toBe(true);
});
