const QUOTE = 0x22;
const LF = 0x0a;
const CR = 0x0d;
const SPACE = 0x20;
const TAB = 0x09;

/** Puts one tab in place of runs of spaces and tabs between fields, and none at the ends of lines. */
export async function* withoutRuns(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let out = new Uint8Array(0);
  /** In quotes; a quote was the last byte; blanks were; nothing but blanks stood on this line. */
  let [open, quote, blank, empty] = [false, false, false, true];
  for await (const chunk of chunks) {
    if (out.length < chunk.length + 1) out = new Uint8Array(chunk.length + 1);
    let length = 0;
    for (const byte of chunk) {
      if (open) {
        if (byte === QUOTE) [open, quote] = [false, true];
        out[length++] = byte;
        continue;
      }
      if (byte === SPACE || byte === TAB) blank = true;
      else if (byte === LF || byte === CR) {
        [blank, empty] = [false, true];
        out[length++] = byte;
      } else {
        if (blank && !empty) out[length++] = TAB;
        open = byte === QUOTE && (blank || empty || quote);
        [blank, empty] = [false, false];
        out[length++] = byte;
      }
      quote = false;
    }
    yield out.subarray(0, length);
  }
}
