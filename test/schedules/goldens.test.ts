import { describe, expect, it } from 'vitest';
import { schedules } from '../../src/schedules/index.ts';
import { parseSchedule } from '../../src/schedules/parse.ts';
import { golden } from '../support/fixtures.ts';

type Run = { schedule: string; base: number; rates: number[] } & (
  | { epochs: number; stepsPerEpoch: number; unit: 'step' | 'epoch' }
  | { mode: 'min' | 'max'; scores: number[] }
);
const runs = golden<Run[]>('schedules.json');

const near = (found: number, wanted: number, what: string) =>
  expect(Math.abs(found - wanted), what).toBeLessThan(1e-12 * Math.abs(wanted) + 1e-18);

describe('torch.optim.lr_scheduler', () => {
  it.each(runs.map((run) => [run.schedule, run] as const))('%s', (text, run) => {
    const schedule = parseSchedule(text);
    if ('unit' in run) {
      const { epochs, stepsPerEpoch } = run;
      run.rates.forEach((wanted, i) => {
        const step = run.unit === 'step' ? i : i * stepsPerEpoch;
        const at = { step, epoch: Math.floor(step / stepsPerEpoch), steps: epochs * stepsPerEpoch, epochs };
        near(schedule.rate(run.base, at, schedule.initial), wanted, `${run.unit} ${i}`);
      });
      return;
    }
    let state = schedule.initial;
    const at = { step: 0, epoch: 0, steps: 1, epochs: 1 };
    expect(schedule.listens).toBe(true);
    run.rates.forEach((wanted, i) => {
      near(schedule.rate(run.base, at, state), wanted, `epoch ${i}`);
      const score = run.scores[i] ?? 0;
      const before = JSON.stringify(state);
      const after = schedule.observe(state, { score, higherIsBetter: run.mode === 'max', base: run.base });
      expect(JSON.stringify(state)).toBe(before);
      // As a checkpoint keeps it.
      state = JSON.parse(JSON.stringify(after)) as typeof after;
    });
  });

  it('covers every schedule that PyTorch has', () => {
    const covered = new Set(runs.map(({ schedule }) => parseSchedule(schedule).name));
    expect(schedules.names.filter((name) => !covered.has(name))).toEqual(['1/t', 'flat-cos', 'coslog']);
  });
});
