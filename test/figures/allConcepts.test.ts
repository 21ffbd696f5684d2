import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { shipped } from '../../src/cli/package.ts';
import { renderBlocks } from '../../src/cli/render/blocks.ts';
import { plainPainter } from '../../src/cli/render/paint.ts';
import { commands } from '../../src/commands/index.ts';
import { pageBlock } from '../../src/figures/concepts/blocks.ts';
import { groups } from '../../src/figures/concepts/groups.ts';
import { conceptsOf, namesOf } from '../../src/figures/concepts/index.ts';
import { languages } from '../../src/figures/concepts/language.ts';
import { trainOptions } from '../../src/options/train.ts';
import { toAscii } from '../../src/util/ascii.ts';
import { flagOf } from '../../src/util/flag.ts';
import { foldName } from '../../src/util/kebab.ts';
import { pageFiles, readPage } from '../support/concepts.ts';
import { root } from '../support/workspace.ts';

const pages = pageFiles().map(readPage);
const concepts = conceptsOf(pages);
const inLanguage = (language: string) => pages.filter((page) => page.language === language);

describe.each(languages)('pages in %s', (language) => {
  it('are there for every concept of the groups, and for no other', () => {
    const names = inLanguage(language).map(({ name }) => name);
    expect(names.sort()).toEqual(groups.flatMap((group) => group.names).toSorted());
  });

  it.each(Object.keys(trainOptions).map(flagOf))('one of them is about %s', (option) => {
    const about = new RegExp(`(?<![\\w-])--(no-)?${option.slice(2)}(?![\\w-])`);
    expect(inLanguage(language).filter(({ text }) => about.test(text))).not.toEqual([]);
  });
});

it.each(pages.map((page) => [`${page.language}/${page.name}`, page] as const))(
  '%s links to pages',
  (_, page) => {
    expect(page.see.filter((name) => !concepts.names.includes(name))).toEqual([]);
    expect(page.see).not.toContain(page.name);
  },
);

it('a name means one concept, in whatever language', () => {
  const owners = new Map<string, Set<string>>();
  for (const page of pages)
    for (const name of namesOf(page).map(foldName))
      owners.set(name, (owners.get(name) ?? new Set()).add(page.name));
  const shared = [...owners].filter(([, names]) => names.size > 1).map(([name, names]) => [name, ...names]);
  expect(shared).toEqual([]);
});

it('a concept that has the name of a command has another one', () => {
  const isCommand = (name: string) => commands.some((command) => command.name === foldName(name));
  for (const page of pages.filter(({ name }) => isCommand(name)))
    expect(
      namesOf(page).filter((name) => !isCommand(name)),
      page.name,
    ).not.toEqual([]);
});

/** A literal cannot be cut. */
const isLiteral = (line: string) => /^ *'|'\[/.test(line);

it.each([60, 80])('every page fits %i columns', (width) => {
  for (const page of pages) {
    const text = renderBlocks(
      [pageBlock(page, concepts, { width, ascii: false })],
      width,
      plainPainter,
      true,
    );
    const wide = text.split('\n').filter((line) => line.length > width && !isLiteral(line));
    expect(wide, `${page.language}/${page.name}`).toEqual([]);
  }
});

it('every page is ASCII under --ascii', () => {
  for (const page of pages) {
    const text = renderBlocks(
      [pageBlock(page, concepts, { width: 80, ascii: true })],
      80,
      plainPainter,
      true,
    );
    // oxlint-disable-next-line no-control-regex
    expect(toAscii(text).match(/[^\u0000-\u007f]/g), `${page.language}/${page.name}`).toBe(null);
  }
});

it('the package holds the pages and the data sets that are named nn:', () => {
  const { files } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { files: string[] };
  const data = files.filter((file) => file.startsWith('fixtures/'));
  expect(data.toSorted()).toEqual(shipped.map((name) => `fixtures/${name}`).toSorted());
  expect(files).toContain('docs/concepts');
  for (const file of data) expect(readFileSync(path.join(root, file)).length).toBeGreaterThan(0);
});
