import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { SHARED } from './workspace.ts';

/** Makes the folder in which all workers of a run keep their files; takes it away afterwards. */
export function setup(): () => void {
  const folder = mkdtempSync(path.join(tmpdir(), 'nn-test-'));
  process.env[SHARED] = folder;
  return () => rmSync(folder, { recursive: true, force: true });
}
