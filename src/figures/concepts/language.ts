/** Languages in which concepts are explained, the first one unless another is asked for. */
export const languages = ['en', 'pt'] as const;
export type Language = (typeof languages)[number];

/** What a page says of itself in a language. */
interface Words {
  /** Begins the paragraph about the output of the commands. */
  readonly lookAt: string;
  readonly seeAlso: string;
  readonly otherNames: string;
  /** Below the list of all concepts. */
  readonly explains: string;
  readonly concepts: string;
  readonly reference: string;
  /** Files that ship with the program. */
  readonly files: string;
}

export const wordsOf: Readonly<Record<Language, Words>> = {
  en: {
    lookAt: 'Look at:',
    seeAlso: 'see also',
    otherNames: 'also called',
    explains: 'nn help NAME explains one of them; nn help layers is the reference of --layers.',
    concepts: 'Concepts',
    reference: 'Reference',
    files: 'Data that ships',
  },
  pt: {
    lookAt: 'Veja:',
    seeAlso: 'veja também',
    otherNames: 'também',
    explains: 'nn help NOME explica um deles; nn help layers é a referência de --layers (em inglês).',
    concepts: 'Conceitos',
    reference: 'Referência',
    files: 'Dados que vêm junto',
  },
};

/** The language to explain in: the one that is asked for, else that of the user's locale (`pt_BR.UTF-8`). */
export const languageOf = (chosen: Language | undefined, locale: string | undefined): Language =>
  chosen ?? languages.find((language) => locale?.toLowerCase().startsWith(language)) ?? languages[0];
