/** Texts that mean true and false, in the languages of the tables that people have; in lower case. */
const pairs: readonly (readonly [yes: string, no: string])[] = [
  ['yes', 'no'],
  ['y', 'n'],
  ['true', 'false'],
  ['t', 'f'],
  ['sim', 'não'],
  ['sim', 'nao'],
  ['s', 'n'],
  ['verdadeiro', 'falso'],
  ['v', 'f'],
  ['sí', 'no'],
  ['si', 'no'],
  ['oui', 'non'],
  ['vrai', 'faux'],
  ['ja', 'nein'],
  ['on', 'off'],
];

/** The texts of a column that mean true and false, in lower case. */
export interface Booleans {
  readonly yes: readonly string[];
  readonly no: readonly string[];
}

/** A text as booleans and categories are compared. */
export const folded = (text: string): string => text.trim().toLowerCase();

/**
 * The two values of a column that holds nothing else, such as `sim` and `NÃO`; undefined for other columns.
 * Both have to occur: a column of `no` alone says nothing about what the other value is.
 */
export function booleansOf(texts: readonly string[]): Booleans | undefined {
  const words = new Set(texts.map(folded));
  if (words.size < 2 || words.size > 4) return undefined;
  const found = pairs.filter(([yes, no]) => words.has(yes) && words.has(no));
  const yes = new Set(found.map(([word]) => word));
  const no = new Set(found.map(([, word]) => word));
  const covered = [...words].every((word) => yes.has(word) || no.has(word));
  return covered && found.length > 0 ? { yes: [...yes], no: [...no] } : undefined;
}

/** What every known word means, and the numbers that programs write for them. */
const meanings = new Map([
  ...pairs.flatMap(([yes, no]): [string, number][] => [
    [yes, 1],
    [no, 0],
  ]),
  ['1', 1],
  ['0', 0],
  ['1.0', 1],
  ['0.0', 0],
]);

/** 1, 0, or NaN for a text that is neither; other words for true and false than those of training count too. */
export function booleanReader({ yes, no }: Booleans): (text: string) => number {
  return (text) => {
    const word = folded(text);
    return yes.includes(word) ? 1 : no.includes(word) ? 0 : (meanings.get(word) ?? Number.NaN);
  };
}
