/**
 * npm run fuzz -- [--target csv,json] [--seed 7] [--runs 10000] [--from 0] [--replay NUMBER [--save FILE]]
 *
 * Damaged inputs for every reader and language, each in a process that is ended when an input hangs. An input is known by
 * its target, seed and number; --replay shows it and runs it once more.
 */
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Finding } from './define.ts';
import { beginnings, tryInput } from './engine.ts';
import { mutated } from './mutate.ts';
import { targetNamed, targets } from './targets.ts';

/** Milliseconds without a sign of life after which an input hangs; other things may run beside. */
const HANGS = 60_000;
/** Megabytes of its heap. */
const HEAP = 1024;

interface Told {
  readonly number?: number;
  readonly finding?: Finding;
  readonly accepted?: number;
}

/** Runs inputs in a process; returns where to go on after one that hung or ended it. */
function runPart(
  name: string,
  { seed, from, runs }: { readonly seed: number; readonly from: number; readonly runs: number },
  found: (finding: Finding) => void,
): Promise<{ readonly next: number; readonly accepted: number }> {
  const worker = fileURLToPath(new URL('worker.ts', import.meta.url));
  const child = spawn(
    process.execPath,
    [
      '--import',
      'tsx',
      `--max-old-space-size=${HEAP}`,
      worker,
      name,
      String(seed),
      String(from),
      String(runs),
    ],
    { stdio: ['ignore', 'inherit', 'inherit', 'pipe'] },
  );
  let number = from;
  let accepted: number | undefined;
  let alive = performance.now();
  let hung = false;
  createInterface({ input: child.stdio[3] as Readable }).on('line', (line) => {
    const told = JSON.parse(line) as Told;
    alive = performance.now();
    number = told.number ?? number;
    if (told.finding) found(told.finding);
    accepted = told.accepted ?? accepted;
  });
  const watch = setInterval(() => {
    hung = performance.now() - alive > HANGS;
    if (hung) child.kill('SIGKILL');
  }, 500);
  return new Promise((resolve) => {
    child.on('close', (code, signal) => {
      clearInterval(watch);
      if (accepted !== undefined) return resolve({ next: from + runs, accepted });
      found({ number, fault: hung ? 'hang' : 'crash', detail: `the process ended with ${code ?? signal}` });
      return resolve({ next: number + 1, accepted: 0 });
    });
  });
}

async function campaign(name: string, seed: number, first: number, runs: number): Promise<number> {
  let accepted = 0;
  const findings: Finding[] = [];
  const begin = performance.now();
  for (let from = first; from < first + runs;) {
    const part = await runPart(name, { seed, from, runs: first + runs - from }, (finding) => {
      findings.push(finding);
      if (findings.length <= 20)
        console.log(
          `  ${name} --seed ${seed} --replay ${finding.number}: ${finding.fault}, ${finding.detail.slice(0, 700)}`,
        );
    });
    from = part.next;
    accepted += part.accepted;
  }
  const count = (fault: string) => findings.filter((finding) => finding.fault === fault).length;
  const faults = ['crash', 'different', 'slow', 'large', 'hang'].map((fault) => `${count(fault)} ${fault}`);
  const seconds = Math.round((performance.now() - begin) / 1000);
  console.log(`${name}: ${runs} inputs, ${accepted} read, ${faults.join(', ')}; ${seconds} s`);
  return findings.length;
}

async function replay(name: string, seed: number, number: number, save: string | undefined): Promise<void> {
  const target = targetNamed(name);
  const input = mutated(await beginnings(target), target.words ?? [], { seed, number });
  if (save !== undefined) writeFileSync(save, input);
  console.log(
    `${input.length} bytes: ${JSON.stringify(Buffer.from(input).toString('latin1')).slice(0, 4000)}`,
  );
  const { accepted, fault, detail } = await tryInput(target, input);
  console.log(fault === undefined ? (accepted ? 'read' : 'refused') : `${fault}: ${detail}`);
}

const { values } = parseArgs({
  options: {
    target: { type: 'string' },
    seed: { type: 'string', default: '1' },
    runs: { type: 'string', default: '2000' },
    from: { type: 'string', default: '0' },
    replay: { type: 'string' },
    save: { type: 'string' },
  },
});
const names = values.target?.split(',') ?? targets.map(({ name }) => name);
const seed = Number(values.seed);
if (values.replay !== undefined) await replay(names[0], seed, Number(values.replay), values.save);
else {
  let findings = 0;
  for (const name of names) findings += await campaign(name, seed, Number(values.from), Number(values.runs));
  process.exitCode = findings > 0 ? 1 : 0;
}
