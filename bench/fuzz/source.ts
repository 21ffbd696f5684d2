import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Column, Table } from '../../src/data/table.ts';
import { NnError } from '../../src/errors.ts';
import { memoryFile } from '../../src/formats/columnar/file.ts';
import type { ByteSource, Loaded } from '../../src/formats/define.ts';
import type { Tensor } from '../../src/tensor/tensor.ts';

/** Where a file is that ships with the project. */
export const fixturePath = (name: string): string =>
  fileURLToPath(new URL(`../../fixtures/${name}`, import.meta.url));

/** A file that ships with the project. */
export const fixture = (name: string): Uint8Array => Uint8Array.from(readFileSync(fixturePath(name)));

export const textBytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** The first rows of a table of text. */
export const firstLines = (name: string, lines: number): Uint8Array =>
  textBytes(new TextDecoder().decode(fixture(name)).split('\n').slice(0, lines).join('\n'));

/** Bytes in memory as a pipe gives them, in pieces of `piece` bytes; or as a file, of which any part can be read. */
export function sourceOf(
  bytes: Uint8Array,
  name: string,
  { piece = Infinity, file = false }: { readonly piece?: number; readonly file?: boolean } = {},
): ByteSource {
  async function* chunks() {
    const step = Math.min(piece, Math.max(1, bytes.length));
    for (let at = 0; at < bytes.length; at += step) yield bytes.slice(at, at + step);
  }
  return {
    name,
    baseName: name,
    size: bytes.length,
    chunks,
    bytes: async () => bytes.slice(),
    ...(file && { again: chunks, random: () => memoryFile(bytes, name) }),
  };
}

const numbers = (values: ArrayLike<number | bigint>) =>
  Array.from(values as ArrayLike<number>, (value) => (Object.is(value, -0) ? '-0' : String(value)));

const columnText = (column: Column) =>
  column.kind === 'number'
    ? numbers(column.values)
    : Array.from(column.codes, (code) => (code < 0 ? null : column.categories[code]));

/** All that a table holds. */
export const tableText = ({ columns, rows }: Table): string =>
  JSON.stringify({ rows, columns: columns.map((column) => [column.kind, column.name, columnText(column)]) });

export const tensorText = ({ shape, dtype, data }: Tensor): string =>
  JSON.stringify({ shape, dtype, data: numbers(data) });

/** Whether both hold the same; their numbers are not written out, which takes longer than to read them. */
export function isSameTensor(one: Tensor, other: Tensor): boolean {
  const [data, others] = [one.data, other.data] as readonly ArrayLike<number | bigint>[];
  if (one.dtype !== other.dtype || String(one.shape) !== String(other.shape)) return false;
  if (data.length !== others.length) return false;
  for (let i = 0; i < data.length; i++) if (!Object.is(data[i], others[i])) return false;
  return true;
}

/** All that was read from a file. */
export function loadedText(loaded: Loaded): string {
  if (loaded.kind === 'table') return tableText(loaded.table);
  if (loaded.kind === 'array') return tensorText(loaded.tensor);
  return JSON.stringify(Array.from(loaded.tensors, ([name, tensor]) => [name, tensorText(tensor)]));
}

/** What reading gives, or the words in which it is refused. */
export async function outcome(read: () => Promise<string>): Promise<{ text: string; error?: NnError }> {
  try {
    return { text: await read() };
  } catch (error) {
    if (!(error instanceof NnError)) throw error;
    return { text: `refused: ${error.message} ${JSON.stringify(error.where)}`, error };
  }
}

/**
 * How many bytes a piece of an input has in this run; by its bytes, so that it is the same in a replay. Large inputs come in
 * larger pieces: thousands of them take most of the time and find no more.
 */
export const pieceOf = (input: Uint8Array): number => {
  let hash = input.length;
  for (let i = 0; i < Math.min(64, input.length); i++) hash = (hash * 31 + input[i]) >>> 0;
  return Math.ceil(input.length / 2048) * (1 + (hash % 37));
};
