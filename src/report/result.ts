import type { Tensor } from '../tensor/tensor.ts';

export type Json =
  null | boolean | number | bigint | string | readonly Json[] | { readonly [key: string]: Json };

/** How a run of text is meant; a renderer gives it colour, or nothing where there is none. */
export type Tone =
  | 'plain'
  | 'strong'
  | 'dim'
  | 'good'
  | 'bad'
  | 'warn'
  | 'accent'
  /** The same series of a chart has the same colour everywhere; see src/charts/palette.ts. */
  | `series${0 | 1 | 2 | 3 | 4 | 5 | 6 | 7}`
  /** Two of xterm's 256 colours, for pictures: of the letter, and of what is behind it. */
  | `${number} on ${number}`;

export interface Span {
  readonly text: string;
  readonly tone: Tone;
}

/** A line or paragraph; plain string where nothing is emphasised. */
export type Text = string | readonly Span[];

export interface TableColumn {
  readonly name: string;
  readonly align?: 'left' | 'right' | 'center';
  /**
   * Least important columns (highest number) are dropped first when the terminal is narrow. 0 or absent:
   * never.
   */
  readonly dropAt?: number;
}

/**
 * What a person reads, piece by piece. Numbers in cells are already formatted (util/quantity.ts). `ownLines`: line
 * breaks in it are its own; in any other text they are part of a name, and shown as signs.
 */
export type Block =
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'text'; readonly text: Text; readonly ownLines?: true }
  | {
      readonly kind: 'table';
      readonly title?: string;
      readonly columns: readonly TableColumn[];
      readonly rows: readonly (readonly Text[])[];
      /** Rows below a rule: totals. */
      readonly foot?: readonly (readonly Text[])[];
    }
  /** Name and value pairs, aligned. */
  | {
      readonly kind: 'facts';
      readonly facts: readonly (readonly [name: string, value: Text])[];
      readonly ownLines?: true;
    }
  /** Text that must keep its line breaks and spaces: arrays in NumPy's print format, drawings, formulas. */
  | {
      readonly kind: 'preformatted';
      readonly text: string;
      /** The same for a terminal with colours; what is drawn may be finer. */
      readonly spans?: readonly (readonly Span[])[];
      /** Lines are equations: they may go on below where they are too long. */
      readonly equations?: true;
    }
  /** LaTeX for markdown output; other renderers show `plain`. */
  | { readonly kind: 'formula'; readonly latex: string; readonly plain: string }
  | { readonly kind: 'warning'; readonly text: string; readonly hint?: string }
  /** Blocks that somebody wrote as Markdown: that itself where Markdown is shown. */
  | { readonly kind: 'written'; readonly blocks: readonly Block[]; readonly markdown: string };

/** Words by number: `names[codes[row]]`; a code of −1 is no value. */
export interface Coded {
  readonly codes: Int32Array;
  readonly names: readonly string[];
  /**
   * Names that are numbers are written as such, with the digits they have: those in the signs of JSON, or `all`
   * that programs write.
   */
  readonly numbers?: 'json' | 'all';
}

/**
 * Whole lines that pass through unchanged, of delimited text or of JSON records: bytes [starts, ends) of each
 * row.
 */
export interface RawLines {
  readonly rows: number;
  readonly bytes: Uint8Array;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}

export interface DataColumn {
  readonly name: string;
  /** One column of a batch. float32 numbers print the shortest text that reads back to the same float32. */
  readonly values:
    | Float64Array
    | Float32Array
    | Int32Array
    | Uint8Array
    | BigInt64Array
    | BigUint64Array
    | readonly (string | number | null)[]
    | Coded
    | RawLines;
}

/** Rows as data, in batches, so that a million rows stream through. Every batch has the same column names. */
export interface RowStream {
  readonly kind: 'rows';
  readonly columns: readonly string[];
  /**
   * The first column is RawLines, and its name a header line (empty: there was none, or the lines are JSON
   * records).
   */
  readonly rawFirst?: boolean;
  /** So many columns at the end are what was asked for: the others give way first where a screen is too narrow. */
  readonly answers?: number;
  batches(): AsyncIterable<readonly DataColumn[]> | Iterable<readonly DataColumn[]>;
}

/**
 * What a command gives back. `blocks` is for a person, `json` for --json, `data` for --format
 * csv|tsv|jsonl|npy and for a pipe (which gets `data` when there is one, else the blocks as plain lines).
 */
export interface Result {
  readonly blocks: () => readonly Block[];
  readonly json?: () => Json;
  readonly data?: RowStream | { readonly kind: 'array'; readonly tensor: Tensor };
  /** The text that the blocks hold, piece by piece as it is written: for a person and a pipe alike. */
  readonly text?: () => AsyncIterable<string>;
  /**
   * What a pipe gets when it asked for nothing; csv unless said otherwise. `table` is the blocks as plain
   * lines.
   */
  readonly dataFormat?: 'csv' | 'json' | 'table';
  /** Other extensions that -o of this command takes, for hints: of pictures, and of data that is made when asked for. */
  readonly otherFiles?: readonly string[];
  /** -o has been dealt with by the command: the result goes to stdout. */
  readonly ownOutput?: boolean;
  /** Exit code; 0 unless the answer is "no" (1) or the work was interrupted (130). */
  readonly exitCode?: 0 | 1 | 130;
}
