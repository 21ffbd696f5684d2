import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { scenarios } from '../../../bench/diagnosis/cases.ts';
import { judge } from '../../../bench/diagnosis/suite.ts';
import type { Judgement } from '../../../bench/diagnosis/suite.ts';
import { wasmBackend } from '../../../src/runtime/wasmBackend.ts';

/** Every so many of the scenarios of npm run bench:diagnosis. */
const EVERY = 4;
/** One of the seeds that the rules were made with; npm run bench:diagnosis judges them by others. */
const SEED = 0;
/** A busy machine takes many times as long. */
const TIMEOUT = 900_000;

it(
  'runs whose truth is known: few false alarms, few misses, sane remedies',
  async () => {
    const simd = () => readFile(new URL('../../../dist/simd.wasm', import.meta.url));
    const backend = await wasmBackend({ simd, relaxed: simd });
    const chosen = scenarios.filter((_, i) => i % EVERY === 1);
    const all: Judgement[] = [];
    for (const scenario of chosen) all.push(await judge(scenario, SEED, backend, { remedies: false }));
    const named = (some: readonly Judgement[]) => some.map(({ name, options }) => `${name} ${options}`);
    expect(named(all.filter((one) => one.false.length > 0)).length).toBeLessThanOrEqual(2);
    expect(named(all.filter(({ missed }) => missed.length > 0)).length).toBeLessThanOrEqual(4);
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
