import { expect, it } from 'vitest';
import { namesOfConcepts } from '../../src/cli/help.ts';
import { documents } from '../../src/cli/package.ts';
import { commands } from '../../src/commands/index.ts';
import { readConcepts } from '../../src/figures/concepts/index.ts';
import { languages } from '../../src/figures/concepts/language.ts';

it('the help of a command names the concept of its name, wherever there is one', async () => {
  const concepts = await readConcepts({ documents });
  const both = commands.filter(({ name }) => languages.some((language) => concepts.find(name, language)));
  expect(both.map(({ name }) => name).sort()).toEqual([...namesOfConcepts].sort());
});
