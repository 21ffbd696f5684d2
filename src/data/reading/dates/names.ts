import { lazy } from '../../../util/lazy.ts';

/** How a name is written: jan, Jan, JAN. */
export type Letters = 'lower' | 'title' | 'upper';
export type Language = 'en' | 'pt';

const words = (text: string): readonly string[] => text.split(' ');

/** From January, and from Monday; a short name is the first three letters. */
const months: Readonly<Record<Language, readonly string[]>> = {
  en: words('january february march april may june july august september october november december'),
  pt: words('janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro'),
};
const weekdays: Readonly<Record<Language, readonly string[]>> = {
  en: words('monday tuesday wednesday thursday friday saturday sunday'),
  pt: words('segunda-feira terça-feira quarta-feira quinta-feira sexta-feira sábado domingo'),
};
const languages: readonly Language[] = ['en', 'pt'];

/** Without marks and case, so that marco is março. */
const plain = (name: string): string => name.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();

/** Every spelling that is read → place of the name and its languages. */
function spellings(of: typeof months, more: readonly (readonly [string, number, Language])[]) {
  const found = new Map<string, { index: number; languages: Set<Language> }>();
  const add = (text: string, index: number, language: Language) => {
    const known = found.get(text);
    if (known) known.languages.add(language);
    else found.set(text, { index, languages: new Set([language]) });
  };
  for (const language of languages)
    of[language].forEach((name, index) => {
      add(plain(name), index, language);
      add(plain(name).slice(0, 3), index, language);
      if (name.endsWith('-feira')) add(plain(name).slice(0, -6), index, language);
    });
  for (const [text, index, language] of more) add(text, index, language);
  return found;
}

const monthSpellings = lazy(() => spellings(months, [['sept', 8, 'en']]));
const weekdaySpellings = lazy(() =>
  spellings(weekdays, [
    ['tues', 1, 'en'],
    ['thur', 3, 'en'],
    ['thurs', 3, 'en'],
  ]),
);

/** The month of a name in any case, 1 … 12. */
export function monthNamed(name: string): number | undefined {
  const index = monthSpellings().get(plain(name))?.index;
  return index === undefined ? undefined : index + 1;
}

export const isWeekday = (name: string): boolean => weekdaySpellings().has(plain(name));

/** The one language in which all of these are names; English where both know them. */
export function languageOf(names: readonly string[]): Language {
  const knows = (language: Language) =>
    names.every((name) => {
      const known = monthSpellings().get(plain(name)) ?? weekdaySpellings().get(plain(name));
      return known === undefined || known.languages.has(language);
    });
  return !knows('en') && knows('pt') ? 'pt' : 'en';
}

/** jan, Jan or JAN: how most of the letters of a name are. */
export function lettersOf(name: string): Letters {
  if (name === name.toLowerCase()) return 'lower';
  return name === name.toUpperCase() ? 'upper' : 'title';
}

function written(name: string, letters: Letters): string {
  if (letters === 'lower') return name;
  return letters === 'upper' ? name.toUpperCase() : name[0].toUpperCase() + name.slice(1);
}

/** How a name is to be written. */
export interface NameStyle {
  readonly language: Language;
  readonly letters: Letters;
  /** Its first three letters. */
  readonly short: boolean;
}

const nameIn = (of: typeof months, index: number, { language, letters, short }: NameStyle): string =>
  written(short ? of[language][index].slice(0, 3) : of[language][index], letters);

/** Name of a month, from 1. */
export const monthName = (month: number, style: NameStyle): string => nameIn(months, month - 1, style);

/** Name of a day of the week, from 0 for Monday. */
export const weekdayName = (weekday: number, style: NameStyle): string => nameIn(weekdays, weekday, style);
