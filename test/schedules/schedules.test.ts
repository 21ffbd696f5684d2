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

it('gives a positive finite rate at every step of every run; waves from 0 begin with none', () => {
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
          const least = text.startsWith('coslog') ? 0 : Number.MIN_VALUE;
          expect(rate, `${text} at ${step}`).toBeGreaterThanOrEqual(least);
          expect(rate).toBeLessThan(Infinity);
        }
      },
    ),
  );
});

it('changes between epochs only where it says so', () => {
  for (const { example } of schedules.all) {
    const { per } = parseSchedule(example);
    // Within the first epoch, and within one of the second half.
    const steady = [0, 28].every((first) => {
      const rates = [0, 1, 2, 3].map((step) => rateAt(example, 0.1, first + step, 10, 4));
      return new Set(rates).size === 1;
    });
    expect(steady, example).toBe(per === 'epoch');
  }
});

describe('RealMLP', () => {
  it('coslog is 0 at 0, 1/15, 3/15, 7/15 and 1, and whole between them', () => {
    for (const zero of [0, 1, 3, 7, 15]) expect(rateAt('coslog:4', 0.3, zero, 15)).toBeCloseTo(0, 15);
    const middle = (Math.sqrt(2) - 1) / 15;
    expect(rateAt('coslog:4', 0.3, middle * 1000, 1000)).toBeCloseTo(0.3, 12);
    expect(rateAt('coslog:1', 0.3, (Math.sqrt(2) - 1) * 1000, 1000)).toBeCloseTo(0.3, 12);
    expect(rateAt('coslog', 0.3, 4)).toBe(rateAt('coslog:4', 0.3, 4));
  });
  it('flat-cos is whole until half of the run, then half a cosine', () => {
    expect(rateAt('flat-cos', 0.3, 49)).toBe(0.3);
    expect(rateAt('flat-cos', 0.3, 50)).toBe(0.3);
    expect(rateAt('flat-cos', 0.3, 75)).toBeCloseTo(0.15, 15);
    expect(rateAt('flat-cos', 0.3, 100)).toBeCloseTo(0, 15);
  });
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
    [
      '',
      'unknown schedule "" | one of: constant, 1/t, step, exponential, cosine, one-cycle, flat-cos, coslog, plateau',
    ],
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
