import { expect, it } from 'vitest';
import { topicKinds } from '../../src/figures/topics/index.ts';
import { parseShell } from '../support/parseShell.ts';
import { runStatements } from '../support/shell.ts';
import { inWorkspace } from '../support/inWorkspace.ts';
import { commandFolder } from '../support/workspace.ts';

// What `nn help NAME` gives as an example runs, in a folder with what fixtures/ has; one epoch is enough to
// see that.
const examples = topicKinds.flatMap(({ names, find }) => names.map((name) => find(name)?.example ?? ''));
inWorkspace();

it.each([...new Set(examples)])('%s', async (example) => {
  // What is chosen for them is said on stderr; with --quiet only what is wrong is.
  const options = /^nn train\b/.test(example)
    ? ' --epochs 1 --quiet'
    : /^nn forward\b/.test(example)
      ? ' --quiet'
      : '';
  const line = `${example}${options}`;
  const { status, stdout, stderr } = await runStatements(parseShell(line) ?? [], commandFolder());
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).not.toBe('');
});
