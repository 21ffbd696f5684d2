// npm run bench:processes [-- N [SEED [NUMBER | FROM-]]]: N processes with random command lines, files and signals at
// random moments. Each must end with 0, 1, 2 or 130 within 20 seconds or when it is asked to, without a trace of its
// stack, and leave what it was told to write. NUMBER repeats one of them, FROM- goes on from there; what a process is
// given follows from SEED and its number.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Random } from '../fuzz/random.ts';
import { randomArgv } from './argv.ts';
import { makeCorpus, program, someFiles } from './files.ts';

const [wanted = 300, seed = 1] = process.argv.slice(2, 4).map(Number);
const place = process.argv[4] ?? '0-';
const first = Number.parseInt(place, 10);
const only = !place.endsWith('-');

/** Milliseconds after which a process is asked to end, and those it may take for it. */
const LONG = 20_000;
const ENDING = 10_000;

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGPIPE', 'SIGSTOP', 'SIGKILL', 'twice', 'stdout'] as const;

interface Plan {
  readonly argv: readonly string[];
  readonly input: string | undefined;
  /** What happens to it after so many milliseconds. */
  readonly signal?: { readonly kind: (typeof SIGNALS)[number]; readonly after: number };
}

interface Ended {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stderr: string;
  readonly ms: number;
  /** It was asked to end since it took long. */
  readonly asked: boolean;
  /** It did not end when it was. */
  readonly hung: boolean;
}

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Runs a process as planned. */
async function run(plan: Plan, cwd: string): Promise<Ended> {
  const began = performance.now();
  const env = { ...process.env, NO_COLOR: '1' };
  const child = spawn('node', [program, ...plan.argv], { cwd, env });
  let stderr = '';
  let ended = false;
  let [asked, hung] = [false, false];
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString().slice(0, 1 << 16)));
  child.stdout.on('data', () => {});
  for (const stream of [child.stdin, child.stdout, child.stderr]) stream.on('error', () => {});
  if (plan.input === undefined) child.stdin.end();
  else child.stdin.end(readFileSync(path.join(cwd, plan.input)));
  const { signal } = plan;
  if (signal)
    void wait(signal.after).then(async () => {
      if (ended) return;
      if (signal.kind === 'stdout') child.stdout.destroy();
      else child.kill(signal.kind === 'twice' ? 'SIGINT' : signal.kind);
      await wait(signal.kind === 'SIGSTOP' ? 400 : 30);
      if (!ended && signal.kind === 'SIGSTOP') child.kill('SIGCONT');
      if (!ended && signal.kind === 'twice') child.kill('SIGTERM');
    });
  const long = setTimeout(() => {
    asked = true;
    child.kill('SIGTERM');
  }, LONG);
  const end = setTimeout(() => {
    hung = true;
    child.kill('SIGKILL');
  }, LONG + ENDING);
  return new Promise((resolve) =>
    child.on('close', (status, by) => {
      ended = true;
      clearTimeout(long);
      clearTimeout(end);
      resolve({ status, signal: by, stderr, ms: performance.now() - began, asked, hung });
    }),
  );
}

/** The files below a folder by their paths, each with a digest of its bytes. */
function snapshot(folder: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const file = path.join(entry.parentPath, entry.name);
    const name = path.relative(folder, file);
    if (entry.isFile()) found.set(name, createHash('sha256').update(readFileSync(file)).digest('hex'));
    else if (entry.isDirectory()) found.set(name, 'folder');
  }
  return found;
}

/** What is wrong with how a process ended, and with what it left. */
function problemsOf(
  { argv, signal }: Plan,
  ended: Ended,
  before: Map<string, string>,
  after: Map<string, string>,
): string[] {
  const problems: string[] = [];
  const { status, stderr, hung } = ended;
  const killed = ended.signal !== null;
  // Before a handler is there, the system itself ends a process.
  const byUs =
    signal?.kind === 'twice' ? ['SIGINT', 'SIGTERM'] : [signal?.kind, ...(ended.asked ? ['SIGTERM'] : [])];
  if (hung) problems.push(`did not end within ${ENDING / 1000} s of being asked to`);
  else if (killed && !byUs.includes(ended.signal)) problems.push(`was killed by ${ended.signal}`);
  else if (!killed && ![0, 1, 2, 130].includes(status ?? -1)) problems.push(`ended with ${status}`);
  if (/^ {4}at .+:\d+:\d+\)?$/m.test(stderr)) problems.push('a trace of its stack');
  if (stderr.includes('nn itself failed')) problems.push('an internal error');
  if (/Warning: |\(Use `node/.test(stderr)) problems.push('a warning of Node.js');
  if (status === 2 && !stderr.includes('error:')) problems.push('2 without an error');
  const words = argv.flatMap((word) => [word, word.replace(/^-{1,2}[\w-]+=/, '')]);
  const named = (file: string) =>
    words.some(
      (word) => word !== '' && (file === path.normalize(word) || file.startsWith(`${path.normalize(word)}/`)),
    ) ||
    words.some(
      (word) => path.parse(word).name !== '' && path.parse(file).name.startsWith(`${path.parse(word).name}-`),
    ) ||
    // The page of a report is named after what it is about.
    (argv.includes('report') && file.endsWith('.html')) ||
    /^runs(\/|$)|\.gan\.safetensors$/.test(file);
  for (const [file, digest] of after) {
    if (before.get(file) === digest) continue;
    const half = /\.tmp$|(^|\/)lock$/.test(file);
    if (half ? !killed : !named(file))
      problems.push(before.has(file) ? `changed ${file}` : `left ${JSON.stringify(file)}`);
  }
  for (const file of before.keys()) if (!after.has(file)) problems.push(`removed ${file}`);
  return problems;
}

async function planOf(random: Random, corpus: string, folder: string): Promise<Plan> {
  const names = someFiles(random, corpus, folder);
  const argv = await randomArgv(random, names);
  const files = names.filter((name) => statSync(path.join(folder, name)).isFile());
  const input = files.length > 0 && random.below(3) === 0 ? random.of(files) : undefined;
  // Half of them get a signal, as likely in the first quarter of a second as in the two after.
  if (random.below(2) === 0) return { argv, input };
  const after = Math.round(30 * 80 ** (random.below(1000) / 1000));
  return { argv, input, signal: { kind: random.of(SIGNALS), after } };
}

const cwd = mkdtempSync(path.join(tmpdir(), 'nn-processes-'));
const corpus = path.join(cwd, 'corpus');
makeCorpus(corpus);
const endings = new Map<string, number>();
let [next, failed, long] = [first, 0, 0];
const last = only ? first + 1 : wanted;

async function lane(): Promise<void> {
  while (next < last) {
    const number = next++;
    const folder = path.join(cwd, String(number));
    mkdirSync(folder);
    const plan = await planOf(new Random(seed, number), corpus, folder);
    const before = snapshot(folder);
    const ended = await run(plan, folder);
    const problems = problemsOf(plan, ended, before, snapshot(folder));
    const ending = ended.signal ?? String(ended.status);
    endings.set(ending, (endings.get(ending) ?? 0) + 1);
    if (ended.asked) long++;
    if (number % 500 === 499) console.log(`${number + 1} of ${wanted}: ${failed} with problems`);
    if (problems.length > 0 || only) {
      const { kind, after } = plan.signal ?? {};
      const how = [
        ...(plan.input === undefined ? [] : [`< ${plan.input}`]),
        ...(kind ? [`${kind} after ${after} ms`] : []),
      ];
      console.log(
        `${number}: nn ${plan.argv.map((word) => JSON.stringify(word)).join(' ')} ${how.join(', ')}`,
      );
      console.log(`   ${[ending, `${Math.round(ended.ms)} ms`, ...problems].join('; ')}`);
      console.log(
        ended.stderr
          .split('\n')
          .slice(0, 6)
          .map((line) => `   | ${line}`)
          .join('\n'),
      );
    }
    if (problems.length > 0) failed++;
    rmSync(folder, { recursive: true, force: true });
  }
}

await Promise.all([lane(), lane()]);
rmSync(cwd, { recursive: true, force: true });
const said = [...endings]
  .sort(([a], [b]) => a.localeCompare(b))
  .map(([ending, times]) => `${times} × ${ending}`)
  .join(', ');
console.log(
  `seed ${seed}: ${last - first} processes; ${said}; ${long} took more than ${LONG / 1000} s; ${failed} with problems`,
);
if (failed > 0) console.log(`again: npm run bench:processes -- ${wanted} ${seed} NUMBER`);
process.exitCode = failed > 0 ? 1 : 0;
