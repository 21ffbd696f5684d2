/**
 * What nn diagnose says about runs whose truth is known: false alarms, misses, and whether remedies help. Prints the
 * tables of docs/diagnosis.md:
 *
 *     npm run bench:diagnosis [-- dev] [-- --all]
 */
import { readFile } from 'node:fs/promises';
import { wasmBackend } from '../src/runtime/wasmBackend.ts';
import { scenarios } from './diagnosis/cases.ts';
import { judge } from './diagnosis/suite.ts';
import type { Judgement } from './diagnosis/suite.ts';
import { report } from './diagnosis/report.ts';

const words = new Set(process.argv.slice(2));
/** Rules were made with the seeds of one half and are judged by those of the other. */
const seeds = words.has('dev') ? [0, 1] : [2, 3];
const binary = (name: string) => readFile(new URL(`../dist/${name}.wasm`, import.meta.url));
const simd = () => binary('simd');
const backend = await wasmBackend({ simd, relaxed: simd });
const began = performance.now();
const judgements: Judgement[] = [];
for (const seed of seeds)
  for (const scenario of scenarios) judgements.push(await judge(scenario, seed, backend));
process.stdout.write(report(judgements, words.has('--all')));
process.stderr.write(`${((performance.now() - began) / 1000).toFixed(0)} s\n`);
