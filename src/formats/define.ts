import type { ColumnChoices } from '../data/reading/define.ts';
import type { DecimalSigns } from '../data/reading/signs.ts';
import type { Table } from '../data/table.ts';
import type { NnError } from '../errors.ts';
import type { DataColumn } from '../report/result.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { ArrayView } from '../tensor/view.ts';
import type { MemoryLimit } from './memory.ts';

/** A folder of files. */
export interface Folder {
  /** Paths of the files in it and in its folders, relative to it and with "/", in order. */
  readonly files: () => Promise<string[]>;
  readonly open: (file: string) => Promise<ByteSource>;
}

/** Bytes that can be read: a file, stdin, or a built-in text. gz is already undone. */
export interface ByteSource {
  /** As the user knows it: the path, or `stdin`. */
  readonly name: string;
  /** Path without directories and without `.gz`; `stdin` for a pipe. Formats are chosen by its extension. */
  readonly baseName: string;
  /** It is no file: an argument of the command spells out an array. */
  readonly spelled?: true;
  /** The part of its array that is meant: a field of its records, `real` or `imag`. */
  readonly part?: string;
  /** How many bytes will come, where it is known before reading; an expectation, not a promise. */
  readonly size?: number;
  /** How much memory what is read of it may take; as much as there is when absent. */
  readonly memory?: MemoryLimit;
  /** The bytes come when somebody writes them: waiting for more may take long. */
  readonly live?: boolean;
  /** A short while; who has waited so long for bytes of a live source does not expect them at once. */
  pause?(): Promise<void>;
  /** The bytes in order; may be consumed once. A chunk is valid until the next one is asked for. */
  chunks(): AsyncIterable<Uint8Array>;
  /**
   * The file, to read parts of it; undefined or absent where they only come in order (a pipe, a compressed
   * file).
   *
   * @param whole all of it is wanted, and it is closed afterwards: how far that is may be told
   */
  random?(whole?: boolean): RandomAccess | undefined;
  /** The bytes in order once more, as often as wanted; absent where they come only once. */
  again?(): AsyncIterable<Uint8Array>;
  /** All bytes at once. */
  bytes(): Promise<Uint8Array>;
  /** Tells the user something about the data that is no error. */
  note?(line: string): void;
  /** The source is a folder; it has no bytes of its own. */
  readonly folder?: Folder;
  /** SHA-256 of the bytes read so far, gz undone; only when it was asked for on opening. */
  digest?(): string;
}

/** A file of which any part can be read at any time. */
export interface RandomAccess {
  readonly size: number;
  /**
   * Fills `into` with the bytes from `position` on.
   *
   * @throws NnError('input') when the file ends before
   */
  read(position: number, into: Uint8Array): void;
  /** Nothing more is read of it; whoever opened it for one reading says so, also when that failed. */
  close?(): void;
}

/** An array in a file; it has a name where the file can hold several. */
export interface StoredArray {
  readonly name?: string;
  readonly view: ArrayView;
}

/** The arrays of a file, and those that cannot be read, with the reason. */
export interface StoredArrays {
  readonly arrays: readonly StoredArray[];
  readonly leftOut?: readonly string[];
}

/** What a file can hold. */
export type Loaded =
  | { readonly kind: 'table'; readonly table: Table }
  | { readonly kind: 'array'; readonly tensor: Tensor; readonly source: string }
  | { readonly kind: 'arrays'; readonly tensors: ReadonlyMap<string, Tensor>; readonly source: string };

export interface ReadOptions extends ColumnChoices {
  /** True, false, or undefined: detect. */
  readonly header?: boolean;
  /** Between fields; detected when absent. */
  readonly delimiter?: string;
  /** One that TextDecoder knows, such as `windows-1251` or `shift_jis`; detected when absent. */
  readonly encoding?: string;
  /** Lines that begin with it are no rows; empty: all lines are; detected when absent. */
  readonly comment?: string;
  /** Name or number (from 1) of a workbook's sheet; the first one when absent. */
  readonly sheet?: string;
  /** Where numpy.random begins in a text that draws an array; 0 when absent. */
  readonly seed?: number;
  /** Height, width and channels that images are brought to; as they are when absent. */
  readonly image?: readonly number[];
  /** A column of numbers such as 1.250, which may be 1250, is handed out as texts, whatever the other columns say. */
  readonly doubted?: boolean;
}

export interface BatchOptions extends ReadOptions {
  /** About so many rows are handed out at a time; fewer where a pipe has no more of them at the moment. */
  readonly rows: number;
  /** The columns to compute with, and what they hold. */
  readonly types: ReadonlyMap<string, 'number' | 'category'>;
  /** The form in which the rows will be written. */
  readonly writtenAs?: string | undefined;
  /** Columns whose texts are wanted as they stand, beside what is computed with. */
  readonly kept?: ReadonlySet<string> | undefined;
  /**
   * What becomes of a row that cannot be read: `error` (when absent) throws; otherwise it is a row of its
   * batch without values, named in `Batch.bad`.
   */
  readonly badRows?: 'error' | 'skip' | 'null' | undefined;
}

/** A field in a column of numbers that is none. */
export interface UnreadField {
  /** Row of the batch, from 0. */
  readonly row: number;
  /** Name of the column. */
  readonly column: string;
  readonly text: string;
  /** Line in the file, from 1; undefined where it has none. */
  readonly line: number | undefined;
  /** What was expected instead; a number when absent. */
  readonly expected?: string;
}

/** Some rows of a file; valid until the next ones are asked for. */
export interface Batch {
  /** The columns to compute with; others may be missing. */
  readonly table: Table;
  /** `table` before its columns were read as a model learned them; absent where no model did. */
  readonly given?: Table;
  /** What the beginning of the file tells of its decimal sign. */
  readonly signs?: DecimalSigns;
  /** All columns as they came, to be written again. */
  readonly columns: readonly DataColumn[];
  /** `columns` is one of whole lines, as in RowStream. */
  readonly rawFirst?: boolean;
  /** Rows that could not be read, by their number in the batch: all their values are missing. */
  readonly bad?: ReadonlyMap<number, NnError>;
  /** Fields of number columns that are no numbers, in the order of the file; their values are NaN. */
  readonly unread?: readonly UnreadField[];
}

/** A file format: one file in formats/ and one line in formats/index.ts. */
export interface Format {
  readonly name: string;
  /** Lower case, without the dot. */
  readonly extensions: readonly string[];
  /**
   * True when the first bytes look like this format; asked in registry order when the extension says nothing.
   */
  sniff(head: Uint8Array): boolean;
  read(source: ByteSource, options: ReadOptions): Promise<Loaded>;
  /**
   * The arrays of a file without their elements, which are read as they are wanted; undefined where it holds
   * a table.
   *
   * @param part as in ByteSource
   * @throws NnError('input')
   */
  stored?(file: RandomAccess, source: string, part?: string): StoredArrays | undefined;
  /** Reads some rows at a time, in memory that does not grow with the file; absent: it must be read whole. */
  batches?(source: ByteSource, options: BatchOptions): AsyncIterable<Batch>;
}
