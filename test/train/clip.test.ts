import { expect, it } from 'vitest';
import { losses } from '../../src/losses/index.ts';
import { parseLayers } from '../../src/network/layerString.ts';
import { referenceBackend, Runtime } from '../../src/runtime/runtime.ts';
import { sgd } from '../../src/optimizers/sgd.ts';
import { optimizerSettings } from '../../src/train/choose.ts';

it('bounds the slope of the loss, not the decay of the weights, as clip_grad_norm_ before a step of PyTorch', () => {
  const settings = optimizerSettings(sgd, {});
  const rule = sgd.rule(settings);
  const spec = parseLayers('2,1', { activation: 'relu', outputActivation: 'linear' });
  const runtime = new Runtime(spec, referenceBackend('float64'), rule);
  const mse = losses.find('mse');
  if (!mse) throw new Error('there is an mse');
  const { compiled, bound } = runtime.compile({
    mode: 'train',
    rows: 1,
    loss: { loss: mse },
    update: { rule, weightDecay: 0.1, clipNorm: 1 },
  });
  const weights = runtime.floats(runtime.memory.parameters);
  weights.set([3, -2, 1]);
  runtime.floats(compiled.x).set([4, 0]);
  if (!compiled.target) throw new Error('there is a target');
  runtime.floats(compiled.target).set([0]);
  const knobs = runtime.floats(runtime.memory.knobs);
  rule.set(knobs as Float64Array, { learningRate: 0.5, t: 1, settings });
  bound.run();
  // z = 13, so dz = 26 and the gradient 26·(4, 0, 1), of which (4, 0, 1) / √17 is left.
  const norm = Math.sqrt(17);
  const wanted = [3 - 0.5 * (4 / norm + 0.3), -2 - 0.5 * -0.2, 1 - 0.5 * (1 / norm + 0.1)];
  wanted.forEach((weight, i) => expect(weights[i]).toBeCloseTo(weight, 6));
});
