// npm run bench:kill [-- N [SEED]]: kill -9 at random moments. Processes of every kind that writes are killed, resumed,
// killed again; every file that stands must be whole, and what is resumed must end in the bits of what was not killed.
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSafetensors } from '../src/formats/safetensors.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const program = path.join(root, 'bin', 'nn.js');
const [wanted = 100, seed = 1] = process.argv.slice(2).map(Number);

let state = seed;
/** Numbers in [0, 1) that the seed decides (mulberry32). */
function random(): number {
  state = (state + 0x6d2b79f5) | 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
}

/** Something that is killed while it works. */
interface Scenario {
  readonly name: string;
  /** The command, which writes what `results` names; `{}` in a word stands for a name of its own. */
  readonly start: readonly string[];
  /** What goes on from what a killed one left; absent: it begins anew. */
  readonly resume?: readonly string[];
  /** Files that must have the bits of an uninterrupted run. */
  readonly results: readonly string[];
}

const often = ['--checkpoint', '0.02', '-q'];
const resume = ['train', '--resume', '{}', '-q'];
const inFolder = { resume, results: ['{}/model.safetensors', '{}/history.csv'] };
const hidden = ['--layers', 'auto,32,dropout:0.2,auto', '--early-stopping', '0', '--batch-size', '16'];

const scenarios: readonly Scenario[] = [
  {
    name: 'train',
    start: ['train', 'digits.csv', ...hidden, '--epochs', '60', ...often, '--run', '{}'],
    ...inFolder,
  },
  {
    name: 'stream',
    start: ['train', 's.npy', '--stream', '--stream-rows', '70', '--epochs', '60', ...often, '--run', '{}'],
    ...inFolder,
  },
  {
    name: 'ensemble',
    start: ['train', 'iris.csv', '--ensemble', '4', '--epochs', '40', '-q', '--run', '{}'],
    ...inFolder,
  },
  {
    name: 'best',
    start: ['train', 'small.csv', '--best', '--time-limit', '10000', '-q', '--run', '{}'],
    ...inFolder,
  },
  {
    name: 'tune',
    start: ['tune', 'iris.csv', '--optimizer', 'adam,sgd,rmsprop', '--epochs', '30', '-q', '--folder', '{}'],
    results: ['{}/model.safetensors'],
  },
  {
    name: 'gan',
    start: ['gan', 'moons.csv', '--epochs', '30', '--checkpoint', '0.05', '-q', '--run', '{}'],
    resume: ['gan', '--resume', '{}', '-q'],
    results: ['{}/model.safetensors', '{}/history.csv'],
  },
  { name: 'k-fold', start: ['train', 'iris.csv', '--k-fold', '4', '--epochs', '20', '-q'], results: [] },
  {
    name: 'train -o',
    start: ['train', 'iris.csv', '--epochs', '60', '-q', '--force', '-o', '{}.safetensors'],
    results: ['{}.safetensors'],
  },
  {
    name: 'predict -o',
    start: ['predict', 'm.safetensors', 'many.csv', '-q', '--force', '-o', '{}.csv'],
    results: ['{}.csv'],
  },
];

const cwd = mkdtempSync(path.join(tmpdir(), 'nn-kills-'));
const named = (words: readonly string[], name: string) => words.map((word) => word.replaceAll('{}', name));
const at = (name: string) => path.join(cwd, name);

function prepare(): void {
  for (const file of ['digits.csv', 'iris.csv']) cpSync(path.join(root, 'fixtures', file), at(file));
  const [header, ...rows] = readFileSync(at('iris.csv'), 'utf8').trim().split('\n');
  writeFileSync(at('small.csv'), [header, ...rows.filter((_, i) => i % 5 === 0), ''].join('\n'));
  writeFileSync(
    at('many.csv'),
    [header, ...Array.from({ length: 3000 }, () => rows.join('\n')), ''].join('\n'),
  );
  for (const words of [
    ['gen-spiral', '100', '3', '-o', 's.npy'],
    ['gen-moons', '300', '-o', 'moons.csv'],
    ['train', 'iris.csv', '--epochs', '20', '-q', '-o', 'm.safetensors'],
  ])
    if (spawnSync('node', [program, ...words], { cwd }).status !== 0)
      throw new Error(`nn ${words.join(' ')}`);
}

/** How a process ended, and how long it took. */
interface Ended {
  readonly killed: boolean;
  readonly status: number | null;
  readonly stderr: string;
  readonly ms: number;
}

/** Runs a command, and kills it after some milliseconds. */
async function run(words: readonly string[], after = Infinity): Promise<Ended> {
  const began = performance.now();
  const child = spawn('node', [program, ...words], { cwd, stdio: ['ignore', 'ignore', 'pipe'] });
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const timer = Number.isFinite(after) ? setTimeout(() => child.kill('SIGKILL'), after) : undefined;
  return new Promise((resolve) =>
    child.on('close', (status, signal) => {
      clearTimeout(timer);
      resolve({ killed: signal === 'SIGKILL', status, stderr, ms: performance.now() - began });
    }),
  );
}

const problems: string[] = [];
const found = (scenario: Scenario, problem: string) => {
  problems.push(`${scenario.name}: ${problem}`);
  console.log(`  ${scenario.name}: ${problem}`);
};

/** Files below a folder, by their paths from it. */
const filesIn = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => path.join(path.relative(folder, entry.parentPath), entry.name))
    : [];

/** Whether a file is what its name says, from its beginning to its end. */
function isWhole(file: string): boolean {
  const bytes = new Uint8Array(readFileSync(file));
  try {
    if (file.endsWith('.safetensors')) parseSafetensors(bytes, file);
    if (file.endsWith('.json')) JSON.parse(new TextDecoder().decode(bytes));
    return !file.endsWith('.csv') || bytes.at(-1) === 10;
  } catch {
    return false;
  }
}

function checkWhole(scenario: Scenario): void {
  for (const file of filesIn(cwd))
    if (!/\.tmp$|lock$/.test(file) && !isWhole(at(file))) found(scenario, `${file} is not whole`);
}

/** Kills a scenario at random moments until it was let to its end, and compares; returns how often it was killed. */
async function campaign(
  scenario: Scenario,
  name: string,
  whole: readonly Buffer[],
  ms: number,
): Promise<number> {
  let kills = 0;
  for (let last = false; !last;) {
    const resumes = ['run.json', 'gan.json'].some((file) => existsSync(at(path.join(name, file))))
      ? scenario.resume
      : undefined;
    const words = named(resumes ?? scenario.start, name);
    // A folder without a record is that of a run that had not yet begun.
    if (!resumes && scenario.resume) rmSync(at(name), { recursive: true, force: true });
    last = kills > 3 || (kills > 0 && random() < 0.4);
    const ended = await run(words, last ? Infinity : random() * ms * 1.05);
    if (ended.killed) kills++;
    else if (ended.status !== 0)
      found(scenario, `nn ${words.join(' ')} ended with ${ended.status}: ${ended.stderr}`);
    else last = true;
    checkWhole(scenario);
  }
  named(scenario.results, name).forEach((file, i) => {
    if (!existsSync(at(file)) || !readFileSync(at(file)).equals(whole[i]))
      found(scenario, `${file} has other bits`);
  });
  const left = filesIn(cwd).filter((file) => /\.tmp$|(^|\/)lock$/.test(file));
  if (left.length > 0) found(scenario, `left behind: ${left.join(', ')}`);
  for (const file of left) rmSync(at(file));
  for (const file of readdirSync(cwd)) if (file.startsWith(name)) rmSync(at(file), { recursive: true });
  return kills;
}

prepare();
const wholes = new Map<Scenario, { readonly files: Buffer[]; readonly ms: number }>();
for (const scenario of scenarios) {
  const { status, stderr, ms } = await run(named(scenario.start, 'whole'));
  if (status !== 0) throw new Error(`${scenario.name}: ${stderr}`);
  wholes.set(scenario, { files: named(scenario.results, 'whole').map((file) => readFileSync(at(file))), ms });
  for (const file of readdirSync(cwd)) if (file.startsWith('whole')) rmSync(at(file), { recursive: true });
}
const counts = new Map<string, number>();
let kills = 0;
for (let i = 0; kills < wanted; i++) {
  const scenario = scenarios[i % scenarios.length];
  // It takes longer than all others together.
  if (scenario.name === 'best' && Math.floor(i / scenarios.length) % 3 > 0) continue;
  const { files, ms } = wholes.get(scenario)!;
  const killed = await campaign(scenario, `k${i}`, files, ms);
  counts.set(scenario.name, (counts.get(scenario.name) ?? 0) + killed);
  kills += killed;
  if (Math.floor(kills / 50) > Math.floor((kills - killed) / 50)) console.log(`${kills} of ${wanted} killed`);
}
rmSync(cwd, { recursive: true });
console.log(`seed ${seed}: ${kills} processes killed; ${problems.length} problems`);
for (const [name, count] of counts) console.log(`  ${name.padEnd(12)}${count}`);
process.exitCode = problems.length > 0 ? 1 : 0;
