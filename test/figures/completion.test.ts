import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commands } from '../../src/commands/index.ts';
import { globalOptions } from '../../src/options/globals.ts';
import { flagOf } from '../../src/util/flag.ts';
import { nn, program } from '../support/nn.ts';

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'nn-completion-'));
  mkdirSync(path.join(folder, 'bin'));
  symlinkSync(program, path.join(folder, 'bin', 'nn'));
  mkdirSync(path.join(folder, 'work', 'runs', 'iris-1'), { recursive: true });
  writeFileSync(path.join(folder, 'work', 'my data.csv'), 'sepal length,sepal_width,species\n1,2,a\n');
  writeFileSync(path.join(folder, 'work', 'houses.csv'), 'rooms,price\n1,2\n');
  writeFileSync(path.join(folder, 'work', 'evil.csv'), 'good,\u001B[31mred,$(touch x)\n1,2,3\n');
  for (const shell of ['bash', 'zsh', 'fish'])
    writeFileSync(path.join(folder, `nn.${shell}`), nn(['completion', shell]).stdout);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A line, and what Tab makes of it. */
const lines = [
  ['nn tra', 'nn train'],
  ['nn train --optimiz', 'nn train --optimizer'],
  ['nn train --optimizer adag', 'nn train --optimizer adagrad'],
  ['nn tune --optimizer rms', 'nn tune --optimizer rmsprop'],
  ['nn train hou', 'nn train houses.csv'],
  ['nn train houses.csv --target pr', 'nn train houses.csv --target price'],
  [
    'nn train nn:iris.csv --drop sepal_length,sepal_w',
    'nn train nn:iris.csv --drop sepal_length,sepal_width',
  ],
  ['nn train --layers auto,8,softm', 'nn train --layers auto,8,softmax'],
  ['nn train --kernels ref', 'nn train --kernels reference'],
  ['nn explain backw', 'nn explain backward'],
  ['nn plot confu', 'nn plot confusion'],
  ['nn help backpropagat', 'nn help backpropagation'],
  ['nn help --class-w', 'nn help --class-weight'],
  ['nn help --dropout-s', 'nn help --dropout-schedule'],
  ['nn train houses.csv -o hou', 'nn train houses.csv -o houses.csv'],
  ['nn evaluate m.safetensors hou', 'nn evaluate m.safetensors houses.csv'],
  ['nn replay runs/ir', 'nn replay runs/iris-1'],
  ['nn train --format jsonl --color nev', 'nn train --format jsonl --color never'],
] as const;

/** Runs a script of a shell in the folder of the data; undefined where there is no such shell. */
function script(shell: string, args: readonly string[], text: string): string | undefined {
  const { stdout, stderr, error } = spawnSync(shell, [...args, '-c', text], {
    encoding: 'utf8',
    cwd: path.join(folder, 'work'),
    env: {
      ...process.env,
      PATH: `${path.join(folder, 'bin')}:${process.env.PATH}`,
      HOME: folder,
      TERM: 'dumb',
    },
    timeout: 150_000,
  });
  if (error) return undefined;
  expect(stderr).toBe('');
  return stdout;
}

/** What a shell makes of all lines, one below the other, or the test is skipped. */
function check(context: { skip(note: string): void }, shell: string, args: readonly string[], text: string) {
  const found = script(shell, args, text);
  if (found === undefined) return context.skip(`ABSENT: ${shell}`);
  // zsh goes on with the value of an option at once.
  expect(
    found
      .trimEnd()
      .split('\n')
      .map((line) => line.replace(/=$/, '')),
  ).toEqual(lines.map(([, expected]) => expected));
}

const quoted = (line: string) => `'${line.replaceAll("'", String.raw`'\''`)}'`;

describe('Tab in a shell', () => {
  it('bash', (context) => {
    const text = `
      source ../nn.bash
      compopt() { :; }
      try() {
        COMP_WORDS=($1); COMP_CWORD=$((\${#COMP_WORDS[@]} - 1)); COMPREPLY=(); _nn
        local -a before=("\${COMP_WORDS[@]:0:COMP_CWORD}")
        echo "\${before[*]} \${COMPREPLY[*]}"
      }
      ${lines.map(([line]) => `try ${quoted(line)}`).join('\n')}
    `;
    check(context, 'bash', ['--norc', '--noprofile'], text);
  });

  it('fish', (context) => {
    const text = `
      source ../nn.fish
      function try
        set -l before (string split ' ' -- $argv[1])[..-2]
        echo "$before "(complete -C $argv[1] | string replace -r '\\t.*' '')
      end
      ${lines.map(([line]) => `try ${quoted(line)}`).join('\n')}
    `;
    check(context, 'fish', ['--no-config'], text);
  });

  it('zsh', (context) => {
    // A line editor in a terminal of its own; Ctrl-X s prints what is in it.
    const text = `
      zmodload zsh/zpty
      zpty edit zsh -f -i
      zpty -w edit 'PS1=; RPS1=; LISTMAX=-1; unsetopt auto_list always_last_prompt; autoload -U compinit; compinit -u -d ../dump; source ../nn.zsh'
      zpty -w edit 'show() { print -rn -- "<<$BUFFER>>"; BUFFER= }; zle -N show; bindkey "^Xs" show; print -r -- "rea""dy"'
      zpty -r edit output '*ready*'
      for line in ${lines.map(([line]) => quoted(line)).join(' ')}; do
        zpty -w -n edit "$line"$'\\t\\x18s'
        zpty -r edit output '*<<*>>*'
        output=\${output##*<<}
        print -r -- "\${\${output%%>>*}%% }"
      done
      zpty -d edit
    `;
    check(context, 'zsh', ['-f'], text);
  });

  it('says nothing wrong about its own scripts', () => {
    for (const shell of ['bash', 'zsh', 'fish']) {
      const { stderr, error } = spawnSync(shell, ['-n', path.join(folder, `nn.${shell}`)], {
        encoding: 'utf8',
      });
      if (!error) expect(stderr, shell).toBe('');
    }
  });

  it('keeps names with blanks in one word, and leaves out names that would act on a terminal', (context) => {
    const text = `
      source ../nn.bash
      compopt() { :; }
      COMP_WORDS=(nn train 'my data.csv' --target sep); COMP_CWORD=4; _nn; printf '%s\\n' "\${COMPREPLY[@]}"
      COMP_WORDS=(nn train evil.csv --target ''); COMPREPLY=(); _nn; printf '%s\\n' "\${COMPREPLY[@]}"
      COMP_WORDS=(nn train houses.csv --target = pr); COMP_CWORD=5; COMPREPLY=(); _nn; printf '%s\\n' "\${COMPREPLY[@]}"
    `;
    const found = script('bash', ['--norc', '--noprofile'], text);
    if (found === undefined) return context.skip('ABSENT: bash');
    expect(found).toBe('sepal\\ length\nsepal_width\ngood\n\\$\\(touch\\ x\\)\nprice\n');
  });
});

describe('the scripts', () => {
  it('know every command and option', async () => {
    const text = Object.fromEntries(
      ['bash', 'zsh', 'fish'].map((shell) => [shell, nn(['completion', shell]).stdout]),
    );
    const missing: string[] = [];
    for (const entry of commands) {
      const { name, options } = await entry.load();
      const inBash = new Set(
        new RegExp(`^ +${name}\\) flags='([^']*)'`, 'm').exec(text.bash)?.[1].split(' '),
      );
      for (const key of Object.keys({ ...options, ...globalOptions })) {
        const flag = flagOf(key);
        if (!inBash.has(flag)) missing.push(`bash: ${name} ${flag}`);
        if (!text.fish.includes(`'__nn_on ${name}' -l ${flag.slice(2)} `))
          missing.push(`fish: ${name} ${flag}`);
      }
    }
    expect(missing).toEqual([]);
    expect(text.zsh.length).toBeGreaterThan(text.bash.length);
  });

  it('are an error for a shell that is none', () => {
    const { status, stderr } = nn(['completion', 'fihs']);
    expect(status).toBe(2);
    expect(stderr).toContain('did you mean "fish"?');
  });
});
