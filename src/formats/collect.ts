/**
 * All bytes of a stream in one array of their own, so that numbers in it are aligned. `size`: how many will
 * come.
 */
export async function collect(chunks: AsyncIterable<Uint8Array>, size = 1 << 16): Promise<Uint8Array> {
  let all = new Uint8Array(size);
  let length = 0;
  for await (const chunk of chunks) {
    if (length + chunk.length > all.length) {
      const larger = new Uint8Array(Math.max(length + chunk.length, Math.ceil(1.5 * all.length)));
      larger.set(all.subarray(0, length));
      all = larger;
    }
    all.set(chunk, length);
    length += chunk.length;
  }
  return all.subarray(0, length);
}
