/**
 * What nn diagnose says about runs whose truth is known: false alarms, misses, and whether remedies help:
 *
 *     npm run bench:diagnosis [-- dev] [-- options]
 *
 *     dev             the seeds that the rules were made with, instead of those that they are judged by
 *     --seeds 8,9     these seeds
 *     --all           every run is listed, not only those that were judged wrongly
 *
 * Prints the tables of docs/diagnosis.md.
 */
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { wasmBackend } from '../src/runtime/wasmBackend.ts';
import { scenarios } from './diagnosis/cases.ts';
import { DEVELOPMENT, HELD_OUT } from './diagnosis/seeds.ts';
import { judge } from './diagnosis/suite.ts';
import type { Judgement } from './diagnosis/suite.ts';
import { report } from './diagnosis/report.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { seeds: { type: 'string' }, all: { type: 'boolean', default: false } },
});
const usual = positionals.includes('dev') ? DEVELOPMENT : HELD_OUT;
const seeds = values.seeds?.split(',').map(Number) ?? usual;
const binary = (name: string) => readFile(new URL(`../dist/${name}.wasm`, import.meta.url));
const simd = () => binary('simd');
const backend = await wasmBackend({ simd, relaxed: simd });
const began = performance.now();
const judgements: Judgement[] = [];
for (const seed of seeds)
  for (const scenario of scenarios) judgements.push(await judge(scenario, seed, backend));
process.stdout.write(`seeds ${seeds.join(', ')}: ${report(judgements, values.all)}`);
process.stderr.write(`${((performance.now() - began) / 1000).toFixed(0)} s\n`);
