const QUOTE = 0x22;
const LF = 0x0a;
const CR = 0x0d;
const SPACE = 0x20;
const TAB = 0x09;

const decoder = new TextDecoder();

/** One record of the beginning of a file, as one delimiter divides it. */
export interface SampleRecord {
  /** Bytes [from, to) without the line end. */
  readonly from: number;
  readonly to: number;
  /** Line it begins on, from 1. */
  readonly line: number;
  readonly fields: number;
}

/** Records of a file are looked at up to here, and this many of them. */
const MOST_BYTES = 1 << 18;
const MOST_RECORDS = 500;

const isBreak = (byte: number) => byte === LF || byte === CR;

/**
 * The records at the beginning of a file, blank lines left out. Runs of spaces and tabs divide it when the delimiter
 * is a space. The last record is left out where it may go on; one that is longer than what is looked at is not.
 *
 * @param complete `bytes` is the whole file
 */
export function sampleRecords(bytes: Uint8Array, delimiter: string, complete: boolean): SampleRecord[] {
  const separator = delimiter.charCodeAt(0);
  const records: SampleRecord[] = [];
  let line = 1;
  for (let at = 0; at < bytes.length && records.length < MOST_RECORDS;) {
    if (at > MOST_BYTES && records.length > 1) break;
    const record = separator === SPACE ? spaced(bytes, at) : divided(bytes, at, separator);
    const ended = record.to < bytes.length;
    if (!ended && !complete) break;
    if (record.fields > 0) records.push({ from: at, to: record.to, line, fields: record.fields });
    line += record.breaks + 1;
    at = record.to + (bytes[record.to] === CR && bytes[record.to + 1] === LF ? 2 : 1);
  }
  return records;
}

/** Where a record ends, its fields (0: the line is blank) and the line breaks in it. */
interface Extent {
  to: number;
  fields: number;
  breaks: number;
}

function divided(bytes: Uint8Array, begin: number, separator: number): Extent {
  let fields = 1;
  let breaks = 0;
  let fresh = true;
  let at = begin;
  for (; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === QUOTE && fresh) {
      const close = closing(bytes, at);
      for (let i = at; i < close; i++) if (bytes[i] === LF) breaks++;
      at = close;
      fresh = false;
    } else if (isBreak(byte)) break;
    else if (byte === separator) {
      fields++;
      fresh = true;
    } else if (byte !== SPACE) fresh = false;
  }
  return { to: Math.min(at, bytes.length), fields: at === begin ? 0 : fields, breaks };
}

/** Where the quote that opens at `open` is closed; the end of the bytes when it is not. */
function closing(bytes: Uint8Array, open: number): number {
  for (let at = open + 1; ; at++) {
    at = bytes.indexOf(QUOTE, at);
    if (at < 0) return bytes.length;
    if (bytes[at + 1] !== QUOTE) return at;
    at++;
  }
}

function spaced(bytes: Uint8Array, begin: number): Extent {
  let fields = 0;
  let breaks = 0;
  let fresh = true;
  let at = begin;
  for (; at < bytes.length && !isBreak(bytes[at]); at++) {
    const blank = bytes[at] === SPACE || bytes[at] === TAB;
    if (fresh && !blank) {
      fields++;
      if (bytes[at] === QUOTE) {
        const close = closing(bytes, at);
        for (let i = at; i < close; i++) if (bytes[i] === LF) breaks++;
        at = close;
      }
    }
    fresh = blank;
  }
  return { to: Math.min(at, bytes.length), fields, breaks };
}

/** The texts of a record's fields, without quotes and the spaces around them. */
export function sampleFields(bytes: Uint8Array, { from, to }: SampleRecord, delimiter: string): string[] {
  const text = decoder.decode(bytes.subarray(from, to));
  const fields: string[] = [];
  const spaced = delimiter === ' ';
  for (let at = 0; at <= text.length;) {
    at = pastBlanks(text, at, spaced);
    if (spaced && at >= text.length) break;
    let end: number;
    if (text[at] === '"') {
      const close = closingText(text, at);
      fields.push(text.slice(at + 1, close).replaceAll('""', '"'));
      end = nextDelimiter(text, close + 1, spaced ? undefined : delimiter);
    } else {
      end = nextDelimiter(text, at, spaced ? undefined : delimiter);
      fields.push(text.slice(at, end).trim());
    }
    at = end + 1;
  }
  return fields;
}

function pastBlanks(text: string, from: number, tabs: boolean): number {
  const blanks = tabs ? ' \t' : ' ';
  let at = from;
  while (at < text.length && blanks.includes(text[at])) at++;
  return at;
}

function closingText(text: string, open: number): number {
  for (let at = open + 1; ; at += 2) {
    at = text.indexOf('"', at);
    if (at < 0) return text.length;
    if (text[at + 1] !== '"') return at;
  }
}

/** Without a delimiter: where the next space or tab is. */
function nextDelimiter(text: string, from: number, delimiter: string | undefined): number {
  if (delimiter !== undefined) {
    const found = text.indexOf(delimiter, from);
    return found < 0 ? text.length : found;
  }
  let at = from;
  while (at < text.length && text[at] !== ' ' && text[at] !== '\t') at++;
  return at;
}
