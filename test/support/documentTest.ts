import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { masked, shownOf, stepsOf, withOutputs } from './documents.ts';
import type { Step } from './documents.ts';
import { caseEnvironment } from './inProcess.ts';
import { parseShell } from './parseShell.ts';
import { runStatements } from './shell.ts';
import type { Outcome } from './shell.ts';
import { commandFolder, root, Workspace } from './workspace.ts';

const update = process.env.UPDATE_DOCS === '1';

/** Whether this machine has a program that a step needs and nn does not bring. */
const has = (name: string) => spawnSync('sh', ['-c', `command -v ${name}`]).status === 0;
const needed = (command: string) =>
  ['jq', 'python3'].filter((name) => new RegExp(`(?:^|\\| ?)${name} `).test(command));

/** Where a shell finds the program and everything else. */
const searchPath = () => `${commandFolder()}:${process.env.PATH}`;

/** What a step does on a terminal of 80 columns. */
async function outcomeOf(command: string): Promise<Outcome> {
  const statements = parseShell(command.replaceAll('\\\n', ' '));
  if (statements) return runStatements(statements, searchPath(), undefined, 80);
  const env = { ...caseEnvironment(), PATH: searchPath(), COLUMNS: '80' };
  const { stdout, stderr, status } = spawnSync('bash', ['-c', command], { env, encoding: 'utf8' });
  return { stdout, stderr, status: status ?? 1 };
}

/** What a document shows of it. */
function writtenBy({ stdout, stderr }: Outcome, { talk }: Step): string {
  if (!talk || stdout === '' || stderr === '')
    return stdout === '' ? stderr : `${talk ? stderr : ''}${stdout}`;
  return `${stderr}\n${stdout}`;
}

/** Commands that the tests do not run: they install, test or measure the project itself. */
const ofTheProject = (command: string) => /^(?:npm|npx|git|sudo) /.test(command);

/**
 * Runs every command of a document in its order, in one folder with the fixtures, and compares what it writes with
 * what the document shows. UPDATE_DOCS=1 writes the outputs anew.
 *
 * @param name the document, from the folder of the package
 * @param prepare makes files that the commands need and fixtures/ has not, in the current folder
 */
export function testDocument(name: string, prepare: () => void = () => {}): void {
  const file = path.join(root, name);
  const text = readFileSync(file, 'utf8');
  const steps = stepsOf(text).filter(({ command }) => !ofTheProject(command));
  const outputs: string[] = [];
  const home = process.cwd();
  let workspace: Workspace;

  describe.sequential(name, () => {
    beforeAll(() => {
      workspace = new Workspace();
      process.chdir(workspace.folder);
      prepare();
    });
    afterAll(() => {
      process.chdir(home);
      workspace.clean();
      if (update && outputs.length === steps.length) writeFileSync(file, withOutputs(text, steps, outputs));
    });

    it.each(steps)('$command', async (step) => {
      const missing = needed(step.command).filter((program) => !has(program));
      if (missing.length > 0) {
        outputs.push(step.shown);
        return;
      }
      const outcome = await outcomeOf(step.command);
      if (!step.compared) {
        outputs.push('');
        expect(outcome.status, outcome.stderr).toBe(0);
        return;
      }
      const shown = shownOf(masked(writtenBy(outcome, step)), step.shown);
      outputs.push(step.from === step.to && shown !== '' ? `${shown}\n` : shown);
      if (!update) expect(shown).toBe(step.shown);
    });
  });
}
