import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { referencePage } from '../../scripts/referencePage.ts';
import { commands } from '../../src/commands/index.ts';
import { root } from '../support/workspace.ts';

it('docs/reference.md has the options of the commands; npm run reference writes it', async () => {
  const described = await Promise.all(
    commands.map(async (entry) => {
      const { about, arguments: args, options, examples } = await entry.load();
      const { name, group, summary } = entry;
      return { name, group, summary, about, arguments: args, options, examples };
    }),
  );
  expect(readFileSync(path.join(root, 'docs/reference.md'), 'utf8')).toBe(await referencePage(described));
});
