const LF = 0x0a;

/**
 * The stream cut behind line ends: every block is whole lines, the last one perhaps without its line end. A
 * block is valid until the next one is asked for.
 */
export async function* wholeLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let held: Uint8Array = new Uint8Array(0);
  let rest = 0;
  for await (const chunk of chunks) {
    const end = chunk.lastIndexOf(LF) + 1;
    const begin = rest === 0 ? 0 : end === 0 ? chunk.length : chunk.indexOf(LF) + 1;
    if (rest > 0) {
      held = grown(held, rest, begin);
      held.set(chunk.subarray(0, begin), rest);
      rest += begin;
      if (end === 0) continue;
      yield held.subarray(0, rest);
    }
    if (end > begin) yield chunk.subarray(begin, end);
    rest = chunk.length - end;
    held = grown(held, 0, rest);
    held.set(chunk.subarray(end));
  }
  if (rest > 0) yield held.subarray(0, rest);
}

/** Room for `more` bytes behind the first `length`. */
function grown(held: Uint8Array, length: number, more: number): Uint8Array {
  if (length + more <= held.length) return held;
  const larger = new Uint8Array(2 * (length + more));
  larger.set(held.subarray(0, length));
  return larger;
}
