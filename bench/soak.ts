// npm run bench:soak [-- MINUTES [ROWS]]: training for so many minutes, and nn predict over ROWS rows (100 million) that a
// process writes into its pipe. Looks each second at memory and open files, and says how they grow after the first
// quarter.
import { spawn, spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const program = path.join(root, 'bin', 'nn.js');
const [minutes = 30, rows = 1e8] = process.argv.slice(2).map(Number);

/** Growth of memory, in MB, and of open files that is none. */
const FLAT = { memory: 24, files: 2 };
/** MB that node itself, its kernels and what is read at a time may take. */
const HEAP = 300;

interface Look {
  /** MB of memory that the process has. */
  readonly memory: number;
  readonly files: number;
}

/** What Linux says about a process. */
function look(pid: number): Look | undefined {
  try {
    const [, kilobytes] = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return { memory: Number(kilobytes) / 1024, files: readdirSync(`/proc/${pid}/fd`).length };
  } catch {
    return undefined;
  }
}

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

/** Whether what was looked at stays as it is: the last quarter beside the second. */
function judge(name: string, looks: readonly Look[]): boolean {
  const quarter = looks.length >> 2;
  const [early, late] = [looks.slice(quarter, 2 * quarter), looks.slice(-quarter)];
  const of = (part: readonly Look[], key: keyof Look) => median(part.map((one) => one[key]));
  const [memory, files] = (['memory', 'files'] as const).map((key) => of(late, key) - of(early, key));
  const most = Math.max(...looks.map((one) => one.memory));
  console.log(
    `${name}: ${looks.length} s, ${Math.round(most)} MB at most; after the first quarter ${memory.toFixed(1)} MB and ${files} files more`,
  );
  return looks.length >= 8 && memory <= FLAT.memory && files <= FLAT.files;
}

const cwd = realpathSync(mkdtempSync(path.join(tmpdir(), 'nn-soak-')));
for (const name of ['iris.csv', 'digits.csv'])
  cpSync(path.join(root, 'fixtures', name), path.join(cwd, name));

/** Looks at a process each second until it ends. */
async function watched(shell: string, command: string) {
  const child = spawn('bash', ['-c', shell], { cwd, stdio: ['ignore', 'pipe', 'inherit'] });
  let stdout = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  const looks: Look[] = [];
  // Which of the processes in this folder it is: a pipe has several.
  const processes = () =>
    readdirSync('/proc').filter((name) => {
      try {
        const words = readFileSync(`/proc/${name}/cmdline`, 'utf8').split('\0');
        return readlinkSync(`/proc/${name}/cwd`) === cwd && words[0] === 'node' && words.includes(command);
      } catch {
        return false;
      }
    });
  const timer = setInterval(() => {
    const [pid] = processes();
    const found = pid === undefined ? undefined : look(Number(pid));
    if (found) looks.push(found);
  }, 1000);
  const began = performance.now();
  const status = await new Promise<number | null>((resolve) => child.on('close', resolve));
  clearInterval(timer);
  return { status, stdout, looks, seconds: (performance.now() - began) / 1000 };
}

const nn = `node '${program}'`;
spawnSync('bash', ['-c', `${nn} train iris.csv --epochs 20 -q -o m.safetensors`], { cwd });

const training = await watched(
  `${nn} train digits.csv --epochs 100000000 --early-stopping 0 --time-limit ${minutes * 60} --checkpoint 1 --log-every 1000000 -q --run r; exit $?`,
  'train',
);
let flat = judge('training', training.looks) && training.status === 0;

// As many rows as are asked for, made of those of the file; wc counts what comes out.
const [header, ...lines] = readFileSync(path.join(cwd, 'iris.csv'), 'utf8').trim().split('\n');
const generator = `
const block = Buffer.from(${JSON.stringify(`${lines.join('\n')}\n`)}.repeat(100));
const out = process.stdout;
out.write(${JSON.stringify(`${header}\n`)});
let left = ${Math.ceil(rows / 15_000)};
const more = () => { while (left > 0) { left--; if (!out.write(block)) return void out.once('drain', more); } };
more();`;
writeFileSync(path.join(cwd, 'rows.js'), generator);
const predicting = await watched(
  `node rows.js | { ${nn} predict m.safetensors - -q | wc -l; exit \${PIPESTATUS[0]}; }`,
  'predict',
);
const came = Number(predicting.stdout.trim()) - 1;
console.log(
  `predict: ${came.toLocaleString('en')} rows, ${Math.round(came / predicting.seconds).toLocaleString('en')} rows/s`,
);
flat = judge('predict', predicting.looks) && predicting.status === 0 && came >= rows && flat;
flat = predicting.looks.every(({ memory }) => memory < HEAP) && flat;
rmSync(cwd, { recursive: true });
console.log(flat ? 'all is flat' : 'something grows, or did not end well');
process.exitCode = flat ? 0 : 1;
