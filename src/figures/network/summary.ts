import { equationsOf } from '../../explain/equation.ts';
import { equationBlocks, equationsJson } from '../../explain/equationText.ts';
import type { Model } from '../../model/file.ts';
import { formatLayers } from '../../network/formatLayers.ts';
import { parametersOf } from '../../network/parameters.ts';
import type { NetworkSpec } from '../../network/spec.ts';
import { specJson } from '../../network/specJson.ts';
import { adam } from '../../optimizers/adam.ts';
import { optimizers } from '../../optimizers/index.ts';
import { sgd } from '../../optimizers/sgd.ts';
import type { Json, Result } from '../../report/result.ts';
import { optimizerSettings } from '../../train/choose.ts';
import { errorNames } from '../../train/valueErrors.ts';
import { bytes, count, measure, percent } from '../../util/quantity.ts';
import { snakeKeys } from '../../util/snakeCase.ts';
import { featuresFacts, featuresJson } from '../features.ts';
import { elementsOf, layerCosts, layersTable, totalOf } from './layers.ts';

/** The network itself: as a string for --layers, or as JSON for a file. */
export function networkResult(spec: NetworkSpec, form: 'string' | 'json'): Result {
  const json = specJson(spec);
  const nodes = json.layers.map((node) => `    ${JSON.stringify(node)}`).join(',\n');
  const lines = `{\n  "input": ${JSON.stringify(spec.input)},\n  "layers": [\n${nodes}\n  ]\n}`;
  return {
    blocks: () => [{ kind: 'preformatted', text: form === 'string' ? formatLayers(spec) : lines }],
    json: () => (form === 'string' ? formatLayers(spec) : (json as Json)),
  };
}

const isError = (name: string) => errorNames.some((error) => name === error || name.endsWith(`_${error}`));

/** A fact about the training in words: `val_loss: 0.14074405` is `validation loss  0.141`. */
function trainingFact([name, value]: [string, unknown]): readonly [string, string] {
  const label = name
    .replace(/^val_/, 'validation_')
    .replaceAll('_', ' ')
    .replace(/\b(rmse|mae)$/, (error) => error.toUpperCase())
    .replace(/\br2$/, 'R²');
  if (typeof value !== 'number') return [label, String(value)];
  if (/(?:loss|penalty)$/.test(name) || isError(name)) return [label, measure(value)];
  if (name.endsWith('accuracy')) return [label, percent(value)];
  return [label, name === 'rows' || name === 'epochs' ? count(value) : String(value)];
}

/** Parameters of a network, and the memory that it takes to use and to train it with an optimizer. */
function costFacts(spec: NetworkSpec, optimizerName: unknown): (readonly [string, string])[] {
  const { trainable, states } = parametersOf(spec);
  const [learned, kept] = [elementsOf(trainable), elementsOf(states)];
  const optimizer = optimizers.find(typeof optimizerName === 'string' ? optimizerName : undefined) ?? adam;
  const moments = optimizer.rule(optimizerSettings(optimizer, {})).moments.length;
  const label = optimizer === adam ? 'Adam' : optimizer === sgd ? 'SGD without momentum' : optimizer.name;
  return [
    ['parameters', `${count(learned)} trainable${kept > 0 ? `, ${count(kept)} non-trainable` : ''}`],
    [
      'memory',
      `weights ${bytes(4 * (learned + kept))}, with gradients and ${label} ${bytes(4 * (2 + moments) * learned + 4 * kept)}`,
    ],
  ];
}

/** Layers, parameters and memory of a network, and of a trained model its columns and how it was trained. */
export function summaryResult(
  spec: NetworkSpec,
  { preprocessing, training, weights }: Partial<Pick<Model, 'preprocessing' | 'training' | 'weights'>>,
): Result {
  const costs = layerCosts(spec);
  const equations = weights && equationsOf({ spec, weights, preprocessing });
  return {
    blocks: () => [
      layersTable(spec, costs),
      {
        kind: 'facts',
        facts: [
          ...costFacts(spec, training?.optimizer),
          ...(preprocessing ? featuresFacts(preprocessing) : []),
          ...Object.entries(training ?? {}).map(trainingFact),
        ],
      },
      ...equationBlocks(equations),
    ],
    json: () => ({
      input: spec.input,
      layers: costs.map((cost) => snakeKeys(cost)),
      parameters: totalOf(costs, 'parameters'),
      multiply_adds: totalOf(costs, 'multiplyAdds'),
      ...(preprocessing && { features: featuresJson(preprocessing) }),
      ...(training && { training }),
      ...(equations && { equations: equationsJson(equations) }),
    }),
  };
}
