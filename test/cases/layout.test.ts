import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { caseCommands, casesFolder } from '../support/cases.ts';

/** What a command's test files ask for: all its cases, or the parts into which they are divided. */
function asked(command: string): string[] {
  const own = new RegExp(`^${command}(\\.\\d+)?\\.test\\.ts$`);
  return readdirSync(casesFolder)
    .filter((file) => own.test(file))
    .map((file) => /runCases\((.*)\)/.exec(readFileSync(path.join(casesFolder, file), 'utf8'))?.[1] ?? file)
    .sort();
}

it.each(caseCommands())('every golden case of nn %s is in a test file', (command) => {
  const found = asked(command);
  const divided = found.map((_, i) => `'${command}', [${i}, ${found.length}]`);
  expect(found).toEqual(found.length === 1 ? [`'${command}'`] : divided);
  expect(found.length).toBeGreaterThan(0);
});
