import { execFileSync, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { commandFolder } from './workspace.ts';

/** Whether there is a tmux that can be started. */
export const hasTmux = spawnSync('tmux', ['-V']).status === 0;

/** A window of a real tmux of its own, with a shell in a folder that has the command `nn`. */
export class Tmux {
  readonly #socket = `nn-${process.pid}`;
  readonly #folder: string;
  #runs = 0;

  constructor(folder: string, columns: number, rows: number) {
    this.#folder = folder;
    const { NO_COLOR: _, CI: __, COLUMNS: ___, TMUX: ____, ...env } = process.env;
    execFileSync(
      'tmux',
      [
        ...this.#server(),
        ...['new-session', '-d', '-x', String(columns), '-y', String(rows), 'bash --norc --noprofile'],
      ],
      {
        cwd: folder,
        env: {
          ...env,
          PATH: `${commandFolder()}:${env.PATH}`,
          LANG: 'C.UTF-8',
          LC_ALL: 'C.UTF-8',
          TERM: 'xterm-256color',
          COLORTERM: 'truecolor',
        },
      },
    );
    this.#tmux('set', '-g', 'status', 'off');
    this.#tmux('set', '-g', 'history-limit', '5000');
    this.resize(columns, rows);
    this.keys("PS1='$ '; clear", 'Enter');
  }

  #server = () => ['-L', this.#socket, '-f', '/dev/null'];

  #tmux(...words: readonly string[]): string {
    return execFileSync('tmux', [...this.#server(), ...words], { encoding: 'utf8' });
  }

  resize(columns: number, rows: number): void {
    this.#tmux('resize-window', '-x', String(columns), '-y', String(rows));
  }

  /** Presses keys, by the names that tmux has for them. */
  keys(...keys: readonly string[]): void {
    this.#tmux('send-keys', ...keys);
  }

  /**
   * Runs a line on an empty screen.
   *
   * @returns what waits until it has ended, and the shell asks for the next
   */
  run(line: string): () => Promise<void> {
    const mark = `done-${this.#runs++}`;
    writeFileSync(path.join(this.#folder, 'line'), `${line}\ntouch ${mark}\n`);
    this.keys('clear; tmux clear-history; . ./line', 'Enter');
    return async () => this.until((screen) => this.#ended(mark) && screen.trimEnd().endsWith('$'));
  }

  #ended = (mark: string) => spawnSync('test', ['-e', path.join(this.#folder, mark)]).status === 0;

  /** Waits for something on the screen. */
  async until(found: (screen: string) => boolean): Promise<void> {
    for (let tries = 0; tries < 1200; tries++) {
      if (found(this.screen())) return;
      await setTimeout(50);
    }
    throw new Error(`not on the screen after a minute:\n${this.screen()}`);
  }

  /** The rows of the screen. */
  screen = (): string => this.#tmux('capture-pane', '-p');

  /** All rows since the last line was run, also those that have left the screen, or lines with their rows joined. */
  all(joined = false): string {
    return this.#tmux('capture-pane', '-p', '-S', '-', ...(joined ? ['-J'] : []));
  }

  end(): void {
    this.#tmux('kill-server');
  }
}
