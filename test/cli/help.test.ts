import { expect, it } from 'vitest';
import { commandHelp, namesOfConcepts } from '../../src/cli/help.ts';
import { documents } from '../../src/cli/package.ts';
import { plainPainter } from '../../src/cli/render/paint.ts';
import { commands } from '../../src/commands/index.ts';
import { readConcepts } from '../../src/figures/concepts/index.ts';
import { languages } from '../../src/figures/concepts/language.ts';

it('the help of a command names the concept of its name, wherever there is one', async () => {
  const concepts = await readConcepts({ documents });
  const both = commands.filter(({ name }) => languages.some((language) => concepts.find(name, language)));
  expect(both.map(({ name }) => name).sort()).toEqual([...namesOfConcepts].sort());
});

it('the help of train takes a screen of 24 lines, with examples before ten usual options', async () => {
  const train = await commands.find(({ name }) => name === 'train')!.load();
  const look = { width: 80, paint: plainPainter, words: (text: string) => text };
  const lines = commandHelp(train, look, undefined).trimEnd().split('\n');
  expect(lines.length).toBeLessThanOrEqual(24);
  expect(lines.indexOf('Examples')).toBeLessThan(lines.indexOf('Usual options'));
  const options = lines.flatMap((line) => /^ {2}(--[\w-]+)/.exec(line)?.[1] ?? []);
  expect(options).toEqual(
    expect.arrayContaining([
      '--layers',
      '--target',
      '--validation-split',
      '--optimizer',
      '--learning-rate',
      '--epochs',
      '--batch-size',
      '--dropout',
      '--early-stopping',
      '--k-fold',
    ]),
  );
});
