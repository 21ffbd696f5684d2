import { inputError } from '../../errors.ts';
import type { NnError } from '../../errors.ts';
import type { RandomAccess } from '../define.ts';
import { FlatTable } from './flat.ts';
import { CONTINUATION, described, framed, schemaMessage } from './message.ts';
import type { Message } from './message.ts';
import { latin1Text } from '../../util/latin1.ts';

const MAGIC = 'ARROW1';
/** Length of the footer, and the mark behind it. */
const END = 4 + MAGIC.length;
/** A struct Block of Arrow's File.fbs: place, length of the description, length of the body. */
const BLOCK = 24;

export const isArrowFile = (head: Uint8Array): boolean =>
  latin1Text(head.subarray(0, MAGIC.length)) === MAGIC;

/** The bytes of a source end before its content does. */
export const cutShort = (source: string): NnError =>
  inputError('the Arrow file ends too early', {
    where: { source },
    hint: 'copy or download the file again; while a file is being written it has no end yet',
  });

function part(file: RandomAccess, from: number, length: number): Uint8Array {
  if (!(from >= 0 && length >= 0 && from + length <= file.size))
    throw new RangeError('it refers behind its end');
  const bytes = new Uint8Array(length);
  file.read(from, bytes);
  return bytes;
}

function messageAt(file: RandomAccess, block: DataView): Message {
  const from = Number(block.getBigInt64(0, true));
  const frame = part(file, from, 8);
  const view = new DataView(frame.buffer);
  const marked = view.getUint32(0, true) === CONTINUATION;
  const length = view.getUint32(marked ? 4 : 0, true);
  const start = from + (marked ? 8 : 4);
  const description = part(file, start, length);
  const { body, ...message } = described(description);
  const room = framed(description, 0);
  if (body === 0) return { ...message, bytes: room.bytes };
  // Checked before room is made for it.
  if (start + length + body > file.size) throw new RangeError('it refers behind its end');
  const whole = framed(description, body);
  file.read(start + length, whole.body);
  return { ...message, bytes: whole.bytes };
}

/**
 * The messages of a file, by the directory at its end: columns, dictionaries, rows.
 *
 * @throws NnError('input') when the end is not there; another Error when it is damaged
 */
export function* fileMessages(file: RandomAccess, source: string): Generator<Message> {
  if (file.size < 2 * END) throw cutShort(source);
  const end = part(file, file.size - END, END);
  if (latin1Text(end.subarray(4)) !== MAGIC) throw cutShort(source);
  const length = new DataView(end.buffer).getInt32(0, true);
  const footer = part(file, file.size - END - length, length);
  const table = FlatTable.root(footer);
  yield schemaMessage(footer, { start: table.tableStart(1), version: table.short(0) });
  // In a file, dictionaries may stand behind rows that use them.
  for (const block of table.structs(2, BLOCK)) yield messageAt(file, block);
  for (const block of table.structs(3, BLOCK)) yield messageAt(file, block);
}
