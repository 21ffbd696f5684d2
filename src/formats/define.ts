import type { Table } from '../data/table.ts';
import type { Tensor } from '../tensor/tensor.ts';

/** Bytes that can be read: a file, stdin, or a built-in text. gz is already undone. */
export interface ByteSource {
  /** As the user knows it: the path, or `stdin`. */
  readonly name: string;
  /** Path without directories and without `.gz`; `stdin` for a pipe. Formats are chosen by its extension. */
  readonly baseName: string;
  /** How many bytes will come, where it is known before reading; an expectation, not a promise. */
  readonly size?: number;
  /** The bytes come when somebody writes them: waiting for more may take long. */
  readonly live?: boolean;
  /** The bytes in order; may be consumed once. A chunk is valid until the next one is asked for. */
  chunks(): AsyncIterable<Uint8Array>;
  /** All bytes at once. */
  bytes(): Promise<Uint8Array>;
  /** SHA-256 of the bytes read so far, gz undone; only when it was asked for on opening. */
  digest?(): string;
}

/** A file of which any part can be read at any time. */
export interface RandomAccess {
  readonly size: number;
  /** Fills `into` with the bytes from `position` on. Throws an input error when the file ends before. */
  read(position: number, into: Uint8Array): void;
}

/** What a file can hold. */
export type Loaded =
  | { readonly kind: 'table'; readonly table: Table }
  | { readonly kind: 'array'; readonly tensor: Tensor; readonly source: string }
  | { readonly kind: 'arrays'; readonly tensors: ReadonlyMap<string, Tensor>; readonly source: string };

export interface ReadOptions {
  /** True, false, or undefined: detect. */
  readonly header?: boolean;
  /** Storage of number columns; float64 unless said otherwise. */
  readonly dtype?: 'float32' | 'float64';
}

/** A file format: one file in formats/ and one line in formats/index.ts. */
export interface Format {
  readonly name: string;
  /** Lower case, without the dot. */
  readonly extensions: readonly string[];
  /** True when the first bytes look like this format; asked in registry order when the extension says nothing. */
  sniff(head: Uint8Array): boolean;
  read(source: ByteSource, options: ReadOptions): Promise<Loaded>;
}
