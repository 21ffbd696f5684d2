import { keep, readKept } from './cacheFolder.ts';
import type { CacheFolder } from './cacheFolder.ts';

/** First word of a file. */
const MAGIC = 0x316e6e63;
/** Bytes before the list: magic, length of the list. */
const HEAD = 8;
/** V8 copies code that does not begin at a multiple of it. */
const ALIGNED = 8;

/** Compiled code of chunks by their names. */
export type Compiled = ReadonlyMap<string, Uint8Array>;

const roundedUp = (bytes: number) => Math.ceil(bytes / ALIGNED) * ALIGNED;

/**
 * Compiled code as the bytes of one file. V8 runs damaged code, so that everything is there twice: comparing the halves
 * takes a tenth of the time of a checksum, in JavaScript or in the parts of Node.js that know one and are loaded for it.
 */
export function pack(compiled: Compiled): Buffer {
  const list = JSON.stringify([...compiled].map(([name, { length }]) => [name, length]));
  const begin = roundedUp(HEAD + Buffer.byteLength(list));
  const size = [...compiled.values()].reduce((sum, { length }) => sum + roundedUp(length), begin);
  const bytes = Buffer.alloc(2 * size);
  bytes.writeUInt32LE(MAGIC, 0);
  bytes.writeUInt32LE(begin, 4);
  bytes.write(list.padEnd(begin - HEAD), HEAD);
  let at = begin;
  for (const code of compiled.values()) {
    bytes.set(code, at);
    at += roundedUp(code.length);
  }
  bytes.copy(bytes, size, 0, size);
  return bytes;
}

/** The compiled code in a file; undefined when it is not what was written. */
export function unpack(bytes: Buffer): Compiled | undefined {
  const half = bytes.length / 2;
  if (half < HEAD || half % ALIGNED !== 0 || bytes.readUInt32LE(0) !== MAGIC) return undefined;
  if (!bytes.subarray(0, half).equals(bytes.subarray(half))) return undefined;
  let at = bytes.readUInt32LE(4);
  const list = JSON.parse(bytes.toString('latin1', HEAD, at)) as [string, number][];
  const compiled = new Map<string, Uint8Array>();
  for (const [name, length] of list) {
    compiled.set(name, bytes.subarray(at, at + length));
    at += roundedUp(length);
  }
  return at === half ? compiled : undefined;
}

/** Eight hexadecimal digits that tell a text from others (FNV-1a). */
function shortHash(text: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, '0');
}

/** What code was compiled by: another Node.js, another processor or other flags make other code. */
const engine = (): string => {
  const { version, arch, execArgv, env } = process;
  return JSON.stringify([version, process.versions.v8, arch, execArgv, env.NODE_OPTIONS]);
};

/**
 * Which file holds the code that a command needs. Commands have files of their own: each holds the functions that its
 * command calls, and no others.
 *
 * @param program a hash of the program
 */
export function cacheName(program: string, [first = '', second = '']: readonly string[]): string | undefined {
  const words = first === 'help' ? [first, second] : [first];
  const command = words.filter((word) => word !== '').join('-') || 'nn';
  return /^-{0,2}[a-z][a-z-]{0,40}$/.test(command)
    ? `${command.replace(/^-+/, 'option-')}-${program}-${shortHash(engine())}`
    : undefined;
}

/** The code that is kept under a name, from the first folder that has it. */
export function readCache(folders: readonly CacheFolder[], name: string): Compiled | undefined {
  for (const folder of folders) {
    const bytes = readKept(folder, name);
    const compiled = bytes && unpack(bytes);
    if (compiled) return compiled;
  }
  return undefined;
}

/** Keeps code in the first folder that takes it. */
export function writeCache(folders: readonly CacheFolder[], name: string, compiled: Compiled): void {
  const bytes = pack(compiled);
  folders.some((folder) => keep(folder, name, bytes) !== undefined);
}
