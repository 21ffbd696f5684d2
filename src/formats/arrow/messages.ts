import { inputError } from '../../errors.ts';
import { ByteReader } from '../byteReader.ts';
import { closedOnError } from '../closing.ts';
import { collect } from '../collect.ts';
import { memoryFile } from '../columnar/file.ts';
import type { ByteSource } from '../define.ts';
import { cutShort, fileMessages, isArrowFile } from './file.ts';
import { CONTINUATION, described, framed } from './message.ts';
import type { Message } from './message.ts';
import { latin1Text } from '../../util/latin1.ts';

/** Descriptions are far shorter: a longer one is damaged. */
const LONGEST_DESCRIPTION = 1 << 26;

/** Takes messages from a stream of bytes. */
class MessageReader {
  readonly #bytes: ByteReader;
  readonly #source: string;
  /** Bytes that were looked at. */
  #pending: Uint8Array = new Uint8Array(0);

  constructor(source: ByteSource) {
    this.#bytes = new ByteReader(source.chunks());
    this.#source = source.name;
  }

  close(): Promise<void> {
    return this.#bytes.close();
  }

  /** The first bytes, which stay where they are. */
  async head(): Promise<Uint8Array> {
    this.#pending = await this.#take(8);
    return this.#pending;
  }

  /** All bytes, some at a time. */
  async *rest(): AsyncGenerator<Uint8Array> {
    const bytes = new Uint8Array(1 << 16);
    for (let got = await this.#fill(bytes); got > 0; got = await this.#fill(bytes))
      yield bytes.subarray(0, got);
  }

  /** Fills `into`; returns with how many bytes. */
  async #fill(into: Uint8Array): Promise<number> {
    const ready = this.#pending.subarray(0, into.length);
    into.set(ready);
    this.#pending = this.#pending.subarray(ready.length);
    return ready.length + (await this.#bytes.read(into.subarray(ready.length)));
  }

  /** The next bytes; fewer only at the end. */
  async #take(length: number): Promise<Uint8Array> {
    const bytes = new Uint8Array(length);
    return bytes.subarray(0, await this.#fill(bytes));
  }

  /** A number of four bytes; undefined at the end of the stream. */
  async #word(): Promise<number | undefined> {
    const bytes = await this.#take(4);
    if (bytes.length === 0) return undefined;
    if (bytes.length < 4) throw cutShort(this.#source);
    return new DataView(bytes.buffer).getUint32(0, true);
  }

  /** The next message; undefined behind the last one. */
  async next(): Promise<Message | undefined> {
    const first = await this.#word();
    const length = first === CONTINUATION ? await this.#word() : first;
    if (length === undefined && first !== undefined) throw cutShort(this.#source);
    if (length === undefined || length === 0) return undefined;
    if (length > LONGEST_DESCRIPTION) throw new RangeError(`a description of ${length} bytes`);
    const description = await this.#take(length);
    if (description.length < length) throw cutShort(this.#source);
    const { body, ...message } = described(description);
    const room = framed(description, body);
    if ((await this.#fill(room.body)) < body) throw cutShort(this.#source);
    return { ...message, bytes: room.bytes };
  }
}

/** The file that a source is, where it is one of Arrow's with a directory, and any part of it can be read. */
function fileOf(source: ByteSource) {
  // A digest is of all bytes in their order.
  const file = source.digest ? undefined : source.random?.(true);
  if (!file) return undefined;
  const head = new Uint8Array(Math.min(8, file.size));
  closedOnError(file, () => file.read(0, head));
  if (head.length === 8 && isArrowFile(head)) return file;
  file.close?.();
  return undefined;
}

/**
 * The messages of an Arrow file or stream: columns first, dictionaries before the rows that use them.
 *
 * @throws NnError('input') when it ends too early; another Error when it is damaged
 */
export async function* messagesOf(source: ByteSource): AsyncGenerator<Message> {
  const file = fileOf(source);
  if (file) {
    try {
      yield* fileMessages(file, source.name);
    } finally {
      file.close?.();
    }
    return;
  }
  const reader = new MessageReader(source);
  try {
    const head = await reader.head();
    if (latin1Text(head).startsWith('FEA1'))
      throw inputError('this is a Feather file of version 1, which is not read here', {
        where: { source: source.name },
        hint: 'write it again with version 2, the default of pandas: df.to_feather("out.feather")',
      });
    if (isArrowFile(head))
      yield* fileMessages(memoryFile(await collect(reader.rest(), source.size), source.name), source.name);
    else for (let next = await reader.next(); next; next = await reader.next()) yield next;
  } finally {
    await reader.close();
  }
}
