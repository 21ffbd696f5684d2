import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { topicKinds } from '../../src/figures/topics/index.ts';
import { parseShell } from '../support/parseShell.ts';
import { caseEnvironment } from '../support/inProcess.ts';
import { runStatements } from '../support/shell.ts';
import type { Outcome } from '../support/shell.ts';
import { inWorkspace } from '../support/inWorkspace.ts';
import { commandFolder } from '../support/workspace.ts';

// What `nn help NAME` gives as an example runs, in a folder with what fixtures/ has; one epoch is enough to
// see that.
const examples = topicKinds.flatMap(({ names, find }) => names.map((name) => find(name)?.example ?? ''));
inWorkspace();

/** What a line comes to; the choice of a BLAS library needs a process of its own. */
async function outcomeOf(line: string): Promise<Outcome> {
  const path = `${commandFolder()}:${process.env.PATH}`;
  const statements = parseShell(line);
  if (statements) return runStatements(statements, path);
  const env = { ...caseEnvironment(), PATH: path };
  const { stdout, stderr, status } = spawnSync('sh', ['-c', line], { env, encoding: 'utf8' });
  return { stdout, stderr, status: status ?? 1 };
}

it.each([...new Set(examples)])('%s', async (example) => {
  // What is chosen for them is said on stderr; with --quiet only what is wrong is.
  const options = /^nn train\b/.test(example)
    ? ' --epochs 1 --quiet'
    : /^nn forward\b/.test(example)
      ? ' --quiet'
      : '';
  const line = `${example}${options}`;
  const { status, stdout, stderr } = await outcomeOf(line);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).not.toBe('');
});
