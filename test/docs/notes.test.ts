import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { examplesOf, shownOf, withOutputs } from '../support/documents.ts';
import { golden } from '../support/fixtures.ts';
import { parseShell } from '../support/parseShell.ts';
import { runStatements } from '../support/shell.ts';
import { commandFolder, root, Workspace } from '../support/workspace.ts';

// The walk through the study notes: every command runs, in its order and in one folder, on a terminal of 80
// columns; what the document shows is what comes out, and its numbers are those of NumPy.
// UPDATE_DOCS=1 writes the outputs anew.
const update = process.env.UPDATE_DOCS === '1';
const file = path.join(root, 'docs', 'notes.md');
const text = readFileSync(file, 'utf8');
const examples = examplesOf(text);
const outputs: string[] = [];
const home = process.cwd();
let workspace: Workspace;

/** What an output must have: texts that NumPy prints, and only numbers with a point that NumPy computes. */
interface Truth {
  readonly prints: readonly string[];
  readonly numbers: readonly number[];
}
const truths = golden<Readonly<Record<string, Truth>>>('notes.json');

beforeAll(() => {
  workspace = new Workspace();
  process.chdir(workspace.folder);
});
afterAll(() => {
  process.chdir(home);
  workspace.clean();
  if (update && outputs.length === examples.length) writeFileSync(file, withOutputs(text, examples, outputs));
});

/** Half a unit of the last digit, and what float32 may be off. */
const toleranceOf = (number: number, unit: number) => Math.max(0.5001 * unit, 1.2e-7 * Math.abs(number));

/** Numbers with a point in a text, without their signs, with the unit of their last digit. */
const fractions = (shown: string) =>
  Array.from(shown.matchAll(/(?<![\w.])\d+\.(?!\s\w)\d*(?:e[-+]?\d+)?/g), ([digits]) => {
    const [mantissa, exponent = '0'] = digits.split('e');
    const decimals = mantissa.split('.')[1].length;
    return { digits, value: Number(digits), unit: 10 ** (Number(exponent) - decimals) };
  });

/** Words of NumPy's print, however it is laid out. */
const words = (print: string) =>
  print.replaceAll(/\s+/g, ' ').replaceAll(/\[ /g, '[').replaceAll(/ \]/g, ']');

describe.sequential('docs/notes.md', () => {
  it.each(examples)('$command', async ({ command, shown }) => {
    const statements = parseShell(command.replaceAll('\\\n', ' '));
    expect(statements).toBeDefined();
    const { stdout, stderr } = await runStatements(statements ?? [], commandFolder(), undefined, 80);
    const found = (stdout === '' ? stderr : stdout).replaceAll(/^(time +).*$/gm, '$1…');
    outputs.push(shownOf(found, shown));
    if (!update) expect(outputs.at(-1)).toBe(shown);
  });

  it.each(Object.entries(truths))('%s has the numbers of NumPy', (command, { prints, numbers }) => {
    const shown = examples.find((example) => example.command === command)?.shown ?? '';
    expect(shown, 'the document has this command').not.toBe('');
    for (const print of prints) expect(words(shown)).toContain(words(print));
    for (const { digits, value, unit } of fractions(shown)) {
      const known = numbers.some((number) => Math.abs(Math.abs(number) - value) <= toleranceOf(number, unit));
      expect(known, `${digits} is a number of the truth`).toBe(true);
    }
  });
});
