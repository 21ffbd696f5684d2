import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { compareForecasts } from '../../../src/tasks/series/compare.ts';
import { Forecaster } from '../../../src/tasks/series/forecaster.ts';
import { seriesModel } from '../../../src/tasks/series/model.ts';
import { numberColumn } from '../../../src/data/convert.ts';
import type { SeriesPieces } from '../../../src/data/series.ts';
import { parseLayers } from '../../../src/network/layerString.ts';
import { Predictor } from '../../../src/runtime/predictor.ts';
import { referenceBackend } from '../../../src/runtime/runtime.ts';
import { nnInside } from '../../support/nn.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'nn-forecast-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = (name: string) => path.join(folder, name);
const passengers = fileURLToPath(new URL('../../../fixtures/air-passengers.csv', import.meta.url));

/**
 * A sine satisfies y[t+1] = 2·cos ω·y[t] − y[t−1]: weights that forecast it without error, `horizon` steps at
 * a time.
 */
function sineForecaster(values: Float64Array, omega: number, horizon: number) {
  const window = 2;
  const mean = 5;
  const scale = 3;
  // y[t+k] = (sin((k+1)ω)·y[t] − sin(kω)·y[t−1]) / sin ω
  const at = (k: number) => [
    -Math.sin(k * omega) / Math.sin(omega),
    Math.sin((k + 1) * omega) / Math.sin(omega),
  ];
  const columns = Array.from({ length: horizon }, (_, i) => at(i + 1));
  const weight = [0, 1].flatMap((row) => columns.map((column) => column[row]));
  const spec = parseLayers(`${window}x1,flatten,${horizon}`, {
    activation: 'relu',
    outputActivation: 'linear',
  });
  const tensor = (shape: number[], data: number[]) => ({
    shape,
    dtype: 'float64' as const,
    data: Float64Array.from(data),
  });
  const weights = new Map([
    ['dense1.weight', tensor([window, horizon], weight)],
    [
      'dense1.bias',
      tensor(
        [horizon],
        columns.map(() => 0),
      ),
    ],
  ]);
  const pieces: SeriesPieces = { of: 'series', window, horizon, trained: 10 };
  const column = numberColumn('y', values);
  const preprocessing = {
    features: [{ kind: 'number', name: 'y', mean, scale }],
    target: { kind: 'values', name: 'y', mean, scale },
    pieces,
  } as const;
  const predictor = new Predictor({ spec, weights }, referenceBackend('float64'));
  return new Forecaster(predictor, seriesModel(preprocessing), {
    columns: [column],
    rows: values.length,
    source: 'y',
  });
}

describe('a sine, forecast by the weights that it obeys', () => {
  const omega = 0.3;
  const sine = (n: number) => Float64Array.from({ length: n }, (_, t) => 5 + 3 * Math.sin(omega * t));

  it.each([1, 2, 3, 5])('goes on without error, %i steps at a time', (horizon) => {
    const truth = sine(60);
    const found = sineForecaster(sine(20), omega, horizon).from([20, 7], 13);
    for (let k = 0; k < 13; k++) {
      expect(Math.abs(found[k] - truth[20 + k])).toBeLessThan(1e-9);
      expect(Math.abs(found[13 + k] - truth[7 + k])).toBeLessThan(1e-9);
    }
  });

  it('is compared with the last season', () => {
    const { model, naive, origins, steps } = compareForecasts(
      sineForecaster(sine(40), omega, 1),
      sine(40),
      30,
      {
        steps: 4,
        season: 1,
      },
    );
    expect([origins, steps]).toEqual([7, 4]);
    expect(model.mae).toBeLessThan(1e-9);
    const truth = sine(40);
    const distances = Array.from({ length: 7 }, (_, i) => 30 + i).flatMap((origin) =>
      [0, 1, 2, 3].map((k) => Math.abs(truth[origin + k] - truth[origin - 1])),
    );
    expect(naive.mae).toBeCloseTo(distances.reduce((a, b) => a + b) / 28, 12);
  });
});

interface Answer {
  forecast: Record<string, string | number>[];
  held_out: { rows: number; forecasts: number; season: number } & Record<
    'model' | 'seasonal_naive',
    { mae: number; rmse: number; mase: number }
  >;
}

describe('what it learns is better than repeating the last season', () => {
  const forecastOf = async (data: string, training: readonly string[], steps: number): Promise<Answer> => {
    const model = file('m.safetensors');
    const trained = await nnInside(['train', data, ...training, '-q', '--force', '-o', model]);
    expect(trained.stderr).toBe('');
    const { stdout } = await nnInside(['forecast', model, data, '--steps', String(steps), '--json']);
    return JSON.parse(stdout) as Answer;
  };

  it.each([0, 1, 2])('on the passengers of an airline, seed %i', async (seed) => {
    const training = ['--time', 'month', '--window', '24', '--seed', String(seed)];
    const { forecast, held_out: heldOut } = await forecastOf(passengers, training, 12);
    expect([forecast[0].month, forecast[11].month]).toEqual(['1961-01', '1961-12']);
    expect([heldOut.rows, heldOut.forecasts, heldOut.season]).toEqual([29, 18, 12]);
    // By NumPy.
    expect(heldOut.seasonal_naive.mae).toBeCloseTo(46.773148148148145, 10);
    expect(heldOut.seasonal_naive.rmse).toBeCloseTo(50.05076126997175, 10);
    expect(heldOut.model.rmse).toBeLessThan(0.5 * heldOut.seasonal_naive.rmse);
    expect(heldOut.model.mase).toBeLessThan(1);
  });

  it('on a sine with noise', async () => {
    // The noise is that of gen-sine; its single turn becomes twenty of 25 steps.
    const { stdout } = await nnInside(['gen-sine', '500', '--noise', '0.1']);
    const series = stdout
      .trim()
      .split('\n')
      .slice(1)
      .map((line, t) => {
        const [x, y] = line.split(',').map(Number);
        return Math.sin((2 * Math.PI * t) / 25) + y - Math.sin(2 * Math.PI * x);
      });
    const data = file('sine.csv');
    writeFileSync(data, `t,y\n${series.map((y, t) => `${t},${y}\n`).join('')}`);
    const { held_out: heldOut } = await forecastOf(data, ['--time', 't', '--window', '50'], 25);
    expect(heldOut.season).toBe(25);
    expect(heldOut.model.rmse).toBeLessThan(0.85 * heldOut.seasonal_naive.rmse);
  });
});
