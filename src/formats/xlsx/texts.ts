import type { Package } from './package.ts';

/** Signs that XML cannot hold, as Excel writes them: `_x000D_` (ECMA-376 part 1, 22.9.2.19). */
export const unescapeText = (text: string): string =>
  text.includes('_x')
    ? text.replaceAll(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) =>
        String.fromCharCode(Number.parseInt(code, 16)),
      )
    : text;

/** Collects the text of a string item: of all its runs, without how East Asian words are read aloud. */
export class ItemText {
  #text = '';
  #inText = false;
  #aloud = false;

  open(name: string): void {
    if (name === 't') this.#inText = !this.#aloud;
    else if (name === 'rPh') this.#aloud = true;
  }

  text(text: string): void {
    if (this.#inText) this.#text += text;
  }

  close(name: string): void {
    if (name === 't') this.#inText = false;
    else if (name === 'rPh') this.#aloud = false;
  }

  /** The text so far; the next item begins. */
  take(): string {
    const text = unescapeText(this.#text);
    this.#text = '';
    return text;
  }
}

/** The texts that cells share, by their numbers. */
export async function readSharedTexts(archive: Package, part: string | undefined): Promise<string[]> {
  const texts: string[] = [];
  if (part === undefined || !archive.has(part)) return texts;
  const item = new ItemText();
  await archive.scan(part, {
    open: (name) => item.open(name),
    text: (text) => item.text(text),
    close(name) {
      item.close(name);
      if (name === 'si') texts.push(item.take());
    },
  });
  return texts;
}
