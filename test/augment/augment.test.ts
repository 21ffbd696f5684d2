import { describe, expect, it } from 'vitest';
import { augmentations, parseAugment } from '../../src/augment/index.ts';
import { addNoise, cropTime, cutout, mixRows, mixupShares, warpImages } from '../../src/kernels/augment.ts';
import { crossEntropy } from '../../src/losses/crossEntropy.ts';
import { mse } from '../../src/losses/mse.ts';
import type { Loss } from '../../src/losses/define.ts';
import { parseInit } from '../../src/initializers/index.ts';
import { parseLayers } from '../../src/network/layerString.ts';
import { initialize } from '../../src/network/parameters.ts';
import { referenceBackend, Runtime } from '../../src/runtime/runtime.ts';
import { sgd } from '../../src/optimizers/sgd.ts';
import { optimizerSettings } from '../../src/train/choose.ts';
import { RandomState } from '../../src/util/random.ts';

/** Runs a kernel on rows 0, 1, 2 … of `x`; out, own and other come behind it. */
const memory = (x: readonly number[], more: number) => {
  const f = new Float64Array(x.length + more);
  f.set(x);
  return { f, i: Int32Array.of(7, 3), round: (value: number) => value };
};
const common = { key: 0, x: 0, two: 2, stream: 5, first: 0 };

describe('noise', () => {
  it('has the deviation asked for and no mean', () => {
    const n = 20_000;
    const views = memory(
      Array.from({ length: n }, () => 1),
      n,
    );
    addNoise.reference(views, { ...common, out: n, m: 1, n, sigma: 0.3 });
    const values = views.f.subarray(n);
    const mean = values.reduce((a, b) => a + b, 0) / n;
    const deviation = Math.sqrt(values.reduce((a, b) => a + (b - mean) ** 2, 0) / n);
    expect(Math.abs(mean - 1)).toBeLessThan(0.01);
    expect(Math.abs(deviation - 0.3)).toBeLessThan(0.01);
  });
  it('is the same for a row wherever a batch is cut', () => {
    const whole = memory([1, 2, 3, 4, 5, 6], 6);
    addNoise.reference(whole, { ...common, out: 6, m: 3, n: 2, sigma: 1 });
    const part = memory([3, 4, 5, 6], 4);
    addNoise.reference(part, { ...common, out: 4, m: 2, n: 2, sigma: 1, first: 1 });
    expect([...part.f.subarray(4)]).toEqual([...whole.f.subarray(8)]);
  });
});

describe('images', () => {
  const side = 6;
  const pixels = Array.from({ length: side * side }, (_, i) => i + 1);
  const still = { shift: 0, radians: 0, zoom: 0, flip: 0 };
  const warp = (amounts: Partial<typeof still>, images = 1) => {
    const x = Array.from({ length: images }, () => pixels).flat();
    const views = memory(x, x.length);
    const shape = { m: images, h: side, w: side, c: 1 };
    warpImages.reference(views, { ...common, out: x.length, ...shape, ...still, ...amounts });
    return Array.from({ length: images }, (_, i) => [
      ...views.f.subarray(x.length + i * pixels.length, x.length + (i + 1) * pixels.length),
    ]);
  };
  it('stay what they are without movement', () => {
    expect(warp({})).toEqual([pixels]);
  });
  it('are mirrored every second time', () => {
    const mirrored = Array.from({ length: side }, (_, row) =>
      pixels.slice(row * side, (row + 1) * side).toReversed(),
    ).flat();
    const all = warp({ flip: 1 }, 200);
    const flipped = all.filter((image) => image.join() === mirrored.join()).length;
    expect(all.filter((image) => image.join() === pixels.join()).length + flipped).toBe(200);
    expect(Math.abs(flipped - 100)).toBeLessThan(30);
  });
  it('turned by half a circle and back at most keep their middle and their range', () => {
    for (const image of warp({ radians: Math.PI, zoom: 0.2, shift: 1 }, 50)) {
      expect(Math.min(...image)).toBeGreaterThanOrEqual(1);
      expect(Math.max(...image)).toBeLessThanOrEqual(36);
    }
  });
  it('moved by a pixel show their neighbours', () => {
    // On a plane of slope 1 in x and 6 in y, a movement by (dx, dy) changes inner pixels by −dx − 6·dy, all
    // alike.
    for (const image of warp({ shift: 1 }, 20)) {
      const inner = [14, 15, 20, 21].map((at) => image[at] - pixels[at]);
      expect(Math.max(...inner) - Math.min(...inner)).toBeLessThan(1e-9);
      expect(Math.abs(inner[0])).toBeLessThanOrEqual(7);
    }
  });
  it('lose a square to their mean', () => {
    const views = memory(pixels, pixels.length);
    cutout.reference(views, { ...common, out: pixels.length, m: 1, h: side, w: side, c: 1, size: 3 });
    const changed = [...views.f.subarray(pixels.length)].filter((value, i) => value !== pixels[i]);
    expect(changed.length).toBeLessThanOrEqual(9);
    for (const value of changed) expect(value).toBeCloseTo(18.5, 10);
  });
});

it('a cropped sequence keeps one stretch', () => {
  const x = Array.from({ length: 10 }, (_, t) => t + 1);
  const views = memory(x, 10);
  cropTime.reference(views, { ...common, out: 10, m: 1, time: 10, n: 1, keep: 4 });
  const kept = [...views.f.subarray(10)].filter((value) => value !== 0);
  expect(kept).toHaveLength(4);
  expect(kept[3] - kept[0]).toBe(3);
});

describe('mixup', () => {
  it('keeps at least half of each row, and mixes it with the next one', () => {
    const views = memory([1, 2, 3, 4], 3 * 4);
    mixupShares.reference(views, { ...common, own: 4, other: 8, m: 4, alpha: 0.2 });
    const [own, other] = [views.f.slice(4, 8), views.f.slice(8, 12)];
    own.forEach((share, i) => {
      expect(share).toBeGreaterThanOrEqual(0.5);
      expect(share + other[i]).toBe(1);
    });
    mixRows.reference(views, { x: 0, own: 4, other: 8, out: 12, m: 4, n: 1, total: 4, first: 0 });
    const mixed = [0, 1, 2, 3].map((i) => own[i] * (i + 1) + other[i] * (((i + 1) % 4) + 1));
    expect([...views.f.slice(12)]).toEqual(mixed);
  });
  it.each<[string, Loss, string]>([
    ['classes', crossEntropy, 'softmax'],
    ['values', mse, 'linear'],
  ])('of %s has the gradient of its loss', (_, loss, outputActivation) => {
    const spec = parseLayers('3,5,3', { activation: 'tanh', outputActivation });
    const settings = optimizerSettings(sgd, {});
    const rule = sgd.rule(settings);
    const runtime = new Runtime(spec, referenceBackend('float64'), rule);
    const { compiled, bound } = runtime.compile({
      mode: 'train',
      rows: 6,
      loss: { loss },
      update: { rule },
      augment: parseAugment('noise:0.1,mixup:1'),
    });
    const random = new RandomState(0);
    const weights = runtime.floats(runtime.memory.parameters);
    initialize(spec, runtime.memory.table.trainable, weights, parseInit('glorot'), random);
    runtime.floats(compiled.x).forEach((__, i, all) => (all[i] = random.standardNormal()));
    if (!compiled.target || !compiled.lossSum) throw new Error('no loss');
    if (loss.target === 'classes') runtime.ints(compiled.target).set([0, 1, 2, 0, 1, 2]);
    else runtime.floats(compiled.target).forEach((__, i, all) => (all[i] = Math.sin(i)));
    const sum = bound.scalar(compiled.lossSum);
    // A learning rate of 0 leaves the weights where they are.
    bound.run();
    const gradient = runtime.floats(runtime.memory.gradients).slice();
    const step = 1e-6;
    for (let i = 0; i < weights.length; i++) {
      const at = weights[i];
      weights[i] = at + step;
      bound.run();
      const up = sum();
      weights[i] = at - step;
      bound.run();
      const down = sum();
      weights[i] = at;
      expect(Math.abs((up - down) / (2 * step) / 6 - gradient[i])).toBeLessThan(1e-8);
    }
  });
});

describe('the list of --augment', () => {
  it('takes every augmentation with its usual amount', () => {
    const text = augmentations.names.join(',');
    expect(
      parseAugment(text)
        .map(({ augmentation }) => augmentation.name)
        .join(','),
    ).toBe(text);
  });
  it.each([
    ['nois:0.1', /unknown augmentation "nois"/],
    ['noise:x', /amount must be a number from 0 to 10, found "x"/],
    ['flip:2', /"2" is too much/],
    ['crop:2', /amount must be a number from 0.01 to 1, found "2"/],
  ])('refuses %s', (text, message) => {
    expect(() => parseAugment(text)).toThrow(message);
  });
});
