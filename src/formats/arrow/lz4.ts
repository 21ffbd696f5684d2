/** Frames of LZ4 (lz4_Frame_format.md and lz4_Block_format.md of the LZ4 project), as Arrow compresses buffers. */

const MAGIC = 0x184d2204;
/** Bits of the frame's descriptor. */
const BLOCK_CHECKSUM = 0x10;
const CONTENT_SIZE = 0x08;
const DICTIONARY = 0x01;
/** The block is stored as it was. */
const STORED = 0x80000000;
const SHORTEST_MATCH = 4;

const damaged = () => new Error('an LZ4 frame is damaged');

/** Decodes one block behind what is there already: matches may reach back into blocks before it. */
class BlockDecoder {
  readonly out: Uint8Array;
  at = 0;

  constructor(length: number) {
    this.out = new Uint8Array(length);
  }

  store(bytes: Uint8Array): void {
    if (this.at + bytes.length > this.out.length) throw damaged();
    this.out.set(bytes, this.at);
    this.at += bytes.length;
  }

  decode(block: Uint8Array): void {
    let from = 0;
    /** A length of 15 goes on in bytes that are added up, as long as they are 255. */
    const length = (begun: number) => {
      let sum = begun;
      for (let byte = begun === 15 ? 255 : 0; byte === 255; sum += byte) {
        if (from >= block.length) throw damaged();
        byte = block[from++];
      }
      return sum;
    };
    while (from < block.length) {
      const token = block[from++];
      const literals = length(token >> 4);
      if (from + literals > block.length) throw damaged();
      this.store(block.subarray(from, from + literals));
      from += literals;
      // The last sequence has no match.
      if (from === block.length) return;
      if (from + 2 > block.length) throw damaged();
      const distance = block[from] | (block[from + 1] << 8);
      from += 2;
      this.#repeat(distance, length(token & 15) + SHORTEST_MATCH);
    }
  }

  #repeat(distance: number, length: number): void {
    const { out } = this;
    const end = this.at + length;
    if (distance === 0 || distance > this.at || end > out.length) throw damaged();
    if (distance >= length) out.copyWithin(this.at, this.at - distance, this.at - distance + length);
    else for (let i = this.at; i < end; i++) out[i] = out[i - distance];
    this.at = end;
  }
}

/**
 * The bytes that a frame holds.
 *
 * @param length how many they are
 * @throws Error when it is damaged
 */
export function decodeLz4Frame(frame: Uint8Array, length: number): Uint8Array {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  if (frame.length < 7 || view.getUint32(0, true) !== MAGIC) throw damaged();
  const flags = frame[4];
  if (flags & DICTIONARY) throw new Error('LZ4 with a dictionary is not supported');
  const decoder = new BlockDecoder(length);
  for (let at = 7 + (flags & CONTENT_SIZE ? 8 : 0); ;) {
    if (at + 4 > frame.length) throw damaged();
    const size = view.getUint32(at, true);
    at += 4;
    if (size === 0) break;
    const end = at + (size & ~STORED);
    if (end > frame.length) throw damaged();
    const block = frame.subarray(at, end);
    if (size & STORED) decoder.store(block);
    else decoder.decode(block);
    at = end + (flags & BLOCK_CHECKSUM ? 4 : 0);
  }
  if (decoder.at !== length) throw damaged();
  return decoder.out;
}
