import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { scenarios } from '../../../bench/diagnosis/cases.ts';
import { TESTED } from '../../../bench/diagnosis/seeds.ts';
import { judge } from '../../../bench/diagnosis/suite.ts';
import type { Judgement } from '../../../bench/diagnosis/suite.ts';
import { wasmBackend } from '../../../src/runtime/wasmBackend.ts';
import type { Backend } from '../../../src/runtime/runtime.ts';

/** The cheapest scenarios of npm run bench:diagnosis for each thing that can be said, with what an expert says. */
const chosen: readonly (readonly [run: string, verdict: string])[] = [
  ['one column --layers auto,16,auto --epochs 60', 'good fit'],
  ['strong number --layers auto,16,auto --epochs 40', 'good fit'],
  ['images of halves --layers auto,16,auto --epochs 40', 'good fit'],
  ['leak: word --layers auto,16,auto --epochs 40', 'leaking target'],
  ['xor --layers auto,32,auto --epochs 2', 'training too short'],
  [
    'friedman --layers auto,32,auto --epochs 60 --optimizer sgd --learning-rate 0.001',
    'learning rate too low',
  ],
  [
    'houses --layers 2,1 --no-standardize --epochs 200 --learning-rate 0.00001 --optimizer sgd --batch-size full',
    'learning rate too low',
  ],
  ['friedman --layers auto,32,auto --epochs 60 --l2 0.3', 'underfitting'],
  [
    'friedman --layers auto,32,32,auto --epochs 60 --learning-rate 30 --early-stopping 0',
    'learning rate too high',
  ],
  ['rare class --layers auto,16,auto --epochs 40', 'unbalanced classes'],
  ['blobs --layers auto,64,64,auto --epochs 100 --early-stopping 0 --l2 0', 'overfitting'],
  ['spiral --layers auto,32,32,auto --epochs 150', 'overfitting'],
  ['a class each --layers auto,8,auto --epochs 10', 'too small data'],
];
/** They take a few seconds; a busy machine takes many times as long. */
const TIMEOUT = 60_000;

/** Every remedy is sane, and no more is said than can be followed. */
function expectSane({ verdicts }: Judgement): void {
  expect(verdicts.length).toBeLessThanOrEqual(3);
  for (const { options } of verdicts.flatMap(({ remedies }) => remedies)) {
    const rate = /--learning-rate (\S+)/.exec(options)?.[1];
    if (rate !== undefined) {
      expect(Number(rate)).toBeGreaterThanOrEqual(1e-5);
      expect(Number(rate)).toBeLessThanOrEqual(1);
    }
    const widths = /--layers (\S+)/.exec(options)?.[1].split(',').map(Number).filter(Number.isFinite) ?? [];
    expect(Math.max(0, ...widths)).toBeLessThanOrEqual(512);
  }
}

describe('runs whose truth is known: what is said is true, and what is true is said', () => {
  let backend: Backend;
  beforeAll(async () => {
    const simd = () => readFile(new URL('../../../dist/simd.wasm', import.meta.url));
    backend = await wasmBackend({ simd, relaxed: simd });
  });

  it.each(chosen)(
    '%s: %s',
    async (words, verdict) => {
      const scenario = scenarios.find(({ problem, options }) => `${problem.name} ${options}` === words);
      if (!scenario) throw new Error(`the suite has no scenario ${words}`);
      const judged = await judge(scenario, TESTED, backend, { remedies: false });
      expect(judged.false).toEqual([]);
      expect(judged.missed).toEqual([]);
      expect(judged.verdicts.map(({ name }) => name)).toContain(verdict);
      expectSane(judged);
    },
    TIMEOUT,
  );
});
