/**
 * npm run fuzz -- [--target csv,json] [--seed 7 | --seed fresh] [--runs 10000 | --minutes 1] [--from 0]
 *                 [--replay NUMBER [--save FILE]]
 *
 * Damaged inputs for every reader and language, each in a process that is ended when an input hangs. An input is known by
 * its target, seed and number; --replay shows it and runs it once more. --minutes are divided among the targets.
 */
import { randomInt } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Fault, Finding } from './define.ts';
import { beginnings, measureInput } from './engine.ts';
import { mutated } from './mutate.ts';
import { bundle, runPart } from './process.ts';
import type { Part } from './process.ts';
import { targetNamed, targets } from './targets.ts';

/** Inputs between two signs of life. */
const BLOCK = 16;
const FAULTS: readonly Fault[] = ['crash', 'different', 'slow', 'large', 'hang'];

/** Runs inputs of a target; where a process ends, the input that ended it is looked for and left out. */
async function campaign(worker: string, { name, seed, from: first, runs, seconds }: Part): Promise<number> {
  const findings: Finding[] = [];
  const found = (finding: Finding) => {
    findings.push(finding);
    if (findings.length > 20) return;
    const { number, fault, detail } = finding;
    console.log(`  ${name} --seed ${seed} --replay ${number}: ${fault}, ${detail.slice(0, 700)}`);
  };
  const begin = performance.now();
  const since = () => (performance.now() - begin) / 1000;
  let accepted = 0;
  let from = first;
  while (from < first + runs && since() < seconds) {
    const part = { name, seed, from, runs: first + runs - from, seconds: seconds - since() };
    const done = await runPart(worker, part, BLOCK, found);
    accepted += done.accepted;
    from += done.inputs;
    if (!done.broken) break;
    const { block, how, detail } = done.broken;
    const size = Math.min(BLOCK, first + runs - block);
    const single = await runPart(worker, { ...part, from: block, runs: size }, 1, found);
    accepted += single.accepted;
    const number = single.broken?.block ?? block;
    found({ number, fault: single.broken?.how ?? how, detail: single.broken?.detail ?? `${detail}, once` });
    from = single.broken ? number + 1 : block + size;
  }
  const faults = FAULTS.map((fault) => `${findings.filter((one) => one.fault === fault).length} ${fault}`);
  const inputs = from - first;
  console.log(
    `${name}: seed ${seed}, ${inputs} inputs, ${accepted} read, ${faults.join(', ')}; ${Math.round(since())} s`,
  );
  return findings.length;
}

async function replay(name: string, seed: number, number: number, save: string | undefined): Promise<void> {
  const target = targetNamed(name);
  const input = mutated(await beginnings(target), target.words ?? [], { seed, number });
  if (save !== undefined) writeFileSync(save, input);
  console.log(
    `${input.length} bytes: ${JSON.stringify(Buffer.from(input).toString('latin1')).slice(0, 4000)}`,
  );
  const { accepted, fault, detail } = await measureInput(target, input);
  console.log(fault === undefined ? (accepted ? 'read' : 'refused') : `${fault}: ${detail}`);
}

const { values } = parseArgs({
  options: {
    target: { type: 'string' },
    seed: { type: 'string', default: '1' },
    runs: { type: 'string' },
    minutes: { type: 'string' },
    from: { type: 'string', default: '0' },
    replay: { type: 'string' },
    save: { type: 'string' },
  },
});
const names = values.target?.split(',') ?? targets.map(({ name }) => name);
const seed = values.seed === 'fresh' ? randomInt(2 ** 31) : Number(values.seed);
if (values.replay !== undefined) await replay(names[0], seed, Number(values.replay), values.save);
else {
  const seconds = values.minutes === undefined ? Infinity : (60 * Number(values.minutes)) / names.length;
  const runs = Number(values.runs ?? (values.minutes === undefined ? 2000 : Infinity));
  const worker = await bundle();
  let findings = 0;
  for (const name of names)
    findings += await campaign(worker, { name, seed, from: Number(values.from), runs, seconds });
  process.exitCode = findings > 0 ? 1 : 0;
}
