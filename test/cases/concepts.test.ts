import { mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { commandsIn, pageFiles } from '../support/concepts.ts';
import { parseShell } from '../support/parseShell.ts';
import { runStatements } from '../support/shell.ts';
import { commandFolder, sharedFolder } from '../support/workspace.ts';

// The commands of a page run one after the other in an empty folder, with the data that ships alone.
const commands = new Map(pageFiles().map((file) => [commandsIn(file).join('\n'), file]));

/** Seconds of a processor that a command may take, those of its threads included; a reader waits for it. */
const MOST = 15;

const home = process.cwd();
let folder = '';

beforeEach(() => {
  folder = mkdtempSync(path.join(sharedFolder('work'), 'concept-'));
  process.chdir(folder);
});
afterEach(() => {
  process.chdir(home);
  rmSync(folder, { recursive: true });
});

it.each([...commands].map(([lines, file]) => [file, lines.split('\n')] as const))(
  'the commands of %s run',
  async (_, lines) => {
    for (const line of lines) {
      const begun = process.cpuUsage();
      const { status, stdout, stderr } = await runStatements(parseShell(line) ?? [], commandFolder());
      expect({ line, status, ...(status !== 0 && { stderr }) }).toEqual({ line, status: 0 });
      expect(stdout, line).not.toBe('');
      const { user, system } = process.cpuUsage(begun);
      expect((user + system) / 1e6, line).toBeLessThan(MOST);
    }
  },
);
