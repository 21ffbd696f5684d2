import { afterAll, beforeAll } from 'vitest';
import { Workspace } from './workspace.ts';

/** Lets the tests of a file or a block run in a workspace of their own, which is gone after them; gives it to them. */
export function inWorkspace(): () => Workspace {
  const home = process.cwd();
  let workspace: Workspace | undefined;
  beforeAll(() => {
    workspace = new Workspace();
    process.chdir(workspace.folder);
  });
  afterAll(() => {
    process.chdir(home);
    workspace?.clean();
  });
  return () => {
    if (!workspace) throw new Error('no test runs yet');
    return workspace;
  };
}
