import type { GlobalOptions } from '../options/globals.ts';
import type { Text } from '../report/result.ts';

/** The live block below the messages on stderr while a command works. Lines are replaced on a terminal. */
export interface Live {
  /**
   * Replaces the block. May be called at any rate; the screen is redrawn at most 15 times a second.
   *
   * @param atOnce for lines that will stand for a while
   */
  update(lines: readonly Text[], atOnce?: boolean): void;
  /** Removes the block. */
  done(): void;
}

/** A key that means something while a training is watched. */
export type Key = 'space' | 'right' | 'plus' | 'minus' | 'q';

/** Progress of work that may be long: a line with the time that is left, on a terminal and after a second. */
export interface Steps {
  /**
   * So much is done. May be called at any rate.
   *
   * @param lines below the bar
   */
  at(done: number, lines?: readonly Text[]): void;
  /** Removes the line. */
  done(): void;
}

/** Where results and messages are shown. */
export interface Screen {
  /** Width of the terminal in columns; 80 when stdout is not one. */
  readonly width: number;
  /** Width of sentences on stderr; Infinity where it is no screen, so that its lines can be searched. */
  readonly noteWidth: number;
  /** Lines of the terminal that shows the result; undefined where there is none. */
  readonly height: number | undefined;
  /** Language and country of the user, where the system knows them: `pt_BR.UTF-8`. */
  readonly locale: string | undefined;
  /** True under --ascii: no characters beyond ASCII. */
  readonly ascii: boolean;
  /** True when stdout is a terminal. */
  readonly onScreen: boolean;
  /** True when messages on stderr have colours. */
  readonly talkInColour: boolean;
  /** True when stderr is a terminal whose lines can be replaced, so that a live block makes sense. */
  readonly interactive: boolean;
  /** The form in which rows will be written; undefined: a table for a person. */
  readonly rowFormat: GlobalOptions['format'];
  /** One message on stderr; nothing under --quiet. */
  note(line: string): void;
  /** A line on stderr in the colour of warnings, prefix `warning:`; shown under --quiet too. */
  warn(line: string): void;
  /** A live block on stderr; only when `interactive`. */
  live(): Live;
  /**
   * Hears single keys until what is returned is called; undefined where nobody can press any: without a terminal, and where
   * there is no live block.
   */
  keys(pressed: (key: Key) => void): Promise<(() => void) | undefined>;
  /**
   * Progress of `total` steps, all called `what`; it shows nothing where it would not be seen, or where a live block is
   * shown already.
   */
  steps(
    what: string,
    total: number | undefined,
    show?: (done: number, total: number | undefined) => string,
  ): Steps;
}
