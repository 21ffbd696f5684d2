import { inputError } from '../../errors.ts';
import type { Language } from './language.ts';
import { wordsOf } from './language.ts';

/** What stands at the head of a page: enough to find it. */
export interface PageHead {
  /** Name of its file, the same in all languages. */
  readonly name: string;
  readonly language: Language;
  readonly title: string;
  /** Other names of the concept. */
  readonly names: readonly string[];
  /** Words that the page explains beside: it is found by them, but they are not other names of it. */
  readonly words: readonly string[];
  /** Names of pages that go on from here. */
  readonly see: readonly string[];
  /** The whole file. */
  readonly text: string;
}

/** A page that explains a concept. */
export interface Page extends PageHead {
  /** Paragraphs and formulas, in order; line breaks of a formula count. */
  readonly parts: readonly { readonly kind: 'text' | 'formula'; readonly text: string }[];
  readonly picture: string;
  /** What to look at in the output of the commands, without the words that begin it. */
  readonly lookAt: string;
  /** Commands that run as they stand. */
  readonly commands: readonly string[];
  /** The page without its head of names. */
  readonly markdown: string;
}

/** What a page may take at most, in lines and characters. */
const MOST = { lines: 40, text: 5, textWidth: 76, picture: 12, pictureWidth: 60 } as const;

/** What every terminal draws one column wide: ASCII, and the letters with accents of Portuguese. */
const DRAWN = /^[ -~À-ÖØ-öø-ÿ]*$/;

/** A paragraph, a formula or a fenced block, and the line of the file where it begins. */
interface Chunk {
  readonly kind: 'text' | 'formula' | 'picture' | 'commands';
  readonly lines: readonly string[];
  readonly at: number;
}

/** An error at a line of a page, counted from 1. */
type Fail = (line: number, message: string) => never;

const failIn =
  (file: string): Fail =>
  (line, message) => {
    throw inputError(message, { where: { source: file, line } });
  };

const list = (text: string): string[] =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');

/**
 * The head of a page: the names between two lines `---`, and the title.
 *
 * @param file for errors: `docs/concepts/en/relu.md`
 * @throws NnError('input') with the line that is not as expected
 */
export function parseHead(text: string, file: string): PageHead {
  const fail = failIn(file);
  const lines = text.split('\n');
  const expect = (line: number, pattern: RegExp, what: string): string => {
    const [, value] = pattern.exec(lines[line - 1] ?? '') ?? [];
    return value ?? fail(line, `expected ${what}, found "${lines[line - 1] ?? ''}"`);
  };
  const [, language, name] = /([^/]+)\/([^/]+)\.md$/.exec(file) ?? [];
  if (language !== 'en' && language !== 'pt') return fail(1, 'expected a file in a folder en or pt');
  expect(1, /^(---)$/, 'the line ---');
  const called = expect(2, /^names:(.*)$/, 'names: other names, divided by commas');
  const [names, words = []] = called.split(';').map(list);
  const see = list(expect(3, /^see: (.+)$/, 'see: names of other pages, divided by commas'));
  expect(4, /^(---)$/, 'the line ---');
  expect(5, /^()$/, 'an empty line');
  const title = expect(6, /^# (\S.*)$/, 'the title: # Title');
  expect(7, /^()$/, 'an empty line');
  return { name, language, title, names, words, see, text };
}

/** Lines 8 and following, divided at empty lines outside of fences. */
function chunksOf(lines: readonly string[], fail: Fail): Chunk[] {
  const chunks: Chunk[] = [];
  for (let i = 7; i < lines.length;) {
    if (lines[i] === '') fail(i + 1, 'an empty line too many');
    const fence = /^```(.*)$/.exec(lines[i]);
    const end = fence ? lines.indexOf('```', i + 1) + 1 : lines.indexOf('', i);
    if (fence && end === 0) fail(i + 1, 'this block has no end: a line ```');
    const stop = end < 0 ? lines.length : end;
    const own = lines.slice(i, stop);
    if (fence) {
      if (fence[1] !== 'text' && fence[1] !== 'sh') fail(i + 1, 'expected ```text or ```sh');
      const kind = fence[1] === 'sh' ? 'commands' : 'picture';
      chunks.push({ kind, lines: own.slice(1, -1), at: i + 2 });
    } else {
      const indented = own.filter((line) => line.startsWith('    ')).length;
      if (indented > 0 && indented < own.length) fail(i + 1, 'an empty line stands between text and formula');
      chunks.push({ kind: indented > 0 ? 'formula' : 'text', lines: own, at: i + 1 });
    }
    if (stop < lines.length && lines[stop] !== '') fail(stop + 1, 'expected an empty line');
    i = stop + 1;
  }
  return chunks;
}

function checkLines({ lines, at }: Chunk, most: number, width: number, drawn: boolean, fail: Fail): void {
  if (lines.length > most) fail(at, `${lines.length} lines, expected at most ${most}`);
  for (const [i, line] of lines.entries()) {
    if (line.length > width) fail(at + i, `${line.length} characters, expected at most ${width}`);
    if (drawn && !DRAWN.test(line))
      fail(at + i, 'a picture has only ASCII characters and letters of Latin-1');
    if (line !== line.trimEnd()) fail(at + i, 'blanks at the end of the line');
  }
}

/**
 * A page from its Markdown: title, text with formulas, a picture, what to look at, commands.
 *
 * @throws NnError('input') with the line that is not as expected
 */
export function parsePage(head: PageHead, file: string): Page {
  const fail = failIn(file);
  const lines = head.text.replace(/\n$/, '').split('\n');
  if (lines.length > MOST.lines)
    fail(MOST.lines + 1, `${lines.length} lines, expected at most ${MOST.lines}`);
  const chunks = chunksOf(lines, fail);
  const last = lines.length;
  const pictureAt = chunks.findIndex(({ kind }) => kind === 'picture');
  if (pictureAt < 0) return fail(last, 'there is no picture: a block ```text');
  const before = chunks.slice(0, pictureAt);
  const [picture, lookAt, commands, more] = chunks.slice(pictureAt);
  const texts = before.filter(({ kind }) => kind === 'text');
  if (before[0]?.kind !== 'text') fail(8, 'expected text below the title');
  const wrong = before.find(({ kind }) => kind === 'commands');
  if (wrong) fail(wrong.at, 'the picture stands before the commands');
  checkLines(
    { ...texts[0], lines: texts.flatMap((one) => one.lines) },
    MOST.text,
    MOST.textWidth,
    false,
    fail,
  );
  checkLines(picture, MOST.picture, MOST.pictureWidth, true, fail);
  const label = wordsOf[head.language].lookAt;
  if (lookAt?.kind !== 'text' || !lookAt.lines[0].startsWith(`${label} `))
    return fail(lookAt?.at ?? last, `expected a paragraph that begins with ${label}`);
  checkLines(lookAt, MOST.text, MOST.textWidth, false, fail);
  if (commands?.kind !== 'commands' || commands.lines.length === 0)
    return fail(commands?.at ?? last, 'expected commands: a block ```sh');
  for (const [i, line] of commands.lines.entries())
    if (!line.startsWith('nn ')) fail(commands.at + i, 'a command begins with nn');
  if (more) fail(more.at, 'nothing stands below the commands');
  return {
    ...head,
    parts: before.map(({ kind, lines: own }) =>
      kind === 'formula'
        ? { kind, text: own.map((line) => line.slice(4)).join('\n') }
        : { kind: 'text', text: own.join(' ') },
    ),
    picture: picture.lines.join('\n'),
    lookAt: lookAt.lines.join(' ').slice(label.length + 1),
    commands: commands.lines,
    markdown: `${lines.slice(5).join('\n')}\n`,
  };
}
