/** Of a stream of which nobody knows how long it is. */
const SOME = 1 << 16;
/** A length that was stated is believed so far before bytes have come; the rest is asked for as they come. */
const BELIEVED = 1 << 28;

/**
 * All bytes of a stream in one array of their own, so that numbers in it are aligned.
 *
 * @param size how many will come
 * @param claim asks for memory before it is taken
 */
export async function collect(
  chunks: AsyncIterable<Uint8Array>,
  size = SOME,
  claim: (size: number) => void = () => {},
): Promise<Uint8Array> {
  claim(size);
  let all = new Uint8Array(Math.min(size, BELIEVED));
  let length = 0;
  for await (const chunk of chunks) {
    const needed = length + chunk.length;
    if (needed > all.length) {
      claim(needed);
      const roomy = Math.max(needed, Math.ceil(1.5 * all.length));
      const larger = new Uint8Array(needed <= size ? Math.min(roomy, size) : roomy);
      larger.set(all.subarray(0, length));
      all = larger;
    }
    all.set(chunk, length);
    length += chunk.length;
  }
  return all.subarray(0, length);
}
