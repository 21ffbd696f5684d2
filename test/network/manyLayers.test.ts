import { expect, it } from 'vitest';
import { formatLayers } from '../../src/network/formatLayers.ts';
import { parseLayers } from '../../src/network/layerString.ts';
import { drawWeights } from '../../src/network/parameters.ts';
import { referenceBackend, Runtime } from '../../src/runtime/runtime.ts';
import { RandomState } from '../../src/util/random.ts';

const chain = (layers: number) => `4,${'8,'.repeat(layers)}3`;
const blocks = (layers: number) => `4,8,${'add(8),'.repeat(layers / 2)}3`;
const specOf = (text: string) => parseLayers(text, { activation: 'relu', outputActivation: 'softmax' });
type Work = (spec: ReturnType<typeof specOf>) => unknown;

/** The least of several times, in milliseconds: other programs run too. */
function msOf(run: () => unknown): number {
  const times = Array.from({ length: 4 }, () => {
    const began = performance.now();
    run();
    return performance.now() - began;
  });
  return Math.min(...times);
}

const draw: Work = (spec) => drawWeights(spec, 'auto', new RandomState(0), 'float32');
const compile =
  (mode: 'train' | 'predict', keepLayers: boolean): Work =>
  (spec) =>
    new Runtime(spec, referenceBackend('float32')).compile({ mode, rows: 8, keepLayers });

// Four times the layers: 4 where the time goes by their number, 16 where by its square, 64 where by its cube.
it.each<[string, (layers: number) => string, Work]>([
  ['writes a chain as a string', chain, formatLayers],
  ['writes branches as a string', blocks, formatLayers],
  ['draws weights', chain, draw],
  ['plans a prediction', chain, compile('predict', false)],
  ['plans a prediction that keeps every output', chain, compile('predict', true)],
])('%s in a time that goes by the number of layers', { timeout: 60_000 }, (_, text, work) => {
  const [few, many] = [500, 2000].map((layers) => {
    const spec = specOf(text(layers));
    return msOf(() => work(spec));
  });
  expect(many).toBeLessThan(12 * few + 50);
});

it('writes and reads 5000 layers', () => {
  const spec = specOf(chain(5000));
  const text = formatLayers(spec);
  expect(text.split(',')).toHaveLength(2 * 5001 + 1);
  expect(specOf(text).layers.length).toBeGreaterThanOrEqual(2 * 5001);
});
