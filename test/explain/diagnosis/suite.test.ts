import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { scenarios } from '../../../bench/diagnosis/cases.ts';
import { judge } from '../../../bench/diagnosis/suite.ts';
import type { Judgement } from '../../../bench/diagnosis/suite.ts';
import { wasmBackend } from '../../../src/runtime/wasmBackend.ts';

/** The cheapest scenario of npm run bench:diagnosis for each thing that can be said. */
const chosen = [
  'one column --layers auto,8,auto --epochs 60',
  'leak: word --layers auto,16,auto --epochs 40',
  'strong number --layers auto,16,auto --epochs 40',
  'images of halves --layers auto,16,auto --epochs 40',
  'blobs --layers auto,16,auto --epochs 100',
  'houses --layers 2,1 --no-standardize --epochs 200 --learning-rate 0.00001 --optimizer sgd --batch-size full',
  'xor --layers auto,32,auto --epochs 2',
  'friedman --layers auto,32,auto --epochs 60 --optimizer sgd --learning-rate 0.001',
  'friedman --layers auto,32,auto --epochs 60 --l2 0.3',
  'friedman --layers auto,32,32,auto --epochs 60 --learning-rate 30 --early-stopping 0',
  'rare class --layers auto,16,auto --epochs 40',
  'blobs --layers auto,64,64,auto --epochs 100 --early-stopping 0 --l2 0',
];
/** Neither one that the rules were made with nor one that npm run bench:diagnosis judges them by. */
const SEED = 4;
/** They take a few seconds; a busy machine takes many times as long. */
const TIMEOUT = 60_000;

it(
  'runs whose truth is known: few false alarms, few misses, sane remedies',
  async () => {
    const simd = () => readFile(new URL('../../../dist/simd.wasm', import.meta.url));
    const backend = await wasmBackend({ simd, relaxed: simd });
    const all: Judgement[] = [];
    for (const words of chosen) {
      const scenario = scenarios.find(({ problem, options }) => `${problem.name} ${options}` === words);
      if (!scenario) throw new Error(`the suite has no scenario ${words}`);
      all.push(await judge(scenario, SEED, backend, { remedies: false }));
    }
    const named = (some: readonly Judgement[]) => some.map(({ name, options }) => `${name} ${options}`);
    expect(named(all.filter((one) => one.false.length > 0))).toEqual([]);
    expect(named(all.filter(({ missed }) => missed.length > 0)).length).toBeLessThanOrEqual(1);
    expect(Math.max(...all.map(({ verdicts }) => verdicts.length))).toBeLessThanOrEqual(3);
    for (const { options } of all.flatMap(({ verdicts }) => verdicts.flatMap(({ remedies }) => remedies))) {
      const rate = /--learning-rate (\S+)/.exec(options)?.[1];
      if (rate !== undefined) {
        expect(Number(rate)).toBeGreaterThanOrEqual(1e-5);
        expect(Number(rate)).toBeLessThanOrEqual(1);
      }
      const widths = /--layers (\S+)/.exec(options)?.[1].split(',').map(Number).filter(Number.isFinite) ?? [];
      expect(Math.max(0, ...widths)).toBeLessThanOrEqual(512);
    }
  },
  TIMEOUT,
);
