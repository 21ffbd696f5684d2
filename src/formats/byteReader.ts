import { joinBytes } from '../util/joinBytes.ts';

/** Takes bytes from a stream of chunks, so many at a time as are wanted. */
export class ByteReader {
  readonly #chunks: AsyncIterator<Uint8Array>;
  #chunk: Uint8Array = new Uint8Array(0);

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  /** Fills `into`, and returns with how many bytes: fewer only at the end of the stream. */
  async read(into: Uint8Array): Promise<number> {
    let filled = 0;
    while (filled < into.length) {
      if (this.#chunk.length === 0) {
        const next = await this.#chunks.next();
        if (next.done) break;
        this.#chunk = next.value;
      }
      const part = this.#chunk.subarray(0, into.length - filled);
      into.set(part, filled);
      filled += part.length;
      this.#chunk = this.#chunk.subarray(part.length);
    }
    return filled;
  }

  /** `head` and all bytes that come after it. */
  async rest(head: Uint8Array): Promise<Uint8Array> {
    const parts = [head, this.#chunk.slice()];
    for (let next = await this.#chunks.next(); !next.done; next = await this.#chunks.next())
      parts.push(next.value.slice());
    return joinBytes(parts);
  }

  /** Lets the stream go. */
  async close(): Promise<void> {
    await this.#chunks.return?.();
  }
}
