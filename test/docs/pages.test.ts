import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { fencesOf } from '../support/documents.ts';
import { root } from '../support/workspace.ts';

const textOf = (file: string) => readFileSync(path.join(root, file), 'utf8');
const pages = readdirSync(path.join(root, 'docs')).filter((name) => name.endsWith('.md'));
const documents = ['README.md', 'docs/gallery/README.md', ...pages.map((name) => `docs/${name}`)];

/** Pages whose commands run, each in a test of its own. */
const tested = new Set(
  readdirSync(path.join(root, 'test', 'docs')).flatMap((file) => {
    const text = textOf(`test/docs/${file}`);
    const [, name] = /testDocument\(\s*'([^']+)'/.exec(text) ?? [];
    return name ? [name] : [];
  }),
).add('docs/notes.md');

/** Pages with commands that need minutes and other libraries; `npm run bench:sklearn` runs them. */
const measured = new Set(['docs/against-scikit-learn.md']);

/** The name that a web page gives to a heading. */
const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
const anchorsOf = (file: string) =>
  Array.from(textOf(file).matchAll(/^#+ (.*)$/gm), ([, heading]) => anchorOf(heading));

describe.each(documents)('%s', (document) => {
  const text = textOf(document);
  const prose = text.replaceAll(/^```.*?^```$/gms, '').replaceAll(/`[^`]*`/g, '');

  it('links to what is there', () => {
    const broken = Array.from(prose.matchAll(/\]\(([^)\s]+)\)/g), ([, target]) => target)
      .filter((target) => !/^[a-z]+:/.test(target))
      .filter((target) => {
        const [file, anchor] = target.split('#');
        const found = file === '' ? document : path.join(path.dirname(document), file);
        if (!existsSync(path.join(root, found))) return true;
        return anchor !== undefined && !anchorsOf(found).includes(anchor);
      });
    expect(broken).toEqual([]);
  });

  it.skipIf(measured.has(document))('has commands only where they are run', () => {
    const runs = fencesOf(text).filter(({ info }) => /^(console|sh)\b/.test(info));
    const others = runs.filter(({ text: lines }) => !/^(?:npm|npx|git) /.test(lines));
    if (!tested.has(document)) expect(others.map(({ text: lines }) => lines)).toEqual([]);
  });

  it('says of every block what it is', () => {
    const known = new Set(['console', 'console talk', 'sh', 'text', 'ts', 'json', 'python']);
    expect(
      fencesOf(text)
        .map(({ info }) => info)
        .filter((info) => !known.has(info)),
    ).toEqual([]);
  });
});

it('the index names every page', () => {
  const index = textOf('docs/README.md');
  expect(pages.filter((name) => name !== 'README.md' && !index.includes(`](${name})`))).toEqual([]);
});

it('the README takes two screens', () => {
  expect(textOf('README.md').split('\n').length).toBeLessThanOrEqual(125);
});

describe('options and commands that pages name are there', () => {
  const reference = textOf('docs/reference.md');
  const known = new Set(reference.match(/(?<![\w-])--[a-z][a-z0-9-]*/g));
  const names = new Set(Array.from(reference.matchAll(/^### nn (.*)$/gm), ([, name]) => name)).add('help');
  const guides = [
    'README.md',
    ...['guide', 'cookbook', 'faq', 'features'].map((name) => `docs/${name}.md`),
    ...measured,
  ];

  it.each(guides)('%s', (file) => {
    const text = textOf(file);
    // Names of other libraries, which options take too, and options of npm and Node.js.
    const foreign = new Set([
      '--lr',
      '--patience',
      '--batch',
      '--cv',
      '--random',
      '--hidden',
      '--all',
      '--experimental',
    ]);
    const inCode = [...text.matchAll(/`[^`\n]+`/g), ...text.matchAll(/^(?:\$ |nn ).*/gm)].map(
      ([code]) => code,
    );
    const options = inCode.flatMap((code) => code.match(/(?<![\w-])--[a-z][a-z0-9-]*/g) ?? []);
    const missing = options
      .map((option) => option.replace('--experimental-wasm-relaxed-simd', '--experimental'))
      .filter(
        (option) => !known.has(option) && !known.has(option.replace('--no-', '--')) && !foreign.has(option),
      );
    expect([...new Set(missing)]).toEqual([]);
    const called = inCode.flatMap((code) =>
      Array.from(code.matchAll(/(?:^[`$] ?|\| ?)nn ([a-z-]+)/g), ([, name]) => name),
    );
    expect(called.filter((name) => !names.has(name))).toEqual([]);
  });
});
