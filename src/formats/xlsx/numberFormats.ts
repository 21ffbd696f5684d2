import type { Package } from './package.ts';
import { attribute } from './xml.ts';

/** What numbers of a style are, where they are more than numbers. */
export type Moment = 'date' | 'clock' | 'duration';

/** Formats with fixed numbers (ECMA-376 part 1, 18.8.30, with those of East Asian versions). */
function builtIn(id: number): Moment | undefined {
  if (id === 46) return 'duration';
  if ((id >= 18 && id <= 21) || id === 45 || id === 47) return 'clock';
  const isDate = (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 50 && id <= 58);
  return isDate ? 'date' : undefined;
}

/** What a format code such as `dd/mm/yyyy;@` makes of a number. */
export function momentOf(code: string): Moment | undefined {
  // Only the first section counts: it is that of positive numbers. Texts in quotes and escaped signs are no codes.
  const plain = code.replaceAll(/"[^"]*"|\\.|[_*]./g, '').split(';')[0];
  if (/\[(?:h+|m+|s+)\]/i.test(plain)) return 'duration';
  const codes = plain.replaceAll(/\[[^\]]*\]/g, '').toLowerCase();
  if (/general/.test(codes)) return undefined;
  if (/[yd]|(?<![hs:])m{3,}/.test(codes) || /^[^hs]*m[^hs]*$/.test(codes)) return 'date';
  return /[hs]/.test(codes) ? 'clock' : undefined;
}

/** What numbers are, by the number of a cell's style. */
export async function readNumberFormats(
  archive: Package,
  part: string | undefined,
): Promise<(Moment | undefined)[]> {
  const styles: (Moment | undefined)[] = [];
  if (part === undefined || !archive.has(part)) return styles;
  const own = new Map<number, Moment | undefined>();
  let inCells = false;
  await archive.scan(part, {
    open(name, tag) {
      if (name === 'numFmt')
        own.set(Number(attribute(tag, 'numFmtId')), momentOf(attribute(tag, 'formatCode') ?? ''));
      else if (name === 'cellXfs') inCells = true;
      else if (name === 'xf' && inCells) {
        const id = Number(attribute(tag, 'numFmtId') ?? 0);
        styles.push(own.has(id) ? own.get(id) : builtIn(id));
      }
    },
    text: () => undefined,
    close(name) {
      if (name === 'cellXfs') inCells = false;
    },
  });
  return styles;
}
