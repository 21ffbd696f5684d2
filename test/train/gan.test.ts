import { describe, expect, it } from 'vitest';
import { parseLayers } from '../../src/network/layerString.ts';
import { Predictor } from '../../src/runtime/predictor.ts';
import { referenceBackend } from '../../src/runtime/runtime.ts';
import { adam } from '../../src/optimizers/adam.ts';
import { Gan } from '../../src/train/gan.ts';
import type { GanRequest } from '../../src/train/gan.ts';
import { optimizerSettings } from '../../src/train/choose.ts';
import { RandomState } from '../../src/util/random.ts';

const ROWS = 256;
const centres = [
  [2, -1],
  [-2, 1],
];
const backend = referenceBackend('float32');

/** Two round clouds, one for each class. */
function request(): GanRequest {
  const random = new RandomState(5);
  const labels = Int32Array.from({ length: ROWS }, (_, i) => i % 2);
  const x = Float32Array.from({ length: 2 * ROWS }, (_, i) => {
    const row = i >> 1;
    return centres[row % 2][i % 2] + 0.3 * random.standardNormal();
  });
  const options = { activation: 'leaky-relu', outputActivation: 'linear' };
  return {
    generator: parseLayers('4,16,16,2', options),
    discriminator: parseLayers('4,16,16,1', { ...options, outputActivation: 'sigmoid' }),
    backend,
    real: { x, rows: ROWS, width: 2, labels, classes: 2 },
    latent: 2,
    batchSize: 32,
    optimizer: adam,
    settings: optimizerSettings(adam, { beta1: 0.5 }),
    generatorRate: 0.002,
    discriminatorRate: 0.002,
    discriminatorSteps: 1,
    smoothing: 0.1,
    averaging: 0.99,
    seed: 5,
    random,
  };
}

/** Mean and deviation along both axes of what the generator makes for a class. */
function cloud(gan: Gan, label: number) {
  const rows = 400;
  const random = new RandomState(9);
  const z = Float64Array.from({ length: 4 * rows }, (_, i) =>
    i % 4 < 2 ? random.standardNormal() : Number(i % 4 === 2 + label),
  );
  const points = new Predictor({ spec: gan.request.generator, weights: gan.weights() }, backend).run(z, rows);
  return [0, 1].map((axis) => {
    const values = [...points].filter((_, i) => i % 2 === axis);
    const mean = values.reduce((a, b) => a + b) / rows;
    return { mean, deviation: Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / rows) };
  });
}

describe('a GAN', () => {
  it('makes each class where it lies, and with some breadth', () => {
    const gan = new Gan(request());
    for (let i = 0; i < 100; i++) gan.epoch();
    centres.forEach((centre, label) => {
      cloud(gan, label).forEach(({ mean, deviation }, axis) => {
        expect(Math.abs(mean - centre[axis])).toBeLessThan(0.35);
        expect(deviation).toBeGreaterThan(0.1);
        expect(deviation).toBeLessThan(0.6);
      });
    });
  });

  it('plays the same game for the same seed', () => {
    const [a, b] = [new Gan(request()), new Gan(request())];
    for (let i = 0; i < 3; i++) expect(a.epoch()).toEqual(b.epoch());
    expect(a.weights()).toEqual(b.weights());
  });

  it('stops when numbers are no longer finite', () => {
    const gan = new Gan({ ...request(), discriminatorRate: 1e30, generatorRate: 1e30 });
    expect(() => {
      for (let i = 0; i < 5; i++) gan.epoch();
    }).toThrow('training diverged');
  });
});
