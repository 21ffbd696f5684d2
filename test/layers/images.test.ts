import { describe, expect, it } from 'vitest';
import { layers } from '../../src/layers/index.ts';
import { WORKSPACE_BYTES } from '../../src/kernels/wasm/load.ts';
import { growTo } from '../../src/kernels/wasm/load.ts';
import { transpose } from '../../src/tensor/transpose.ts';
import { golden } from '../support/fixtures.ts';
import { openBackend } from '../kernels/harness.ts';
import { difference } from '../plan.ts';
import { runLayer, tensorOf, valuesOf } from './run.ts';
import type { Place, Values } from './run.ts';

interface Case {
  kind: string;
  config: Record<string, unknown>;
  inputs: { x: Values };
  params: Record<string, Values>;
  output: Values;
  grad_output: Values;
  grad_inputs: { x: Values };
  grad_params: Record<string, Values>;
  /** Buffers after the step. */
  after?: Record<string, Values>;
}

/** Which layer a golden stands for. */
const layerOf: Record<string, string> = {
  conv2d: 'conv',
  conv1d: 'conv1d',
  conv_transpose2d: 'conv-transpose',
  maxpool2d: 'maxpool',
  maxpool1d: 'maxpool',
  avgpool2d: 'avgpool',
  avgpool1d: 'avgpool',
  globalmaxpool: 'global-max-pool',
  globalavgpool: 'global-avg-pool',
  upsample: 'upsample',
  batchnorm: 'batchnorm',
  batchnorm_predict: 'batchnorm',
  groupnorm: 'groupnorm',
};

/** Options of our layer from PyTorch's. */
function optionsOf({ kind, config, params, output }: Case): Record<string, unknown> {
  const { stride, padding, dilation, groups, output_padding, kernel, factor, eps, momentum } = config;
  const given = (options: Record<string, unknown>) =>
    Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  if (kind.startsWith('conv')) {
    const { weight, bias } = params;
    const shared = { kernel: weight.shape.slice(2), stride, padding, dilation, groups, output_padding };
    return given({ filters: output.shape[1], ...shared, bias: bias !== undefined });
  }
  if (/^(max|avg)pool/.test(kind)) return given({ size: kernel, stride, padding });
  return given({ factor, groups, epsilon: eps, momentum });
}

/** PyTorch has the channels second, we have them last. */
function channelsLast({ shape, data }: Values): Values {
  const axes = [0, ...shape.map((_, axis) => axis).slice(2), 1];
  return shape.length < 3 ? { shape, data } : valuesOf(transpose(tensorOf({ shape, data }), axes));
}

const cases = golden<Case[]>('images.json').map((entry, i) => ({ ...entry, label: `${i} ${entry.kind}` }));

function check(entry: Case, place: Place, tolerance: number): readonly string[] {
  const type = layers.get(layerOf[entry.kind]);
  const x = channelsLast(entry.inputs.x);
  const dy = channelsLast(entry.grad_output);
  const { params } = entry;
  const predict = entry.kind.endsWith('_predict');
  const found = runLayer(
    type,
    optionsOf(entry),
    predict ? { x, params, mode: 'predict' } : { x, params, dy },
    place,
  );
  const wanted = channelsLast(entry.output);
  expect(found.y.shape).toEqual(wanted.shape);
  expect(difference(found.y.data, wanted.data), 'y').toBeLessThan(tolerance);
  if (predict) return found.backends;
  expect(difference(found.dx.data, channelsLast(entry.grad_inputs.x).data), 'dx').toBeLessThan(tolerance);
  for (const [name, { data }] of Object.entries(entry.grad_params))
    expect(difference(found.gradients[name], data), `d${name}`).toBeLessThan(tolerance);
  for (const [name, { data }] of Object.entries(entry.after ?? {}))
    expect(difference(found.parameters[name], data), name).toBeLessThan(tolerance);
  return found.backends;
}

describe('layers for images equal PyTorch, both directions', () => {
  it.each(cases)('$label, float64', (entry) => {
    check(entry, { dtype: 'float64' }, 1e-10);
  });

  it.each(cases)('$label, float32', (entry) => {
    check(entry, { dtype: 'float32' }, 1e-4);
  });
});

describe.each(['simd', 'relaxed'] as const)('on %s', (name) => {
  it.each(cases)('$label', async (entry) => {
    const { overlay, memory } = await openBackend(name);
    const backing = {
      get buffer() {
        return memory.buffer;
      },
      grow: (bytes: number) => growTo(memory, bytes),
    };
    const place = {
      dtype: 'float32',
      overlay: { overlays: [overlay], backing, reserved: WORKSPACE_BYTES },
    } as const;
    expect(check(entry, place, 1e-4)).not.toContain('reference');
  });
});
