import { readFileSync } from 'node:fs';
import type { Key } from '../host/screen.ts';

/** What terminals send for the keys that mean something. */
const keys: ReadonlyMap<string, Key> = new Map([
  [' ', 'space'],
  ['\u001B[C', 'right'],
  ['\u001BOC', 'right'],
  ['+', 'plus'],
  ['=', 'plus'],
  ['-', 'minus'],
  ['_', 'minus'],
  ['−', 'minus'],
  ['q', 'q'],
  ['Q', 'q'],
]);

/** Keys that a terminal in raw mode no longer makes signals of: Ctrl-C, Ctrl-\ and Ctrl-Z. */
const signals: ReadonlyMap<string, NodeJS.Signals> = new Map([
  ['\u0003', 'SIGINT'],
  ['\u001C', 'SIGQUIT'],
  ['\u001A', 'SIGTSTP'],
]);

/** The presses in what a terminal sends: sequences of the escape key, else single letters. */
export const pressesIn = (sent: string): string[] =>
  // oxlint-disable-next-line no-control-regex
  sent.match(/\u001B(?:[[O][\d;]*[A-Za-z~])?|[^\u001B]/gu) ?? [];

/** False of a job in the background, which would be stopped for touching the terminal (Linux says so). */
function inForeground(): boolean {
  try {
    // pid (name) state parent group session terminal foreground-group
    const fields = readFileSync('/proc/self/stat', 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    return fields[2] === fields[5];
  } catch {
    return true;
  }
}

/**
 * Hears single keys of the terminal, until what is returned is called or the process ends. Ctrl-C is what it is
 * elsewhere.
 *
 * @returns undefined where nobody can press any
 */
export function listenToKeys(pressed: (key: Key) => void): (() => void) | undefined {
  const { stdin } = process;
  if (!stdin.isTTY || !inForeground()) return undefined;
  const raw = (on: boolean) => {
    try {
      stdin.setRawMode(on);
    } catch {
      // The terminal is gone.
    }
  };
  const hear = (data: Buffer) => {
    for (const press of pressesIn(data.toString())) {
      const signal = signals.get(press);
      const key = keys.get(press);
      if (signal === 'SIGTSTP') raw(false);
      if (signal !== undefined) process.kill(process.pid, signal);
      if (key !== undefined) pressed(key);
    }
  };
  const again = () => raw(true);
  const leave = () => raw(false);
  process.on('SIGCONT', again);
  process.once('exit', leave);
  raw(true);
  stdin.on('data', hear);
  return () => {
    stdin.off('data', hear);
    process.off('SIGCONT', again);
    process.off('exit', leave);
    leave();
    stdin.pause();
    stdin.unref();
  };
}
