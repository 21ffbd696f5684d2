import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

const forever = ['--epochs', '1000000', '--log-every', '1'];

it.each([
  ['Ctrl-C', 'train', 'SIGINT', ['--early-stopping', '0']],
  ['a closed terminal', 'train', 'SIGHUP', ['--early-stopping', '0']],
  ['Ctrl-C', 'gan', 'SIGINT', ['--drop', 'digit']],
] as const)(
  '%s while nn %s runs keeps the weights so far, says so, and ends with 130',
  async (_, command, signal, own) => {
    const cwd = mkdtempSync(path.join(tmpdir(), 'nn-interrupt-'));
    const data = path.join(root, 'fixtures', 'digits.csv');
    const options = [...forever, ...own, '-o', 'm.safetensors'];
    const child = spawn('node', [path.join(root, 'bin', 'nn.js'), command, data, ...options], { cwd });
    let stdout = '';
    let pressed = false;
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => {
      if (pressed || !/^epoch/m.test(chunk.toString())) return;
      pressed = true;
      child.kill(signal);
    });
    const code = await new Promise((resolve) => child.on('close', resolve));
    expect(code).toBe(130);
    expect(stdout).toMatch(/\(interrupted\)/);
    expect(readdirSync(cwd)).toEqual(['m.safetensors']);
    rmSync(cwd, { recursive: true });
  },
);
