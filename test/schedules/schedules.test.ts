import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inverseTimeDecay } from '../../src/schedules/decay.ts';
import { schedules } from '../../src/schedules/index.ts';
import { chooseSchedule, parseSchedule } from '../../src/schedules/parse.ts';

const rateAt = (text: string, base: number, step: number, epochs = 100, perEpoch = 1) => {
  const schedule = parseSchedule(text);
  const at = { step, epoch: Math.floor(step / perEpoch), steps: epochs * perEpoch, epochs };
  return schedule.rate(base, at, schedule.initial);
};

describe('closed forms', () => {
  it('constant', () => expect(rateAt('constant', 0.1, 57)).toBe(0.1));
  it('1/t is the decay of the book, to the bit', () => {
    for (const step of [0, 1, 100, 9999]) {
      expect(rateAt('1/t:5e-7', 0.05, step)).toBe(inverseTimeDecay(0.05, 5e-7, step));
      expect(rateAt('1/t:decay=1e-3', 1, step)).toBe(1 * (1 / (1 + 1e-3 * step)));
    }
  });
  it('step halves', () => {
    expect(rateAt('step:30,0.5', 0.8, 29)).toBe(0.8);
    expect(rateAt('step:every=30,factor=0.5', 0.8, 30)).toBe(0.4);
    expect(rateAt('step:every=30,factor=0.5', 0.8, 90)).toBe(0.1);
  });
  it('exponential', () => expect(rateAt('exponential:0.5', 1, 10)).toBe(2 ** -10));
  it('cosine is whole, half and nothing at begin, middle and end', () => {
    expect(rateAt('cosine', 0.2, 0)).toBe(0.2);
    expect(rateAt('cosine', 0.2, 50)).toBeCloseTo(0.1, 15);
    expect(rateAt('cosine', 0.2, 100)).toBeCloseTo(0, 15);
    expect(rateAt('cosine:0.01', 0.2, 100)).toBeCloseTo(0.01, 15);
  });
  it('warm-up begins at the first nth part, not at 0, and ends at the full rate', () => {
    expect(rateAt('constant:warmup=5', 1, 0, 100, 2)).toBeCloseTo(0.1, 15);
    expect(rateAt('constant:warmup=5', 1, 9, 100, 2)).toBeCloseTo(0.91, 15);
    expect(rateAt('constant:warmup=5', 1, 10, 100, 2)).toBe(1);
  });
  it('one-cycle has its top at pct_start', () => {
    expect(rateAt('one-cycle:max=0.5', 0.1, 0)).toBeCloseTo(0.5 / 25, 15);
    expect(rateAt('one-cycle:max=0.5', 0.1, 29)).toBe(0.5);
    expect(rateAt('one-cycle:max=0.5', 0.1, 99)).toBeCloseTo(0.5 / 25 / 1e4, 15);
  });
});

it('gives a positive finite rate at every step of every run', () => {
  const texts = schedules.all.map(({ example }) => example);
  fc.assert(
    fc.property(
      fc.constantFrom(
        ...texts,
        'one-cycle',
        'cosine:min=1e-4',
        'one-cycle:pct_start=0',
        'one-cycle:pct_start=1',
      ),
      fc.integer({ min: 1, max: 60 }),
      fc.integer({ min: 1, max: 5 }),
      fc.double({ min: 1e-6, max: 10, noNaN: true }),
      (text, epochs, perEpoch, base) => {
        for (let step = 0; step < epochs * perEpoch; step++) {
          const rate = rateAt(text, base, step, epochs, perEpoch);
          expect(rate, `${text} at ${step}`).toBeGreaterThan(0);
          expect(rate).toBeLessThan(Infinity);
        }
      },
    ),
  );
});

it('changes between epochs only where it says so', () => {
  for (const { example } of schedules.all) {
    const { per } = parseSchedule(example);
    const within = [0, 1, 2, 3].map((step) => rateAt(example, 0.1, step, 10, 4));
    expect(new Set(within).size === 1, example).toBe(per === 'epoch');
  }
});

describe('plateau', () => {
  it('keeps its state as plain data', () => {
    const schedule = parseSchedule('plateau:factor=0.5,patience=1');
    const watch = { higherIsBetter: false, base: 0.1 };
    const seen = [3, 2, 2, 2].reduce(
      (state, score) => schedule.observe(state, { score, ...watch }),
      schedule.initial,
    );
    expect(seen).toEqual({ rate: 0.05, best: 2, bad: 0, cooldown: 0 });
    expect(schedule.initial).toEqual({ rate: null, best: null, bad: 0, cooldown: 0 });
  });
});

describe('texts', () => {
  const fails = (text: string) => {
    try {
      parseSchedule(text);
    } catch (error) {
      const { message, hint } = error as { message: string; hint: string };
      return `${message} | ${hint}`;
    }
    throw new Error(`${text} did not fail`);
  };
  it.each([
    ['cosin', 'unknown schedule "cosin" | did you mean "cosine"?'],
    ['', 'unknown schedule "" | one of: constant, 1/t, step, exponential, cosine, one-cycle, plateau'],
    [
      'step',
      'schedule "step" needs every: epochs from one fall to the next | for example step:every=30,factor=0.5',
    ],
    ['step:evry=3', 'schedule "step" has no option "evry" | did you mean "every"?'],
    [
      'step:every=0',
      'schedule "step": every must be a whole number of at least 1, found "0" | every: epochs from one fall to the next',
    ],
    [
      'step:every=2.5',
      'schedule "step": every must be a whole number of at least 1, found "2.5" | every: epochs from one fall to the next',
    ],
    ['step:3,every=4', 'schedule "step": every is given twice | undefined'],
    [
      'exponential:2',
      'schedule "exponential": factor must be a number above 0 and at most 1, found "2" | factor: what is left after an epoch',
    ],
    [
      'exponential:0.9,1,2',
      'schedule "exponential": "2" is too much | it takes factor, warmup: exponential:0.95',
    ],
    [
      'one-cycle:warmup=3',
      'schedule "one-cycle" has no option "warmup" | one of: max, pct_start, div_factor, final_div_factor',
    ],
    [
      'cosine:warmup=',
      'schedule "cosine": warmup must be a whole number of at least 0, found "" | warmup: epochs in which the rate rises to its full height first',
    ],
  ])('%s', (text, message) => expect(fails(text)).toBe(message));

  it('are kept', () => {
    for (const { example } of schedules.all) expect(parseSchedule(` ${example} `).text).toBe(example);
  });
  it('--lr-decay is 1/t', () => {
    expect(chooseSchedule(undefined, 0).text).toBe('constant');
    expect(chooseSchedule(undefined, 1e-3).text).toBe('1/t:0.001');
    expect(chooseSchedule('cosine', 0).text).toBe('cosine');
    expect(() => chooseSchedule('cosine', 1e-3)).toThrow('exclude each other');
  });
});
