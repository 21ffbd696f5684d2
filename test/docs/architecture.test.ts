import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { fencesOf } from '../support/documents.ts';
import { nnInside } from '../support/nn.ts';
import { root, Workspace } from '../support/workspace.ts';

const python = (program: string, cwd?: string) =>
  spawnSync('python3', ['-c', program], { encoding: 'utf8', ...(cwd !== undefined && { cwd }) });
const hasNumpy = python('import numpy').status === 0;

it.skipIf(!hasNumpy)('docs/architecture.md reads weights of a model in Python', async () => {
  const workspace = new Workspace();
  const file = path.join(workspace.folder, 'iris.safetensors');
  const data = path.join(workspace.folder, 'iris.csv');
  await nnInside(['train', data, '--layers', '4,5,3', '--epochs', '1', '-q', '-o', file]);
  const page = readFileSync(path.join(root, 'docs/architecture.md'), 'utf8');
  const text = fencesOf(page).find(({ info }) => info === 'python')?.text ?? '';
  const { stdout, stderr } = python(`${text}\nprint(weight.shape, weight.any())`, workspace.folder);
  expect(stderr).toBe('');
  expect(stdout).toBe('(5, 4) True\n');
  workspace.clean();
});
