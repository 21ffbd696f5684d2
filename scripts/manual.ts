// The manual pages, written from the records of the commands: `tsx scripts/manual.ts` writes dist/man.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { commands } from '../src/commands/index.ts';
import { commandManual, programManual } from '../src/figures/manual.ts';

const folder = new URL('../dist/man/', import.meta.url);
const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

const described = await Promise.all(commands.map(async (entry) => ({ ...entry, ...(await entry.load()) })));
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const write = (file: string, text: string) => writeFileSync(fileURLToPath(new URL(file, folder)), text);
write('nn.1', programManual(described, version));
for (const command of described) write(`nn-${command.name}.1`, commandManual(command, version));
