import { lookUp } from './guards.ts';

/** Spellings that TextDecoder does not know: Python's, and those of code pages. */
const spellings: Readonly<Record<string, string>> = {
  'latin-1': 'latin1',
  utf16: 'utf-16',
  utf16le: 'utf-16le',
  utf16be: 'utf-16be',
  'utf-8-sig': 'utf-8',
  ansi: 'windows-1252',
  cp932: 'shift_jis',
  cp936: 'gbk',
  cp949: 'euc-kr',
  cp950: 'big5',
  macroman: 'macintosh',
};

/**
 * The name of an encoding as TextDecoder gives it, of any spelling of it; `latin1` keeps its own, as its users
 * know it. Undefined: it is unknown.
 */
export function encodingNamed(name: string): string | undefined {
  const lower = name.trim().toLowerCase().replaceAll(' ', '-');
  const known = lookUp(spellings, lower) ?? lookUp(spellings, lower.replaceAll('_', '-')) ?? lower;
  if (known === 'latin1') return known;
  for (const label of [known, known.replaceAll('_', '-')]) {
    try {
      return new TextDecoder(label).encoding;
    } catch {
      // The next spelling.
    }
  }
  return undefined;
}
