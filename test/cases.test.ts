import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';

// One folder a case: `cmd` is run by sh in a copy of fixtures/; `stdout`, `stderr`, `exit` and `files` (what it may
// create) are what must come out. UPDATE_CASES=1 writes them anew; read the difference before you commit it.
const root = fileURLToPath(new URL('..', import.meta.url));
const folder = path.join(root, 'test', 'cases');
const update = process.env.UPDATE_CASES === '1';
const cases = readdirSync(folder).flatMap((command) =>
  readdirSync(path.join(folder, command)).map((name) => path.join(command, name)),
);
let bin = '';

beforeAll(() => {
  bin = mkdtempSync(path.join(tmpdir(), 'nn-bin-'));
  const program = path.join(bin, 'nn');
  writeFileSync(program, `#!/bin/sh\nexec node '${path.join(root, 'bin', 'nn.js')}' "$@"\n`);
  chmodSync(program, 0o755);
});
afterAll(() => rmSync(bin, { recursive: true, force: true }));

/** Times and speeds differ from run to run. */
const steady = (text: string) =>
  text.replaceAll(/^(time +).*$/gm, '$1…').replaceAll(/"milliseconds": [\d.]+/g, '"milliseconds": 0');

function run(cmd: string) {
  const cwd = mkdtempSync(path.join(tmpdir(), 'nn-case-'));
  cpSync(path.join(root, 'fixtures'), cwd, { recursive: true });
  const before = new Set(readdirSync(cwd));
  const { NODE_EXTRA_CA_CERTS: _, FORCE_COLOR: __, COLUMNS: ___, ...env } = process.env;
  const { stdout, stderr, status } = spawnSync('sh', ['-c', cmd], {
    cwd,
    encoding: 'utf8',
    env: { ...env, PATH: `${bin}:${process.env.PATH}`, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const created = readdirSync(cwd).filter((name) => !before.has(name));
  const unchanged = [...before].every((name) => existsSync(path.join(cwd, name)));
  rmSync(cwd, { recursive: true, force: true });
  expect(unchanged).toBe(true);
  return {
    stdout: steady(stdout),
    stderr: steady(stderr),
    exit: `${status}\n`,
    files: created.map((name) => `${name}\n`).join(''),
  };
}

it.each(cases)('%s', (name) => {
  const place = path.join(folder, name);
  const found = run(readFileSync(path.join(place, 'cmd'), 'utf8'));
  for (const [kind, text] of Object.entries(found)) {
    const file = path.join(place, kind);
    if (update) {
      mkdirSync(place, { recursive: true });
      if (text === '') rmSync(file, { force: true });
      else writeFileSync(file, text);
    }
    expect(text, kind).toBe(existsSync(file) ? readFileSync(file, 'utf8') : '');
  }
});
