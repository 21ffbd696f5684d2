import { describe, expect, it } from 'vitest';
import {
  gridOf,
  gridSize,
  halvingRounds,
  parseDimension,
  randomTrials,
} from '../../src/train/searchSpace.ts';
import { RandomState } from '../../src/util/random.ts';

describe('the values of an option', () => {
  it('are a list, or alternatives in braces for layers', () => {
    expect(parseDimension('optimizer', 'adam, sgd')).toMatchObject({ values: ['adam', 'sgd'] });
    expect(parseDimension('layers', '4,{16,32},{8,16},3')).toMatchObject({
      values: ['4,16,8,3', '4,16,16,3', '4,32,8,3', '4,32,16,3'],
    });
    expect(parseDimension('layers', '4,16,3')).toMatchObject({ values: ['4,16,3'] });
  });
  it('are a range, linear or logarithmic, whole numbers on request', () => {
    expect(parseDimension('dropout', '0..0.5')).toMatchObject({ low: 0, high: 0.5, log: false });
    expect(parseDimension('learning-rate', '1e-4..1e-1:log:4')).toMatchObject({ log: true, points: 4 });
    const grid = gridOf([parseDimension('learning-rate', '1e-4..1e-1:log:4')]);
    expect(grid.map((trial) => trial['learning-rate'])).toEqual(['0.0001', '0.001', '0.01', '0.1']);
    const sizes = gridOf([parseDimension('batch-size', '8..128:int')]).map((trial) => trial['batch-size']);
    expect(sizes).toEqual(['8', '38', '68', '98', '128']);
  });
  it.each([
    ['1..0.5', /from a smaller to a greater/],
    ['0..1:log', /begins above 0/],
    ['1..2:lg', /unknown word "lg"/],
  ])('that mean nothing are refused: %s', (text, message) => {
    expect(() => parseDimension('l2', text)).toThrow(message);
  });
  it('with an open brace are refused', () => {
    expect(() => parseDimension('layers', '4,{16,3')).toThrow(/not closed/);
  });
});

it('a grid has every combination once', () => {
  const trials = gridOf([parseDimension('optimizer', 'adam,sgd'), parseDimension('dropout', '0,0.2,0.5')]);
  expect(new Set(trials.map((trial) => JSON.stringify(trial))).size).toBe(6);
});

it('random trials differ, stay in range, and are the same for the same seed', () => {
  const space = [parseDimension('learning-rate', '1e-4..1e-1:log'), parseDimension('optimizer', 'adam,sgd')];
  const draw = () => randomTrials(space, 50, new RandomState(3));
  const trials = draw();
  expect(trials).toEqual(draw());
  expect(new Set(trials.map((trial) => JSON.stringify(trial))).size).toBe(50);
  const logs = trials.map((trial) => Math.log10(Number(trial['learning-rate'])));
  expect(Math.min(...logs)).toBeGreaterThanOrEqual(-4);
  expect(Math.max(...logs)).toBeLessThanOrEqual(-1);
  // A logarithmic range has as many draws below its geometric middle as above.
  expect(Math.abs(logs.filter((log) => log < -2.5).length - 25)).toBeLessThan(12);
  expect(randomTrials([parseDimension('optimizer', 'adam,sgd')], 9, new RandomState(0))).toHaveLength(2);
});

it('halving lets a third go on for three times as long', () => {
  expect(halvingRounds(27, 270)).toEqual([
    { trials: 27, epochs: 10 },
    { trials: 9, epochs: 30 },
    { trials: 3, epochs: 90 },
    { trials: 1, epochs: 270 },
  ]);
  expect(halvingRounds(1, 10)).toEqual([{ trials: 1, epochs: 10 }]);
});

it('refuses more values than could ever be tried, before it makes them', () => {
  expect(() => parseDimension('layers', '{2,3}'.repeat(40))).toThrow('stands for more than 100,000 values');
  expect(() => parseDimension('lr', '1..2:0')).toThrow('a range needs at least 1 point');
  const range = parseDimension('lr', '1..2:100000000');
  expect(gridSize([range, range])).toBe(1e16);
});
