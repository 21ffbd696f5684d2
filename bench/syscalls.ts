// npm run bench:syscalls [-- EVERY]: a run of 20 epochs with a checkpoint after each, under strace (Linux). It is killed at
// every EVERYth system call, and each call that writes files fails in turn; what is left is resumed and compared.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSafetensors } from '../src/formats/safetensors.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const program = path.join(root, 'bin', 'nn.js');
const every = Number(process.argv[2] ?? 50);

const cwd = mkdtempSync(path.join(tmpdir(), 'nn-syscalls-'));
cpSync(path.join(root, 'fixtures', 'iris.csv'), path.join(cwd, 'iris.csv'));
const start = ['train', 'iris.csv', '--layers', 'auto,4,auto', '--epochs', '20', '--early-stopping', '0'];
const train = (run: string) => [...start, '--checkpoint', '0.000001', '--threads', '1', '-q', '--run', run];
const at = (...names: string[]) => path.join(cwd, ...names);
const whole = (name: string) => new Uint8Array(readFileSync(at('whole', name)));

interface Ended {
  readonly status: number | null;
  readonly signal: string | null;
  readonly stderr: string;
}

const nn = (words: readonly string[]): Ended =>
  spawnSync('node', [program, ...words], { cwd, encoding: 'utf8' });

/** Runs it under strace; its own lines go into a file. */
const traced = (words: readonly string[], ...options: readonly string[]): Ended =>
  spawnSync('strace', ['-f', '-o', at('trace'), ...options, 'node', program, ...words], {
    cwd,
    encoding: 'utf8',
  });

const problems: string[] = [];
const problem = (text: string) => {
  problems.push(text);
  console.log(`  ${text}`);
};

/** Resumes what a run left, or begins it anew, and compares it with one that nothing happened to. */
function checkLeft(what: string): void {
  const begun = existsSync(at('cut', 'run.json'));
  for (const name of ['model.safetensors', 'checkpoint.safetensors'])
    if (existsSync(at('cut', name))) parseSafetensors(new Uint8Array(readFileSync(at('cut', name))), name);
  if (!begun) rmSync(at('cut'), { recursive: true, force: true });
  const resumed = nn(begun ? ['train', '--resume', 'cut', '-q'] : train('cut'));
  if (resumed.status !== 0) problem(`${what}: resuming ended with ${resumed.status}: ${resumed.stderr}`);
  else
    for (const name of ['model.safetensors', 'history.csv'])
      if (!Buffer.from(whole(name)).equals(readFileSync(at('cut', name))))
        problem(`${what}: ${name} differs`);
  rmSync(at('cut'), { recursive: true, force: true });
}

/** How many calls of a kind a thread of a run makes at most; strace counts each thread by itself. */
function countCalls(call: string): number {
  traced(train('cut'), '-e', `trace=${call}`);
  rmSync(at('cut'), { recursive: true, force: true });
  const lines = readFileSync(at('trace'), 'utf8').split('\n');
  const counts = new Map<string, number>();
  for (const line of lines) {
    const [, thread] = /^(\d+) +\w+\(/.exec(line) ?? [];
    if (thread !== undefined) counts.set(thread, (counts.get(thread) ?? 0) + 1);
  }
  return Math.max(0, ...counts.values());
}

if (nn(train('whole')).status !== 0) throw new Error('the run does not work');
const all = countCalls('all');
let killed = 0;
for (let n = every; n < all; n += every) {
  const { signal, status } = traced(train('cut'), '-e', `inject=all:signal=KILL:when=${n}`);
  if (signal === 'SIGKILL' || status === 137) killed++;
  checkLeft(`killed at call ${n}`);
}
console.log(`killed at ${killed} of the first ${all} system calls of a thread; ${problems.length} problems`);

// What nn asks for when it writes; a failing call of another kind may be one that Node.js itself does not survive.
const failing = ['fsync', 'rename', 'link', 'unlink', 'mkdir', 'ftruncate', 'fchmod'];
for (const call of failing) {
  const count = countCalls(call);
  const endings = new Map<string, number>();
  for (const code of ['EIO', 'ENOSPC'])
    for (let n = 1; n <= count; n++) {
      const { status, signal, stderr } = traced(train('cut'), '-e', `inject=${call}:error=${code}:when=${n}`);
      const errors = stderr.split('\n').filter((line) => line.startsWith('error:')).length;
      const ending = `exit ${status ?? signal}, ${errors} error${errors === 1 ? '' : 's'}`;
      endings.set(ending, (endings.get(ending) ?? 0) + 1);
      const sound = (status === 0 && errors === 0) || (status === 2 && errors === 1);
      if (!sound) problem(`${call} ${n} ${code}: ${ending}: ${stderr}`);
      checkLeft(`${call} ${n} ${code}`);
    }
  const said = [...endings].map(([ending, times]) => `${times} × ${ending}`).join('; ');
  console.log(`${call.padEnd(10)}${String(count).padStart(4)} calls: ${said || 'none'}`);
}
rmSync(cwd, { recursive: true });
process.exitCode = problems.length > 0 ? 1 : 0;
