import { layers } from '../../layers/index.ts';
import type { LayerType } from '../../layers/define.ts';
import { parseLayers } from '../../network/layerString.ts';
import { resolve } from '../../network/graph.ts';
import { parametersOf } from '../../network/parameters.ts';
import { equations, topicKind } from './define.ts';
import { fieldOptions } from './options.ts';
import { counted } from '../../util/plural.ts';

/** `conv:filters:kernel[:stride]`; branches of a layer with several inputs stand in brackets. */
function usageOf({ name, positional, options, manyInputs }: LayerType): string {
  if (manyInputs) return `--layers …,${name}(branch|branch)`;
  const items = positional.map((option) =>
    options[option].fallback === undefined ? `:${option}` : `[:${option}]`,
  );
  return `--layers …,${name}${items.join('')}`;
}

const sample = (shape: readonly number[]) => shape.slice(1).join('x');

/** What the layer does in the network of its example: `12x2 → 16, 1,280 parameters`. */
function inExample({ name, example }: LayerType): string | undefined {
  const text = /--layers '?([^\s']+)/.exec(example)?.[1];
  if (text === undefined) return undefined;
  const spec = parseLayers(text, { activation: 'relu', outputActivation: 'linear' });
  const node = resolve(spec, 1, 'predict').find(({ type }) => type.name === name);
  if (!node) return undefined;
  const learned = parametersOf(spec)
    .trainable.filter(({ layer }) => layer.name === node.node.name)
    .reduce((sum, { length }) => sum + length, 0);
  const from = node.inputShapes.map(sample).join(' and ');
  return `${from} → ${sample(node.inferred.output)}, ${counted(learned, 'parameter')}`;
}

/** Layers, as items of --layers. */
export const layerTopics = topicKind('layer', 'layers', layers, (layer) => {
  const example = inExample(layer);
  return {
    summary: layer.summary,
    formula: equations(layer.formula),
    facts: [
      ['shapes', layer.shapes],
      ['parameters', layer.parameters ?? 'none'],
      ...(example === undefined ? [] : [['for example', example] as const]),
      ...(layer.noGradient === undefined ? [] : [['gradient', `none: ${layer.noGradient}`] as const]),
    ],
    source: layer.source,
    usage: usageOf(layer),
    options: fieldOptions(layer.options),
    example: layer.example,
  };
});
