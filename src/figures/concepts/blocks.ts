import type { Block, Json } from '../../report/result.ts';
import { textToAscii, toAscii } from '../../util/ascii.ts';
import { textWidth } from '../../util/textWidth.ts';
import { withoutAccents } from '../../util/kebab.ts';
import { wrap } from '../../util/wrap.ts';
import { foldCommand } from '../foldCommand.ts';
import { groups } from './groups.ts';
import type { Concepts } from './index.ts';
import { wordsOf } from './language.ts';
import type { Language } from './language.ts';
import type { Page } from './page.ts';
import { maxOf } from '../../util/extremes.ts';

/** No line of text is wider than this. */
const WIDEST = 80;

interface Look {
  readonly width: number;
  /** Letters without accents too. */
  readonly ascii: boolean;
}

/** A drawing or formula below text, moved in where that fits. */
function indented(text: string, width: number): string {
  const widest = maxOf(text.split('\n').map((line) => textWidth(line)));
  return widest + 2 > width ? text : text.replaceAll(/^(?=.)/gm, '  ');
}

/** A page on a screen of this width. */
export function pageBlock(page: Page, concepts: Concepts, { width: screen, ascii }: Look): Block {
  const width = Math.min(screen, WIDEST);
  const { seeAlso, otherNames, lookAt } = wordsOf[page.language];
  const plain = (text: string) => (ascii ? withoutAccents(textToAscii(text)) : text);
  const paragraph = (text: string): Block => ({
    kind: 'text',
    ownLines: true,
    text: wrap(plain(text), width).join('\n'),
  });
  const drawn = (text: string): Block => ({
    kind: 'preformatted',
    text: indented(ascii ? withoutAccents(toAscii(text)) : text, width),
  });
  const see = page.see.map((name) => concepts.label(name, page.language)).join(', ');
  const facts = [
    [plain(seeAlso), plain(see)],
    ...(page.names.length === 0 ? [] : [[plain(otherNames), plain(page.names.join(', '))]]),
  ];
  const left = maxOf(facts.map(([name]) => textWidth(name))) + 2;
  const blocks: Block[] = [
    { kind: 'heading', text: plain(page.title) },
    ...page.parts.map(({ kind, text }): Block =>
      kind === 'text'
        ? paragraph(text)
        : { kind: 'preformatted', text: indented(plain(text), width), equations: true },
    ),
    drawn(page.picture),
    paragraph(`${lookAt} ${page.lookAt}`),
    { kind: 'preformatted', text: page.commands.map((one) => foldCommand(one, width)).join('\n') },
    {
      kind: 'facts',
      ownLines: true,
      facts: facts.map(([name, value]) => [name, wrap(value, width - left).join('\n')]),
    },
  ];
  return { kind: 'written', blocks, markdown: page.markdown };
}

/** A page as data. */
export const pageJson = (page: Page): Json => ({
  kind: 'concept',
  name: page.name,
  language: page.language,
  title: page.title,
  aliases: page.names,
  text: page.parts.flatMap(({ kind, text }) => (kind === 'text' ? [text] : [])),
  formula: page.parts.flatMap(({ kind, text }) => (kind === 'formula' ? text.split('\n') : [])),
  picture: page.picture,
  look_at: page.lookAt,
  commands: page.commands,
  see: page.see,
});

/** The concepts that have a page, by group. */
export const grouped = (concepts: Concepts, language: Language): (readonly [string, readonly string[]])[] =>
  groups.map(({ title, names }) => [
    title[language],
    names.filter((name) => concepts.names.includes(name)).map((name) => concepts.label(name, language)),
  ]);

/** The list of all concepts on a screen of this width. */
export function conceptListBlocks(
  concepts: Concepts,
  language: Language,
  { width: screen, ascii }: Look,
): Block[] {
  const rows = grouped(concepts, language).filter(([, names]) => names.length > 0);
  if (rows.length === 0) return [];
  const plain = (text: string) => (ascii ? withoutAccents(text) : text);
  const left = maxOf(rows.map(([title]) => textWidth(title))) + 2;
  const width = Math.min(screen, 100) - left;
  return [
    { kind: 'heading', text: plain(wordsOf[language].concepts) },
    {
      kind: 'facts',
      ownLines: true,
      facts: rows.map(([title, names]) => [plain(title), wrap(plain(names.join(', ')), width).join('\n')]),
    },
  ];
}
