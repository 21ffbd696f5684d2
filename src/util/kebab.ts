/** A text without the marks on its letters: `viés` → `vies`. */
export const withoutAccents = (text: string): string =>
  text.normalize('NFD').replaceAll(/\p{M}/gu, '').replaceAll('ł', 'l').replaceAll('Ł', 'L');

/** A name as it stands in a file name: `Camada oculta` → `camada-oculta`. */
export const kebab = (text: string): string =>
  text
    .normalize('NFC')
    .toLowerCase()
    .trim()
    .replaceAll(/[\s_]+/g, '-');

/** A name without what does not count in looking it up: case, accents, blanks or hyphens between words. */
export const foldName = (text: string): string => kebab(withoutAccents(text));
