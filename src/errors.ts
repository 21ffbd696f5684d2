/** Where in the user's input something went wrong. Lines and columns count from 1, as editors do. */
export interface Where {
  /** A file name, `stdin`, or a word for a literal such as `argument 1`. */
  source?: string;
  /** Counted from 1. */
  line?: number;
  /** Counted from 1. */
  column?: number;
  /** The name of a table's column. */
  field?: string;
}

/**
 * What kind of failure this is; the command line turns it into an exit code: `usage` and `input` end with 2,
 * `failed` (diverged, check failed, answer "no") with 1, `interrupted` with 130.
 */
export type FailureKind = 'usage' | 'input' | 'failed' | 'interrupted';

/** Letters of a message and of a hint at most: a file that is quoted in one may be as long as it likes. */
const LONGEST = { message: 2000, hint: 4000 };

/** A text of at most so many letters: what stands in quotes is cut first, then its middle. */
function bounded(text: string, longest: number): string {
  if (text.length <= longest) return text;
  const cut = text.replaceAll(/"[^"]{200,}"/g, (quote) => `${quote.slice(0, 100)}…${quote.slice(-50)}`);
  if (cut.length <= longest) return cut;
  return `${cut.slice(0, (longest * 2) / 3)} … ${cut.slice(-longest / 4)}`;
}

/** What an error has besides its message. */
interface Details {
  hint?: string;
  where?: Where;
  /** The message has several lines. */
  ownLines?: boolean;
}

/**
 * The one error a user is meant to see: what was found, what was expected, and what to do about it.
 * Anything else that reaches the top of the program is a defect of `nn`.
 */
export class NnError extends Error {
  /** What went wrong, for programs. */
  readonly kind: FailureKind;
  /** What to do about it; options are named as those of the command line. */
  readonly hint: string | undefined;
  /** Where in the data it is. */
  readonly where: Where | undefined;
  /** The line breaks of the message are its own; in any other they are part of a name, and shown as signs. */
  readonly ownLines: boolean;

  constructor(
    kind: FailureKind,
    message: string,
    options: { hint?: string; where?: Where; ownLines?: boolean } = {},
  ) {
    super(bounded(message, LONGEST.message));
    this.name = 'NnError';
    this.kind = kind;
    this.hint = options.hint === undefined ? undefined : bounded(options.hint, LONGEST.hint);
    this.where = options.where;
    this.ownLines = options.ownLines ?? false;
  }
}

/** Bad input data: a file, a literal, a model. */
export function inputError(message: string, options?: Details): NnError {
  return new NnError('input', message, options);
}

/**
 * A command line that cannot be meant: unknown names, values out of range, options that exclude each other.
 */
export function usageError(message: string, options?: Omit<Details, 'where'>): NnError {
  return new NnError('usage', message, options);
}

/** The work was understood but did not succeed: a diverged training, a failed check. */
export function failure(message: string, options?: { hint?: string }): NnError {
  return new NnError('failed', message, options);
}
