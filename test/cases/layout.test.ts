import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { caseCommands, casesFolder, readCases } from '../support/cases.ts';
import { root } from '../support/workspace.ts';

const all = caseCommands().flatMap(readCases);

/** What a command's test files ask for: all its cases, or the parts into which they are divided. */
function asked(command: string): string[] {
  const own = new RegExp(`^${command}(\\.\\d+)?\\.test\\.ts$`);
  return readdirSync(casesFolder)
    .filter((file) => own.test(file))
    .map((file) => /runCases\((.*)\)/.exec(readFileSync(path.join(casesFolder, file), 'utf8'))?.[1] ?? file)
    .sort();
}

it.each(caseCommands())('every golden case of nn %s is in a test file', (command) => {
  const found = asked(command);
  const divided = found.map((_, i) => `'${command}', [${i}, ${found.length}]`);
  expect(found).toEqual(found.length === 1 ? [`'${command}'`] : divided);
  expect(found.length).toBeGreaterThan(0);
});

describe('cases that run as processes of their own', () => {
  const processes = all.filter(({ statements }) => !statements);

  it('are at least 40', () => expect(processes.length).toBeGreaterThanOrEqual(40));

  it('are there for every command', () => {
    expect([...new Set(processes.map(({ command }) => command))].sort()).toEqual(caseCommands().sort());
  });

  it.each([0, 1, 2])('are there for exit code %i', (code) => {
    expect(processes.filter(({ exit }) => exit === code).length).toBeGreaterThan(1);
  });

  it.each([
    ['a pipe from the program', /nn [^|;&]*\| /],
    ['a pipe into the program', /\| nn /],
    ['a pipe that is closed early', /gen-spiral 20000 3 \| head/],
    ['output into a file', /nn [^;&|]*> \w/],
    ['errors into the output', /2>&1/],
    ['input from a file', /nn [^;&|]*< \w/],
    ['no input', /< \/dev\/null/],
    ['a full device', /> \/dev\/full/],
    ['gzip', /\.gz/],
    ['an exit code that is asked for', /\$\?/],
    ['a link', /ln -s/],
    ['an environment variable', /NN_BLAS=/],
  ])('are there for %s', (_, pattern) => {
    expect(processes.filter(({ line }) => pattern.test(line))).not.toEqual([]);
  });
});

describe('cases whose numbers have an outside truth', () => {
  const truths = all.flatMap(({ command, name, truth }) =>
    truth === undefined ? [] : [{ name: `${command}/${name}`, truth }],
  );
  const script = path.join(root, 'test', 'support', 'truth.py');

  it('name it in one line', () => {
    const unnamed = truths.filter(
      ({ truth }) => !/^(?:NumPy|Pillow|pandas|DuckDB|openpyxl|by hand|by definition): .+$/.test(truth),
    );
    expect(unnamed).toEqual([]);
  });

  it('are in support/truth.py when it is NumPy', () => {
    const checked = [...readFileSync(script, 'utf8').matchAll(/^ {4}'([\w-]+\/[\w-]+)':/gm)].map(
      ([, name]) => name,
    );
    const named = truths.flatMap(({ name, truth }) => (truth.startsWith('NumPy') ? [name] : []));
    expect(checked.sort()).toEqual(named.sort());
  });

  it('print what NumPy computes', (context) => {
    if (spawnSync('/usr/bin/python3', ['-c', 'import numpy']).status !== 0) {
      context.skip('ABSENT: /usr/bin/python3 with NumPy');
    }
    const { status, stdout, stderr } = spawnSync('/usr/bin/python3', [script], { encoding: 'utf8' });
    expect(status, stdout + stderr).toBe(0);
  });
});
