import { shortHash } from '../../util/shortHash.ts';
import { keepTwice, readTwice, sweep } from './cacheFolder.ts';
import type { CacheFolder } from './cacheFolder.ts';

/** The chunks that a command needs, as one script, and what V8 made of it. */
export interface Compiled {
  /** The functions in it were called before it was kept, and are compiled too. */
  readonly warm: boolean;
  /** Names of the chunks, in the order of the script. */
  readonly names: readonly string[];
  /** An array of functions; ASCII. */
  readonly source: string;
  readonly code: Uint8Array;
}

/** First word of a file. */
const MAGIC = 0x326e6e63;
/** Bytes before the description: magic, its length. */
const HEAD = 8;
/** V8 copies code that does not begin at a multiple of it. */
const ALIGNED = 8;

const roundedUp = (bytes: number) => Math.ceil(bytes / ALIGNED) * ALIGNED;

/** Compiled code as bytes. */
export function pack({ warm, names, source, code }: Compiled): Buffer {
  const description = JSON.stringify([warm, names, source.length, code.length]);
  const begin = roundedUp(HEAD + description.length);
  const bytes = Buffer.alloc(begin + roundedUp(code.length) + roundedUp(source.length));
  bytes.writeUInt32LE(MAGIC, 0);
  bytes.writeUInt32LE(begin, 4);
  bytes.write(description.padEnd(begin - HEAD), HEAD, 'latin1');
  bytes.set(code, begin);
  bytes.write(source, begin + roundedUp(code.length), 'latin1');
  return bytes;
}

/** The compiled code in bytes that `pack` made; undefined for others. */
export function unpack(bytes: Buffer): Compiled | undefined {
  if (bytes.length < HEAD || bytes.readUInt32LE(0) !== MAGIC) return undefined;
  const begin = bytes.readUInt32LE(4);
  const [warm, names, length, size] = JSON.parse(bytes.toString('latin1', HEAD, begin)) as [
    boolean,
    string[],
    number,
    number,
  ];
  const at = begin + roundedUp(size);
  if (at + roundedUp(length) !== bytes.length) return undefined;
  const source = bytes.toString('latin1', at, at + length);
  return { warm, names, source, code: bytes.subarray(begin, begin + size) };
}

/** What code was compiled by: another Node.js, another processor or other flags make other code. */
const engine = (): string => {
  const { version, platform, arch, execArgv, env } = process;
  return JSON.stringify([version, process.versions.v8, platform, arch, execArgv, env.NODE_OPTIONS]);
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

/**
 * The code that is kept under a name, from the first folder that has it. V8 runs damaged code, so that it is kept
 * twice.
 */
export function readCache(folders: readonly CacheFolder[], name: string): Compiled | undefined {
  for (const folder of folders) {
    const bytes = readTwice(folder, name);
    const compiled = bytes && unpack(bytes);
    if (compiled) return compiled;
  }
  return undefined;
}

/** Command, program and engine of a name. */
const PARTS = /^(.+)-([0-9a-f]{16})-([0-9a-f]{8})$/;

/**
 * Keeps code in the first folder that takes it, and removes what former versions of the program kept there for the same
 * command.
 */
export function writeCache(folders: readonly CacheFolder[], name: string, compiled: Compiled): void {
  const bytes = pack(compiled);
  const folder = folders.find((one) => keepTwice(one, name, bytes) !== undefined);
  const [, command, program] = PARTS.exec(name) ?? [];
  if (folder === undefined || command === undefined) return;
  sweep(
    folder,
    name,
    (file) => PARTS.exec(file)?.[1] === command,
    // Beside a program lies what was kept by itself, or by one that is no longer there.
    (file) => folder.beside && PARTS.exec(file)?.[2] !== program,
  );
}
