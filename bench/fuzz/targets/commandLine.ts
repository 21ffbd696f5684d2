import { cpSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { runCommandLine } from '../../../src/cli/commandLine.ts';
import { readCommandLine } from '../../../src/cli/program.ts';
import { commands } from '../../../src/commands/index.ts';
import { Different } from '../define.ts';
import type { Target } from '../define.ts';
import { scratchFolder } from '../folder.ts';
import { fixturePath, textBytes } from '../source.ts';

const FILES = ['iris.csv', 'casas.csv', 'typo.csv', 'notes.json', 'arrays.npz', 'stored/iris'];

let folder: string | undefined;

/** When something was made, replaced or removed in a folder or in those in it: files are never written in their place. */
const state = (of: string): string =>
  [of, ...inner].map((name) => statSync(path.resolve(of, name)).mtimeMs).join(' ');
/** Folders in the folder. */
let inner: readonly string[] = [];
let untouched = '';

function isUntouched(of: string): boolean {
  try {
    return state(of) === untouched;
  } catch {
    // One of them is gone.
    return false;
  }
}

/** Stands in a folder with some files, where commands may write; made anew where one has. */
function fresh(): void {
  if (folder === undefined) {
    folder = path.join(scratchFolder(), 'argv');
    mkdirSync(folder);
  } else if (isUntouched(folder)) return;
  process.chdir(folder);
  for (const name of readdirSync(folder)) rmSync(path.join(folder, name), { recursive: true });
  for (const name of FILES)
    cpSync(fixturePath(name), path.join(folder, path.basename(name)), { recursive: true });
  inner = readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? [entry.name] : [],
  );
  untouched = state(folder);
}

/** Commands that work for long, or for ever, whatever they are given. */
const LONG: ReadonlySet<string> = new Set([
  'train',
  'tune',
  'gan',
  'learning-curve',
  'compare',
  'replay',
  'diagnose',
  // It measures the speed of the machine.
  'doctor',
]);

/** Runs a command in this process: exit codes, and nothing that only a programmer understands. */
async function command(argv: readonly string[]): Promise<void> {
  let [out, err] = ['', ''];
  const output = (take: (text: string) => void) => ({
    isTTY: false,
    columns: 0,
    rows: 0,
    write(data: string | Uint8Array) {
      take(typeof data === 'string' ? data : Buffer.from(data).toString());
      return true;
    },
    once: () => {},
  });
  const ends: (() => Promise<unknown>)[] = [];
  const code = await runCommandLine(argv, {
    stdin: { given: () => false, open: () => ({ chunks: async function* () {} }) },
    stdout: output((text) => (out += text.slice(0, 1 << 20))),
    stderr: output((text) => (err += text.slice(0, 1 << 20))),
    env: { NO_COLOR: '1', LC_ALL: 'C.UTF-8' },
    onInterrupt: () => {},
    onEnd: (end) => ends.push(end),
    exit: () => {},
  });
  await Promise.all(ends.map((end) => end()));
  if (![0, 1, 2].includes(code) || /nn itself failed|\n {4}at .*:\d+:\d+/.test(err))
    throw new Different(`nn ${JSON.stringify(argv)} ended with ${code}: ${err.slice(0, 1000)}`);
  if (code === 2 && !/^error: /m.test(err))
    throw new Different(`nn ${JSON.stringify(argv)} does not say why it failed: ${err}`);
}

/** Words, one a line, as the shell hands them to nn. */
export const commandLine: Target = {
  name: 'argv',
  words: [
    ...commands.map(({ name }) => `\n${name}\n`),
    ...[
      'iris.csv',
      'casas.csv',
      'iris',
      'iris/model.safetensors',
      'arrays.npz',
      'nn:wine.csv',
      '[[1,2],[3,4]]',
      '-',
    ].map((word) => `\n${word}\n`),
    ...[
      '--json',
      '--format',
      'csv',
      '--target',
      'species',
      '--precision',
      '3',
      '--help',
      '-q',
      '--ascii',
      '--seed',
    ].map((word) => `\n${word}\n`),
    ...[
      '--features',
      '--layers',
      '2,3',
      '--header',
      '--missing',
      '--force',
      '-o',
      'x.csv',
      '--dtype',
      'float64',
    ].map((word) => `\n${word}\n`),
    ...['', '--', '-1', '1e999', '--=', '--json=1', '--no-header', '--select', '0', '--row', '--at'].map(
      (word) => `\n${word}\n`,
    ),
  ],
  seeds: async () =>
    [
      'shape iris.csv',
      'describe casas.csv',
      'predict iris/model.safetensors iris.csv',
      'evaluate iris/model.safetensors iris.csv --json',
      'summary 2,64,3',
      'summary iris/model.safetensors --format csv',
      'show arrays.npz',
      'forward --layers 2,3 [[1,2]]',
      'plot iris.csv --x sepal_length --y sepal_width',
      'inspect iris/model.safetensors --row 1 iris.csv',
      'explain iris/model.safetensors iris.csv --row 2',
      'runs iris',
      'report iris',
      'gen spiral --rows 10',
      'help train',
      'doctor',
      'diff arrays.npz arrays.npz',
      'dot [[1,2]] [[3],[4]]',
    ].map((line) => textBytes(line.replaceAll(' ', '\n'))),
  async run(input) {
    const argv = new TextDecoder()
      .decode(input)
      .split('\n')
      .map((word) => word.replaceAll('\0', ''))
      .filter((word, i) => i > 0 || word !== '')
      .slice(0, 30);
    if (LONG.has(argv[0]) && !argv.includes('--help')) {
      await readCommandLine(argv);
      return;
    }
    // Nothing outside of the folder is read or written.
    if (argv.some((word) => /(?:^|[=:])[./~]*\/|\.\./.test(word))) return;
    fresh();
    await command(argv);
  },
};
