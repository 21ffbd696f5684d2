// docs/reference.md, written from the records of the commands: part of `npm run reference`.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { commands } from '../src/commands/index.ts';
import { referencePage } from './referencePage.ts';

const described = await Promise.all(
  commands.map(async (entry) => {
    const { about, arguments: args, options, examples } = await entry.load();
    return {
      name: entry.name,
      group: entry.group,
      summary: entry.summary,
      about,
      arguments: args,
      options,
      examples,
    };
  }),
);
writeFileSync(
  fileURLToPath(new URL('../docs/reference.md', import.meta.url)),
  await referencePage(described),
);
