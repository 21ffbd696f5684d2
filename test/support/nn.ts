import { spawnSync } from 'node:child_process';
import type { Disk } from '../../src/cli/disk.ts';
import { runInProcess } from './inProcess.ts';
import { program } from './workspace.ts';

export { program } from './workspace.ts';

/** Runs the built program as a process of its own; NN_BLAS is only what `env` says. */
export function nn(
  args: readonly string[],
  { env = {}, input }: { env?: Readonly<Record<string, string>>; input?: string } = {},
) {
  const { NN_BLAS: _, ...rest } = process.env;
  const { stdout, stderr, status } = spawnSync(process.execPath, [program, ...args], {
    encoding: 'utf8',
    env: { ...rest, NO_COLOR: '1', ...env },
    stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    ...(input !== undefined && { input }),
  });
  return { stdout, stderr, status };
}

/**
 * Runs the built program in this process, in the folder `cwd`; what it reads and says is that of a process.
 */
export async function nnInside(
  args: readonly string[],
  {
    input,
    cwd = process.cwd(),
    disk,
    env = {},
  }: { input?: string | Uint8Array; cwd?: string; disk?: Disk; env?: Readonly<Record<string, string>> } = {},
) {
  const home = process.cwd();
  let stdout = '';
  let stderr = '';
  process.chdir(cwd);
  try {
    const status = await runInProcess(args, {
      input: input === undefined ? undefined : Buffer.from(input),
      env: { ...process.env, NO_COLOR: '1', ...env },
      disk,
      stdout: (data) => (stdout += textOf(data)),
      stderr: (data) => (stderr += textOf(data)),
    });
    return { stdout, stderr, status };
  } finally {
    process.chdir(home);
  }
}

const textOf = (data: string | Uint8Array) =>
  typeof data === 'string' ? data : Buffer.from(data).toString();
