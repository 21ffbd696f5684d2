import { describe, expect, it } from 'vitest';
import { conceptsOf } from '../../src/figures/concepts/index.ts';
import { languageOf } from '../../src/figures/concepts/language.ts';
import { parseHead, parsePage } from '../../src/figures/concepts/page.ts';
import { pageFiles, readPage } from '../support/concepts.ts';

const page = (language: 'en' | 'pt' = 'en', lookAt = 'Look at: it.') => `---
names: ReLU, rectified linear unit
see: step
---

# The ReLU

Text of a
page with --dropout.

    y = max(0, x)

\`\`\`text
 __/
\`\`\`

${lookAt}

\`\`\`sh
nn plot activation relu
\`\`\`
`;
const file = 'docs/concepts/en/relu.md';
const parse = (text: string) => parsePage(parseHead(text, file), file);

describe('a page', () => {
  it('is read', () => {
    expect(parse(page())).toMatchObject({
      name: 'relu',
      language: 'en',
      title: 'The ReLU',
      names: ['ReLU', 'rectified linear unit'],
      words: [],
      see: ['step'],
      parts: [
        { kind: 'text', text: 'Text of a page with --dropout.' },
        { kind: 'formula', text: 'y = max(0, x)' },
      ],
      picture: ' __/',
      lookAt: 'it.',
      commands: ['nn plot activation relu'],
    });
  });

  it('is found by words that are no other names of it', () => {
    const names = 'rectified linear unit; np.maximum, kink';
    expect(parse(page().replace('rectified linear unit', names))).toMatchObject({
      names: ['ReLU', 'rectified linear unit'],
      words: ['np.maximum', 'kink'],
    });
  });

  it('has letters with accents in its picture', () => {
    expect(parse(page().replace('__/', 'não'))).toMatchObject({ picture: ' não' });
  });

  it.each([
    [1, page().slice(4), 'the line ---'],
    [2, page().replace('names:', 'name:'), 'names:'],
    [3, page().replace('see: step', 'see:'), 'see:'],
    [6, page().replace('# The', '## The'), 'title'],
    [8, page().replace('Text of a', '\nText of a'), 'empty line'],
    [8, page().replace('Text of a', 'x'.repeat(77)), '77 characters'],
    [8, page().replace('Text of a', 'a\nb\nc\nd\ne'), '6 lines'],
    [13, page().replace('```text', '```python'), '```text or ```sh'],
    [14, page().replace('__/', '──/'), 'Latin-1'],
    [14, page().replace('__/', 'x'.repeat(61)), '62 characters'],
    [17, page('en', 'Veja: isto.'), 'Look at:'],
    [20, page().replace('nn plot', 'plot'), 'begins with nn'],
    [23, `${page()}\nmore\n`, 'below the commands'],
  ])('that is wrong in line %i is an error', (line, text, message) => {
    expect(() => parse(text)).toThrow(
      expect.objectContaining({ message: expect.stringContaining(message), where: { source: file, line } }),
    );
  });
});

describe('concepts', () => {
  const of = (text: string, language: string, name: string) =>
    parseHead(text, `docs/concepts/${language}/${name}.md`);
  const layer = page('pt')
    .replace('ReLU, rectified linear unit', 'viés')
    .replace('The ReLU', 'Camada oculta');
  const concepts = conceptsOf([
    of(page(), 'en', 'relu'),
    of(page(), 'pt', 'relu'),
    of(page().replace('ReLU, rectified linear unit', '').replace('The ReLU', 'Hidden'), 'en', 'hidden-layer'),
    of(layer, 'pt', 'hidden-layer'),
  ]);

  it.each(['relu', 'ReLU', 'RELU', 'rectified-linear-unit', 'Rectified linear unit', 'the relu'])(
    '%s is found',
    (name) => expect(concepts.find(name, 'en')).toMatchObject({ name: 'relu', language: 'en' }),
  );

  it.each(['camada-oculta', 'Camada Oculta', 'viés', 'vies', 'vi\u0065\u0301s'])(
    '%s is found in English',
    (name) => expect(concepts.find(name, 'en')).toMatchObject({ name: 'hidden-layer', language: 'en' }),
  );

  it('are named in a language', () => {
    expect(concepts.label('hidden-layer', 'en')).toBe('hidden-layer');
    expect(concepts.label('hidden-layer', 'pt')).toBe('camada-oculta');
  });

  it('are spelled as their pages spell them', () => {
    expect(concepts.known.get('vies')).toBe('viés');
    expect(concepts.known.get('camada-oculta')).toBe('camada-oculta');
  });

  it('mention options', () => {
    expect(concepts.mention('--dropout')).toEqual(['hidden-layer', 'relu']);
    expect(concepts.mention('--drop')).toEqual([]);
  });
});

it.each([
  [undefined, 'pt_BR.UTF-8', 'pt'],
  [undefined, 'de_DE', 'en'],
  [undefined, undefined, 'en'],
  ['en', 'pt_PT', 'en'],
  ['pt', 'C', 'pt'],
] as const)('--lang %s with the locale %s is %s', (chosen, locale, language) => {
  expect(languageOf(chosen, locale)).toBe(language);
});

it.each(pageFiles())('%s is a page', (name) => {
  expect(readPage(name).commands).not.toEqual([]);
});
