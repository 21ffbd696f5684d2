import { FlatTable } from './flat.ts';

/** A message of Arrow's IPC format: what it describes, and its bytes, which Arrow's reader takes apart. */
export interface Message {
  readonly kind: 'schema' | 'dictionary' | 'rows' | 'other';
  /** Which dictionary it is, and whether its words are added to those that are known. */
  readonly dictionary?: { readonly id: number; readonly more: boolean };
  /** Frame, description and body; numbers in the body are aligned. */
  readonly bytes: Uint8Array;
}

/** Stands before the length of a message since Arrow 0.15. */
export const CONTINUATION = 0xffffffff;
const ALIGNED = 8;

/** By the union MessageHeader of Arrow's Message.fbs. */
const kinds = ['other', 'schema', 'dictionary', 'rows'] as const;

/** What the description of a message tells. */
export interface Description extends Omit<Message, 'bytes'> {
  /** Length of the body. */
  readonly body: number;
}

/**
 * The fields of a message that are needed to find its end, and to put dictionaries beside their rows.
 *
 * @throws RangeError when it is damaged
 */
export function described(description: Uint8Array): Description {
  const message = FlatTable.root(description);
  const kind = kinds[message.byte(1)] ?? 'other';
  const header = kind === 'dictionary' ? message.table(2) : undefined;
  const body = message.long(3);
  if (!(body >= 0 && Number.isSafeInteger(body))) throw new RangeError(`a body of ${body} bytes`);
  return {
    kind,
    body,
    ...(header && { dictionary: { id: header.long(0), more: header.byte(2) !== 0 } }),
  };
}

/**
 * Room for a message, its frame and description written; the body begins at a multiple of eight bytes, as its
 * numbers need.
 */
export function framed(description: Uint8Array, body: number): { bytes: Uint8Array; body: Uint8Array } {
  const head = 8 + description.length;
  const room = new Uint8Array(((ALIGNED - (head % ALIGNED)) % ALIGNED) + head + body);
  const bytes = room.subarray(room.length - head - body);
  const frame = new DataView(bytes.buffer, bytes.byteOffset);
  frame.setUint32(0, CONTINUATION, true);
  frame.setUint32(4, description.length, true);
  bytes.set(description, 8);
  return { bytes, body: bytes.subarray(head) };
}

/** The description of a message with a schema that stands in a table of the same bytes, such as a footer. */
export function schemaMessage(
  bytes: Uint8Array,
  { start, version }: { start: number; version: number },
): Message {
  // A table of FlatBuffers: reference, offsets of four fields, the table; places are relative to where they stand.
  const HEAD = 32;
  const description = new Uint8Array(HEAD + bytes.length);
  const view = new DataView(description.buffer);
  view.setUint32(0, 16, true);
  for (const [i, offset] of [12, 12, 8, 10, 4, 0].entries()) view.setUint16(4 + 2 * i, offset, true);
  view.setInt32(16, 12, true);
  view.setUint32(20, HEAD + start - 20, true);
  view.setInt16(24, version, true);
  view.setUint8(26, kinds.indexOf('schema'));
  description.set(bytes, HEAD);
  return { kind: 'schema', bytes: framed(description, 0).bytes };
}

/** Bytes that a field of a schema takes at least: a reference to it, and the table. */
const LEAST_FIELD = 8;

/**
 * Looks whether a schema can have as many columns as it says, their parts included, before they are taken apart.
 *
 * @throws RangeError when it cannot
 */
export function checkSchema({ bytes }: Message): void {
  const length = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(4, true);
  const schema = FlatTable.root(bytes.subarray(8, 8 + length)).table(2);
  let fields = 0;
  // Tables stand behind what refers to them; several may refer to one.
  const look = (table: FlatTable, parts: number, notes: number) => {
    fields += table.structs(notes, 4).length;
    for (const part of table.tables(parts)) {
      if (++fields > length / LEAST_FIELD) throw new RangeError(`more columns than fit into ${length} bytes`);
      look(part, 5, 6);
    }
  };
  if (schema) look(schema, 1, 2);
}

/** A struct Buffer of Arrow's Message.fbs: place in the body, length. */
const BUFFER = 16;
/** A struct FieldNode: values, and how many of them are missing. */
const NODE = 16;
/** Compressed data do not grow by more: Zstandard repeats a byte of 128 KiB in four. */
const MOST_GROWTH = 1 << 15;
/** Columns without values have no bytes; of such rows there are so many at most. */
const MOST_EMPTY = 1_000_000;

/**
 * Looks whether a message can hold as many rows as it says, of which each takes a bit in some buffer, before they are
 * taken apart.
 *
 * @returns how many bytes its buffers have when they are unpacked
 * @throws RangeError when it cannot
 */
export function checkRows({ kind, bytes }: Message): number {
  const frame = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = frame.getUint32(4, true);
  const body = 8 + length;
  const header = FlatTable.root(bytes.subarray(8, body)).table(2);
  const batch = kind === 'dictionary' ? header?.table(1) : header;
  if (!batch) throw new RangeError('a message without rows');
  const rows = batch.long(0);
  const isCompressed = batch.tableStart(3) > 0;
  let unpacked = 0;
  for (const buffer of batch.structs(2, BUFFER)) {
    const [from, stored] = [Number(buffer.getBigInt64(0, true)), Number(buffer.getBigInt64(8, true))];
    if (!(from >= 0 && stored >= 0 && body + from + stored <= bytes.length))
      throw new RangeError('a buffer behind its end');
    const whole = isCompressed && stored >= 8 ? Number(frame.getBigInt64(body + from, true)) : -1;
    if (whole > MOST_GROWTH * stored) throw new RangeError(`a buffer of ${whole} bytes in ${stored}`);
    unpacked += whole < 0 ? stored : whole;
  }
  // Each column says once more how many values it has, and lists have values of their own.
  const lengths = batch.structs(1, NODE).map((node) => Number(node.getBigInt64(0, true)));
  for (const values of [rows, ...lengths])
    if (!(values >= 0 && values <= Math.max(MOST_EMPTY, 8 * unpacked)))
      throw new RangeError(`${values} values in ${unpacked} bytes`);
  return unpacked;
}
