import { createHash } from 'node:crypto';
import {
  access,
  closeSync,
  constants,
  createReadStream,
  existsSync,
  fstatSync,
  open,
  openSync,
} from 'node:fs';
import type { Stats } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import { inputError, usageError } from '../errors.ts';
import { closedAfter, closedOnError } from '../formats/closing.ts';
import { collect } from '../formats/collect.ts';
import type { ByteSource, RandomAccess } from '../formats/define.ts';
import { claimMemory } from '../formats/memory.ts';
import type { MemoryLimit } from '../formats/memory.ts';
import { shellWord } from '../util/shell.ts';
import { nearest } from '../util/suggest.ts';
import { memberNames, memberOf, openMember } from './archive.ts';
import type { Member } from './archive.ts';
import { CHUNK, expectedSize, gunzipped, streamChunks } from './chunks.ts';
import { machineDisk } from './disk.ts';
import { errno } from './errno.ts';
import { checkHeap } from './heap.ts';
import { folderSource } from './folderSource.ts';
import { filePath, shippedName } from './package.ts';
import { openParts } from './parts.ts';
import type { FileParts } from './parts.ts';
import { openToRead, unchangedFile, unreadable, versionOf } from './unchanged.ts';
import type { Input } from './world.ts';

/** Milliseconds after which more bytes of a pipe are not expected at once. */
const PAUSE = 100;

/** Bytes that fill no heap. */
const TRIFLE = 2 ** 20;

/** Where bytes come from, before gzip is undone. */
interface Raw {
  readonly name: string;
  /** Name of the file, where it is not the end of `name`. */
  readonly baseName?: string;
  /** A part of its array. */
  readonly part?: string | undefined;
  /** How many bytes will come, gzip undone. */
  readonly size?: number | undefined;
  /** They may wait between chunks for as long as it takes. */
  readonly live?: boolean;
  readonly chunks: () => AsyncIterable<Uint8Array>;
  /** `chunks` can be called again. */
  readonly repeats?: boolean;
  /** The file before gzip is undone. */
  readonly random?: () => RandomAccess | undefined;
}

function sourceOf(
  { name, baseName = path.basename(name), part, size, live, repeats, chunks: raw, random }: Raw,
  digest: boolean,
  memory: MemoryLimit | undefined,
): ByteSource {
  const hash = digest ? createHash('sha256') : undefined;
  async function* chunks() {
    let read = 0;
    try {
      for await (const chunk of gunzipped(raw(), name, memory)) {
        read += chunk.length;
        if (read > TRIFLE) checkHeap(name);
        hash?.update(chunk);
        yield chunk;
      }
    } catch (error) {
      throw unreadable(error, name);
    }
  }
  return {
    name,
    baseName: baseName.replace(/\.gz$/i, ''),
    ...(size !== undefined && { size }),
    ...(memory && { memory }),
    ...(part !== undefined && { part }),
    ...(live && { live, pause: () => setTimeout(PAUSE) }),
    ...(hash && { digest: () => hash.copy().digest('hex') }),
    chunks,
    ...(repeats && { again: () => gunzipped(raw(), name, memory) }),
    bytes: () => collect(chunks(), size, (needed) => claimMemory({ name, memory }, needed, 'the whole file')),
    ...(random && {
      random() {
        const file = random();
        if (!file || !closedOnError(file, () => isGzip(file))) return file;
        file.close?.();
        return undefined;
      },
    }),
  };
}

function isGzip(file: RandomAccess): boolean {
  const head = new Uint8Array(Math.min(2, file.size));
  file.read(0, head);
  return head[0] === 0x1f && head[1] === 0x8b;
}

async function missing(file: string): Promise<never> {
  const ships = shippedName(file);
  if (ships !== undefined) {
    throw inputError('there is no such file', {
      where: { source: file },
      hint: `${ships} ships with nn; other names are relative to the current folder`,
    });
  }
  const folder = path.dirname(file);
  const names = (await machineDisk.readdir(folder).catch(() => undefined))?.map(({ name }) => name);
  const match = names && nearest(path.basename(file), names);
  throw inputError('there is no such file', {
    where: { source: file },
    hint: !names
      ? `there is no folder ${folder} either`
      : match === undefined
        ? 'check the path; it is relative to the current folder'
        : `did you mean "${path.join(folder, match)}"?`,
  });
}

/** @throws NnError('input') unless the file is there and may be read */
async function checkReadable(file: string): Promise<Stats> {
  const stats = await machineDisk.stat(file).catch(async (error: unknown) => {
    if (errno(error) === 'ENOENT' || errno(error) === 'ENOTDIR') return missing(file);
    throw inputError(`cannot be read (${errno(error)})`, { where: { source: file } });
  });
  if (stats.isDirectory()) {
    throw inputError('this is a folder, expected a file', { where: { source: file } });
  }
  await promisify(access)(file, constants.R_OK).catch(() => {
    throw inputError('reading is not permitted', {
      where: { source: file },
      hint: `check: ls -l ${shellWord(file)}`,
    });
  });
  return stats;
}

/** Named pipes that wait for their writers. */
const waiting = new Set<string>();

/** The process could not end before they are open: it writes nothing into them itself. */
function stopWaiting(): void {
  for (const file of waiting)
    try {
      closeSync(openSync(file, constants.O_WRONLY | constants.O_NONBLOCK));
    } catch {
      // Nobody waits for it any more.
    }
}

async function* pipeChunks(file: string): AsyncGenerator<Uint8Array> {
  // Opening a named pipe waits for its writer.
  if (waiting.size === 0) process.once('exit', stopWaiting);
  waiting.add(file);
  const fd = await promisify(open)(file, 'r').finally(() => waiting.delete(file));
  const { Socket } = await import('node:net');
  yield* streamChunks(new Socket({ fd, readable: true, writable: false }));
}

/** `points.npy:x`: a field of an array's records. */
const PART = /^(.*\.npy(?:\.gz)?):([^:/\\]+)$/is;

/**
 * Opens a file for reading, or one inside a zip archive.
 *
 * @throws NnError('input') when it cannot be read
 */
export async function openFile(file: string, digest = false, memory?: MemoryLimit): Promise<ByteSource> {
  const place = filePath(file);
  if (place !== file) return { ...(await openFile(place, digest, memory)), name: file };
  const member = memberOf(file);
  if (member) return sourceOf(await readableMember(member), digest, memory);
  const found = await machineDisk.stat(file).catch(() => undefined);
  const [, array, part] = (!found && PART.exec(file)) || [];
  if (array !== undefined) return { ...(await openFile(array, digest, memory)), name: file, part };
  if (found?.isDirectory()) return folderSource(file, digest, (inside) => openFile(inside, false, memory));
  const stats = await checkReadable(file);
  if (stats.isFile()) {
    const descriptor = openToRead(file);
    const version = versionOf(fstatSync(descriptor));
    const size = expectedSize(descriptor, version.size);
    closeSync(descriptor);
    return sourceOf(
      {
        name: file,
        size,
        repeats: true,
        chunks: () => unchangedFile(file, { version }),
        random: () => openParts(file, version),
      },
      digest,
      memory,
    );
  }
  if (stats.isFIFO())
    return sourceOf({ name: file, live: true, chunks: () => pipeChunks(file) }, digest, memory);
  const device = () => streamChunks(createReadStream(file, { highWaterMark: CHUNK }));
  return sourceOf({ name: file, chunks: device }, digest, memory);
}

async function readableParts(file: string): Promise<FileParts> {
  await checkReadable(file);
  return openParts(file);
}

const readableMember = async (member: Member) =>
  closedAfter(await readableParts(member.archive), (file) => openMember(file, member));

/** Whether there is such a file or folder. */
export async function fileExists(file: string): Promise<boolean> {
  try {
    return existsSync(filePath(file));
  } catch {
    // Opening it says what is wrong with the name.
    return false;
  }
}

/** Names of the files in an archive that is named without one of them; none for other files. */
export async function members(file: string): Promise<string[]> {
  const member = memberOf(file);
  return member && member.name === undefined
    ? closedAfter(await readableParts(member.archive), (parts) => memberNames(parts, member.archive))
    : [];
}

/**
 * Opens a file of which parts are read as they are wanted.
 *
 * @throws NnError('input') when it cannot be
 */
export async function openRandom(file: string): Promise<RandomAccess> {
  const place = filePath(file);
  if (place !== file) return readableParts(place);
  const member = memberOf(file);
  if (!member) return readableParts(file);
  const { name, random } = await readableMember(member);
  const parts = random();
  if (parts) return parts;
  throw usageError(`${name} is compressed: parts of it cannot be read`, {
    hint: 'store it with numpy.savez instead of numpy.savez_compressed',
  });
}

/** The array that an argument spells out, as a source. */
export function textSource(text: string, name: string, digest: boolean, memory?: MemoryLimit): ByteSource {
  const bytes = Buffer.from(text);
  async function* chunks() {
    yield bytes;
  }
  const source = sourceOf(
    { name, baseName: 'array', size: bytes.length, repeats: true, chunks },
    digest,
    memory,
  );
  return { ...source, spelled: true };
}

/** Standard input as a source. */
export function openStdin(stdin: Input, digest = false, memory?: MemoryLimit): ByteSource {
  return sourceOf({ name: 'stdin', ...stdin.open() }, digest, memory);
}
