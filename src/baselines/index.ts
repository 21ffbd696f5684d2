import { registry } from '../util/registry.ts';
import { constant } from './constant.ts';
import type { Baseline } from './define.ts';
import { logisticRegression } from './logisticRegression.ts';
import { lastValue, seasonalNaiveBaseline } from './naive.ts';
import { ridgeRegression } from './ridgeRegression.ts';

/** Every baseline, the simplest first. */
export const baselines = registry<Baseline>('baseline', [
  constant,
  lastValue,
  seasonalNaiveBaseline,
  logisticRegression,
  ridgeRegression,
]);
