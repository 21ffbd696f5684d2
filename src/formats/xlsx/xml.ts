/** What a scanner of XML tells; names are without their prefixes. */
export interface XmlHandler {
  /** @param tag the whole tag, of which `attribute` reads one */
  open(name: string, tag: string): void;
  /** Text between tags, entities replaced. */
  text(text: string): void;
  close(name: string): void;
}

const named: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/** Text with its entities replaced; unknown ones stay. */
export function unescapeXml(text: string): string {
  if (!text.includes('&')) return text;
  return text.replaceAll(
    /&(?:#(\d+)|#x([0-9a-f]+)|(\w+));/gi,
    (all, decimal?: string, hex?: string, name = '') => {
      const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
      if (code > 0 && code <= 0x10ffff) return String.fromCodePoint(code);
      return named[String(name)] ?? all;
    },
  );
}

const patterns = new Map<string, RegExp>();

/** The value of an attribute in a tag, whatever its prefix. */
export function attribute(tag: string, name: string): string | undefined {
  let pattern = patterns.get(name);
  if (!pattern) {
    pattern = new RegExp(`\\s(?:\\w+:)?${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`);
    patterns.set(name, pattern);
  }
  const found = pattern.exec(tag);
  return found ? unescapeXml(found[1] ?? found[2]) : undefined;
}

const NAME = /^[^\s/>]+/;
const localName = (tag: string): string => {
  const [name = ''] = NAME.exec(tag) ?? [];
  return name.slice(name.indexOf(':') + 1);
};

/** Where the tag that begins at `from` ends: a `>` outside of quotes. −1: not in this text. */
function tagEnd(text: string, from: number): number {
  for (let at = from; ;) {
    const end = text.indexOf('>', at);
    if (end < 0) return -1;
    const quote = /["']/g;
    quote.lastIndex = at;
    const opened = quote.exec(text);
    if (!opened || opened.index > end) return end;
    at = text.indexOf(opened[0], opened.index + 1) + 1;
    if (at === 0) return -1;
  }
}

/** How what is no element begins and ends. */
const others = [
  { begins: '<!--', ends: '-->', text: false },
  { begins: '<![CDATA[', ends: ']]>', text: true },
  { begins: '<?', ends: '?>', text: false },
] as const;

/** Reads XML piece by piece: enough of it for the parts of a workbook. */
export class XmlScanner {
  readonly #handler: XmlHandler;
  /** What was not told yet: it may go on in the next piece. */
  #rest = '';

  constructor(handler: XmlHandler) {
    this.#handler = handler;
  }

  /** Tells what is whole in the text so far. */
  write(piece: string): void {
    const text = this.#rest + piece;
    let at = 0;
    for (;;) {
      const begin = text.indexOf('<', at);
      if (begin < 0) break;
      if (begin > at) this.#handler.text(unescapeXml(text.slice(at, begin)));
      at = begin;
      const next = this.#told(text, begin);
      if (next < 0) break;
      at = next;
    }
    this.#rest = text.slice(at);
  }

  /** True when nothing is left that was begun. */
  get done(): boolean {
    return this.#rest.trim() === '';
  }

  /** Tells the tag that begins here, and returns where it ends; −1: not in this text. */
  #told(text: string, begin: number): number {
    const sign = text[begin + 1];
    if (sign === '!' || sign === '?') return this.#skipped(text, begin);
    const end = tagEnd(text, begin);
    if (end < 0) return -1;
    if (sign === '/') this.#handler.close(localName(text.slice(begin + 2, end)));
    else {
      const tag = text.slice(begin + 1, end);
      const name = localName(tag);
      this.#handler.open(name, tag);
      if (tag.endsWith('/')) this.#handler.close(name);
    }
    return end + 1;
  }

  #skipped(text: string, begin: number): number {
    const other = others.find(({ begins }) => text.startsWith(begins, begin));
    if (!other) {
      // The beginning of one of them may be cut off; what is left is <!DOCTYPE …>.
      const cut = others.some(({ begins }) => begins.startsWith(text.slice(begin)));
      return cut ? -1 : tagEnd(text, begin) + 1 || -1;
    }
    const end = text.indexOf(other.ends, begin + other.begins.length);
    if (end < 0) return -1;
    if (other.text) this.#handler.text(text.slice(begin + other.begins.length, end));
    return end + other.ends.length;
  }
}
