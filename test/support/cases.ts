import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { caseEnvironment } from './inProcess.ts';
import { parseShell } from './parseShell.ts';
import type { Statement } from './parseShell.ts';
import { runShared, sharedPrefixes, trainingPrefix } from './prefixes.ts';
import { runStatements } from './shell.ts';
import type { Outcome } from './shell.ts';
import { commandFolder, root, Workspace } from './workspace.ts';

/** A golden case: a folder with a command line and what must come out of it. */
export interface Case {
  readonly command: string;
  readonly name: string;
  /** `cmd`, a line of the shell that runs in a copy of fixtures/. */
  readonly line: string;
  /** The line as this program reads it; undefined when it runs as processes of its own. */
  readonly statements: readonly Statement[] | undefined;
  /** Where the expected numbers come from, when not from this program: the line of a file `truth`. */
  readonly truth: string | undefined;
  /** The exit code that must come out. */
  readonly exit: number;
}

export const casesFolder = path.join(root, 'test', 'cases');

/** Commands that have golden cases. */
export const caseCommands = (): string[] =>
  readdirSync(casesFolder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? [entry.name] : [],
  );

const placeOf = ({ command, name }: Pick<Case, 'command' | 'name'>) => path.join(casesFolder, command, name);

function readCase(command: string, name: string): Case {
  const place = placeOf({ command, name });
  const line = readFileSync(path.join(place, 'cmd'), 'utf8').trim();
  const text = (file: string) => {
    const whole = path.join(place, file);
    return existsSync(whole) ? readFileSync(whole, 'utf8').trim() : undefined;
  };
  const statements = text('process') === undefined ? parseShell(line) : undefined;
  return { command, name, line, statements, truth: text('truth'), exit: Number(text('exit')) };
}

/** All golden cases of a command. */
export const readCases = (command: string): Case[] =>
  readdirSync(path.join(casesFolder, command)).map((name) => readCase(command, name));

let shared: Set<string> | undefined;

/** Beginnings that several cases have in common, of whatever command. */
const prefixes = () =>
  (shared ??= sharedPrefixes(
    caseCommands()
      .flatMap(readCases)
      .flatMap(({ statements }) => (statements ? [statements] : [])),
  ));

function runAsProcess(line: string, bin: string): Outcome {
  const { stdout, stderr, status } = spawnSync('sh', ['-c', line], {
    encoding: 'utf8',
    env: { ...caseEnvironment(), PATH: bin },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return { stdout, stderr, status: status ?? -1 };
}

async function runInside(statements: readonly Statement[], workspace: Workspace, bin: string) {
  const count = trainingPrefix(statements);
  const text = statements[count - 1]?.before ?? '';
  if (!prefixes().has(text)) return runStatements(statements, bin);
  const begin = () => runStatements(statements.slice(0, count), bin);
  const begun = await runShared(text, workspace, begin);
  return runStatements(statements.slice(count), bin, begun);
}

/** Times and speeds differ from run to run. */
const steady = (text: string) =>
  text.replaceAll(/^(time +).*$/gm, '$1…').replaceAll(/"milliseconds": [\d.]+/g, '"milliseconds": 0');

/** Runs a case in a workspace; what must be the same every time. */
async function run({ line, statements }: Case, workspace: Workspace): Promise<Record<string, string>> {
  const bin = `${commandFolder()}:${process.env.PATH}`;
  const home = process.cwd();
  process.chdir(workspace.folder);
  try {
    const found = await (statements ? runInside(statements, workspace, bin) : runAsProcess(line, bin));
    expect(workspace.lost()).toEqual([]);
    return {
      stdout: steady(found.stdout),
      stderr: steady(found.stderr),
      exit: `${found.status}\n`,
      files: workspace
        .created()
        .map((name) => `${name}\n`)
        .join(''),
    };
  } finally {
    process.chdir(home);
    workspace.clean();
  }
}

/**
 * Whether what comes out of a case is to be written as what must come out: UPDATE_CASES=1, of a truth
 * UPDATE_CASES=truth.
 */
const updates = ({ truth }: Case) => process.env.UPDATE_CASES === (truth === undefined ? '1' : 'truth');

const titleOf = ({ command, name, truth }: Case) =>
  truth === undefined ? `recorded ${command}/${name}` : `truth ${command}/${name}: ${truth}`;

/** Writes what came out of a case as what must come out. */
function record(place: string, found: Record<string, string>): void {
  for (const [kind, text] of Object.entries(found)) {
    const file = path.join(place, kind);
    if (text === '') rmSync(file, { force: true });
    else writeFileSync(file, text);
  }
}

let workspace: Workspace | undefined;
let running: Promise<unknown> = Promise.resolve();

/** Runs a case when the one before it has ended, though that may have been given up for lost. */
function runNext(each: Case): Promise<Record<string, string>> {
  const found = running.then(() => run(each, (workspace ??= new Workspace())));
  running = found.catch(() => {});
  return found;
}

/**
 * Defines a test for each golden case of a command.
 *
 * @param part one of several files that share the cases between them: `[0, 2]` is the first of two
 */
export function runCases(command: string, [index, parts]: readonly [number, number] = [0, 1]): void {
  const own = readCases(command).filter((_, i) => i % parts === index);
  // Another program is tried by those that are processes.
  const foreign = process.env.NN_PROGRAM !== undefined;
  const cases = foreign ? own.filter((each) => !each.statements) : own;
  if (foreign && cases.length === 0) it.skip('no case is a process', () => {});
  beforeAll(() => void (workspace ??= new Workspace()));
  it.each(cases.map((each) => [titleOf(each), each] as const))('%s', async (_, each) => {
    const found = await runNext(each);
    const place = placeOf(each);
    if (updates(each)) record(place, found);
    for (const [kind, text] of Object.entries(found)) {
      const file = path.join(place, kind);
      expect(text, kind).toBe(existsSync(file) ? readFileSync(file, 'utf8') : '');
    }
  });
}
