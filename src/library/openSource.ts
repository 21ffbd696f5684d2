import { inputError, usageError } from '../errors.ts';
import { collect } from '../formats/collect.ts';
import type { ByteSource } from '../formats/define.ts';

/** Where data comes from: the path of a file (in Node), a URL, bytes, or a text. `gzip` is undone. */
export type Source = string | URL | Uint8Array | TextSource;

/** Data that is there as a text. */
export interface TextSource {
  /** Lines of CSV, JSON … */
  readonly text: string;
  /** What messages call it; its extension says the format, where it has one. */
  readonly name?: string;
}

/** Loads a module of Node; a bundler for browsers does not follow a name that is not there. */
const builtIn = (name: string): Promise<unknown> => import(/* webpackIgnore: true */ /* @vite-ignore */ name);

/** What is needed of `node:fs/promises`. */
interface FileSystem {
  readFile(path: string | URL): Promise<Uint8Array>;
}

async function readPath(path: string | URL): Promise<Uint8Array> {
  let files: FileSystem;
  try {
    files = (await builtIn('node:fs/promises')) as FileSystem;
  } catch {
    throw usageError(`${String(path)}: a path can be read in Node.js only`, {
      hint: 'give a URL, bytes, or { text }',
    });
  }
  try {
    return await files.readFile(path);
  } catch (error) {
    throw inputError(`the file cannot be read: ${error instanceof Error ? error.message : String(error)}`, {
      where: { source: String(path) },
    });
  }
}

async function fetched(url: URL): Promise<Uint8Array> {
  const response = await fetch(url).catch((error: unknown) => {
    throw inputError(`it cannot be fetched: ${error instanceof Error ? error.message : String(error)}`, {
      where: { source: url.href },
    });
  });
  if (!response.ok)
    throw inputError(`the server answers ${response.status} ${response.statusText}`.trimEnd(), {
      where: { source: url.href },
    });
  return new Uint8Array(await response.arrayBuffer());
}

async function* piecesOf(stream: ReadableStream<Uint8Array>): AsyncIterable<Uint8Array> {
  const reader = stream.getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
}

async function unzipped(bytes: Uint8Array, source: string): Promise<Uint8Array> {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    const body = new Blob([new Uint8Array(bytes)]).stream();
    return await collect(piecesOf(body.pipeThrough(new DecompressionStream('gzip'))));
  } catch {
    throw inputError('this gzip data is damaged', { where: { source } });
  }
}

const isFile = (url: URL) => url.protocol === 'file:';

/**
 * Bytes, also those of another frame or of a test's own globals, which are no instance of this Uint8Array.
 */
const isBytes = (source: object): source is Uint8Array => ArrayBuffer.isView(source);

/** Its name in messages, and its bytes. */
async function bytesOf(source: Source): Promise<{ name: string; bytes: Uint8Array }> {
  if (typeof source === 'string') return { name: source, bytes: await readPath(source) };
  if (isBytes(source)) return { name: 'bytes', bytes: source };
  if ('text' in source) return { name: source.name ?? 'text', bytes: new TextEncoder().encode(source.text) };
  return { name: source.href, bytes: await (isFile(source) ? readPath(source) : fetched(source)) };
}

/**
 * The bytes of a source, for the readers of formats.
 *
 * @throws {NnError} `input` where they cannot be read, `usage` for a path outside of Node.js
 */
export async function openSource(source: Source): Promise<ByteSource & { readonly content: Uint8Array }> {
  const { name, bytes: raw } = await bytesOf(source);
  const content = await unzipped(raw, name);
  return {
    name,
    baseName: (name.split('/').at(-1) ?? name).replace(/\.gz$/, ''),
    size: content.length,
    content,
    async *chunks() {
      if (content.length > 0) yield content;
    },
    bytes: async () => content,
  };
}
