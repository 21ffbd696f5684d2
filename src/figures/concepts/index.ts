import type { Files } from '../../host/files.ts';
import { foldName, kebab } from '../../util/kebab.ts';
import { languages } from './language.ts';
import type { Language } from './language.ts';
import { parseHead, parsePage } from './page.ts';
import type { Page, PageHead } from './page.ts';

const FOLDER = 'docs/concepts';

const fileOf = ({ language, name }: Pick<PageHead, 'language' | 'name'>) =>
  `${FOLDER}/${language}/${name}.md`;

/** All pages that explain concepts. */
export interface Concepts {
  /** Names of their files, in the order of the alphabet. */
  readonly names: readonly string[];
  /** Every name by which a page is found, for suggestions: without accents, and as the page spells it. */
  readonly known: ReadonlyMap<string, string>;
  /** The page of a name in any language; the one in this language where there is one. */
  find(name: string, language: Language): PageHead | undefined;
  /** What a page is called in this language, as one word: `camada-oculta`. */
  label(name: string, language: Language): string;
  /** Names of the pages that have this option of the command line: `--dropout`. */
  mention(option: string): readonly string[];
}

/** Every name by which a page is found: that of its file, its title, and those in its head. */
export const namesOf = ({ name, title, names, words }: PageHead): readonly string[] => [
  name,
  title,
  ...names,
  ...words,
];

/** Pages by their names. */
export function conceptsOf(heads: readonly PageHead[]): Concepts {
  const pages = new Map<string, Partial<Record<Language, PageHead>>>();
  for (const head of heads) pages.set(head.name, { ...pages.get(head.name), [head.language]: head });
  const page = (name: string, language: Language): PageHead | undefined => {
    const found = pages.get(name);
    return found && (found[language] ?? languages.map((other) => found[other]).find((other) => other));
  };
  const inOrder = (language: Language) => heads.toSorted((a) => (a.language === language ? -1 : 1));
  const find = (name: string, language: Language) => {
    const wanted = foldName(name);
    const named = inOrder(language).find((head) => namesOf(head).some((one) => foldName(one) === wanted));
    return page(wanted, language) ?? (named && page(named.name, language));
  };
  return {
    names: [...pages.keys()].sort(),
    known: new Map(heads.flatMap((head) => namesOf(head).map((name) => [foldName(name), kebab(name)]))),
    find,
    label(name, language) {
      const head = page(name, language);
      return head === undefined || head.language === 'en' ? name : kebab(head.title);
    },
    mention(option) {
      const word = new RegExp(`(?<![\\w-])--(no-)?${option.replace(/^--/, '')}(?![\\w-])`);
      return [...new Set(heads.filter(({ text }) => word.test(text)).map(({ name }) => name))].sort();
    },
  };
}

/**
 * The pages that ship with the program.
 *
 * @throws NnError('input') for a page whose head is not as it should be
 */
export async function readConcepts(files: Pick<Files, 'documents'>): Promise<Concepts> {
  const heads = await Promise.all(
    languages.map(async (language) => {
      const folder = `${FOLDER}/${language}`;
      const texts = await files.documents(folder);
      return [...texts].map(([name, text]) => parseHead(text, `${folder}/${name}`));
    }),
  );
  return conceptsOf(heads.flat());
}

/**
 * A page as it is shown.
 *
 * @throws NnError('input') for a page that is not as it should be
 */
export const pageOf = (head: PageHead): Page => parsePage(head, fileOf(head));
