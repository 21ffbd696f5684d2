import { expect, it } from 'vitest';
import { activations } from '../../src/activations/index.ts';
import { layers } from '../../src/layers/index.ts';
import { losses } from '../../src/losses/index.ts';
import type { Loss } from '../../src/losses/define.ts';
import { Runtime, referenceBackend } from '../../src/runtime/runtime.ts';
import { parseLayers } from '../../src/network/layerString.ts';
import type { NetworkSpec } from '../../src/network/spec.ts';
import { sgd } from '../../src/optimizers/sgd.ts';
import { RandomState } from '../../src/util/random.ts';

const ROWS = 5;
const settings = { momentum: 0, nesterov: false, beta1: 0, beta2: 0, rho: 0, epsilon: 0, weightDecay: 0 };

/** Greatest relative difference between the gradients and central differences, in float64. */
function gradientError(spec: NetworkSpec, loss: Loss, mode: 'train' | 'predict' = 'train'): number {
  const rule = sgd.rule(settings);
  const runtime = new Runtime(spec, referenceBackend('float64'), rule);
  const { compiled, bound } = runtime.compile({
    mode,
    rows: ROWS,
    loss: { loss },
    update: { rule },
  });
  const random = new RandomState(7);
  const parameters = runtime.floats(runtime.memory.parameters);
  const start = parameters.map(() => 0.6 * random.standardNormal());
  const x = runtime.floats(compiled.x);
  x.forEach((_, i) => (x[i] = random.standardNormal()));
  const { target, lossSum } = compiled;
  if (!target || !lossSum) throw new Error('no loss');
  if (loss.target === 'classes') runtime.ints(target).forEach((_, i, all) => (all[i] = i % 3));
  else runtime.floats(target).forEach((_, i, all) => (all[i] = (i % 2) * 0.8 + 0.1));
  // The knob is 0, so the update changes nothing.
  const value = () => {
    bound.run();
    const penalty = compiled.penalties.reduce((sum, term) => sum + term.factor * bound.read(term.sum)[0], 0);
    return bound.read(lossSum)[0] / ROWS + penalty;
  };
  parameters.set(start);
  value();
  const gradients = runtime.floats(runtime.memory.gradients).slice();
  let worst = 0;
  const h = 1e-6;
  for (let i = 0; i < parameters.length; i++) {
    parameters.set(start);
    parameters[i] = start[i] + h;
    const up = value();
    parameters.set(start);
    parameters[i] = start[i] - h;
    const slope = (up - value()) / (2 * h);
    worst = Math.max(
      worst,
      Math.abs(slope - gradients[i]) / Math.max(1e-3, Math.abs(slope) + Math.abs(gradients[i])),
    );
  }
  return worst;
}

const byName = (name: string): Loss => {
  const loss = losses.find(name);
  if (!loss) throw new Error(name);
  return loss;
};
const mse = byName('mse');
const chain = (text: string, outputActivation = 'linear') =>
  parseLayers(text, { activation: 'tanh', outputActivation });

it.each(activations.all.filter(({ backward }) => backward).map(({ name }) => [name]))(
  'activation %s',
  (name) => {
    expect(gradientError(chain(`4,6:${name},3`), mse)).toBeLessThan(1e-6);
  },
);

it.each(losses.all.map((loss) => [loss.name, loss] as const))('loss %s', (name, loss) => {
  const output = loss.folds ?? (name === 'clipped-binary-cross-entropy' ? 'sigmoid' : 'linear');
  expect(gradientError(chain('4,6,3', output), loss)).toBeLessThan(1e-6);
});

/** A network for every layer type; a layer without one fails here. */
const networks: Record<string, string> = {
  dense: '4,6,3',
  sparse: '4,sparse:8:0.4,sparse:6:0.5:band,3',
  activation: '4,6,softplus,3',
  dropout: '4,8,dropout:0.4,3',
  flatten: '2x3,flatten,5,3',
  rnn: '5x3,rnn:4:sequence,rnn:3:relu:backwards,3',
  lstm: '5x3,lstm:4:sequence,lstm:3,3',
  layernorm: '4,6,layernorm,3',
  embed: '7,embed:pbld:numbers=0-1+3:categories=4-6,tanh,embed:linear:3,3',
  clamp: '4,6,clamp:-0.5:0.7,3',
  scale: '4,scale,6,scale,3',
  ntp: '4,ntp:6,tanh,ntp:3',
  parametric: '4,6,parametric:tanh,5,parametric:silu,3',
  embedding: '5,embedding:3:2,flatten,3',
  attention: '4x3,dense:4,attention:2:causal,flatten,3',
  positions: '4x3,dense:4,positions,dense:2,flatten,3',
  gru: '5x3,gru:4:sequence:bidirectional,gru:3:bidirectional,3',
  conv: '5x4x2,conv:4:3x2:stride=2x1:padding=1:dilation=1x2:groups=2,flatten,3',
  conv1d: '6x3,conv1d:4:3:2:same,flatten,3',
  'conv-transpose': '3x2x4,conv-transpose:2:3:2:padding=1:output_padding=1:groups=2,flatten,3',
  maxpool: '5x4x2,conv:3:2,maxpool:3:2:padding=1,flatten,3',
  avgpool: '5x4x2,conv:3:2,avgpool:3:1:same,flatten,3',
  'global-max-pool': '4x3x2,conv:5:2,global-max-pool,3',
  'global-avg-pool': '4x3x2,conv:5:2,gap,3',
  upsample: '2x3x2,conv:3:2,upsample:3x2,conv:2:3,flatten,3',
  reshape: '12,dense:12,reshape:2x3x2,conv:4:2,flatten,3',
  batchnorm: '4x3x2,conv:4:2,batchnorm,flatten,6,batchnorm,3',
  groupnorm: '4x3x2,conv:4:2,groupnorm:2,flatten,3',
  add: '3x3x2,conv:3:2:same,add(conv:3:3:same,batchnorm|conv:3:1|),flatten,add(9|9),3',
  average: '4,6,average:3;1(5,relu,3|7,3),3',
  temperature: '4,6,softmax,temperature:1.7,3',
  slice: '3x5,slice:1:3,dense:4,flatten,3',
  concat: '3x3x2,conv:3:2:same,concat(conv:2:3:same|conv:1:1|),gap,3',
  views: '4,views:3,3,tanh,members:3,mean-members',
  'batch-ensemble':
    '4,views:2:normal,batch-ensemble:5:r=false,batch-ensemble:4:bias=false,members:3,mean-members',
  members: '6,tanh,views:2:widths=1;3;2,members:4,members:3:bias=false,mean-members',
  'mean-members': '4,views:3,5,members:3,mean-members',
};
it.each(layers.names.map((type) => [type]))('layer %s', (type) => {
  expect(networks).toHaveProperty(type);
  expect(gradientError(chain(networks[type]), mse)).toBeLessThan(1e-6);
});
it.each(layers.names.map((type) => [type]))('layer %s as it answers', (type) => {
  expect(gradientError(chain(networks[type]), mse, 'predict')).toBeLessThan(1e-5);
});

it('scores of one probability', () => {
  expect(gradientError(chain('4,5,1:sigmoid,temperature:0.7:sigmoid,3'), mse)).toBeLessThan(1e-6);
});

it.each([
  ['cross-entropy', 'softmax'],
  ['binary-cross-entropy', 'sigmoid'],
])('%s of members, and of their average as it answers', (loss, output) => {
  const network = chain('4,views:2,batch-ensemble:5,members:3,mean-members', output);
  expect(gradientError(network, byName(loss))).toBeLessThan(1e-6);
  expect(gradientError(network, byName(loss), 'predict')).toBeLessThan(1e-6);
});

it('dense without bias, and L1 and L2 penalties', () => {
  expect(gradientError(chain('4,6:bias=false:l2=0.03,3:l1=0.02:bias_l2=0.01'), mse)).toBeLessThan(1e-6);
});

it('an output that two layers read', () => {
  const node = (name: string, type: string, options: object, inputs: string[]) => ({
    name,
    type,
    options: { ...options },
    inputs,
  });
  const spec: NetworkSpec = {
    input: [4],
    layers: [
      node('a', 'dense', { units: 3 }, ['input']),
      node('t', 'activation', { function: 'tanh' }, ['a']),
      node('s', 'activation', { function: 'softmax' }, ['t']),
      node('out', 'dense', { units: 3 }, ['s']),
    ],
  };
  expect(gradientError(spec, byName('cross-entropy'))).toBeLessThan(1e-6);
});
