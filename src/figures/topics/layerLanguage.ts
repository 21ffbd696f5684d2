import { layers } from '../../layers/index.ts';
import { penaltyNames } from '../../network/layerItems.ts';
import type { Penalty } from '../../network/spec.ts';
import type { Block, Json } from '../../report/result.ts';
import { wrap } from '../../util/wrap.ts';
import { activationTopics } from './activations.ts';
import type { Topic, TopicOption } from './define.ts';
import { topicJson } from './blocks.ts';
import { layerTopics } from './layers.ts';
import { presetTopics } from './presets.ts';

/** No paragraph is wider than this. */
const WIDEST = 100;

/** Layers that belong together; those of no group come last, by themselves. */
const groups: readonly (readonly [title: string, names: readonly string[]])[] = [
  ['Dense layers and activations', ['dense', 'sparse', 'activation', 'dropout', 'flatten', 'reshape']],
  [
    'Images',
    [
      ...['conv', 'conv1d', 'conv-transpose', 'maxpool', 'avgpool', 'global-max-pool', 'global-avg-pool'],
      'upsample',
    ],
  ],
  ['Normalisation', ['batchnorm', 'groupnorm', 'layernorm']],
  ['Tables', ['embed', 'scale', 'ntp', 'parametric', 'clamp']],
  ['Members of an ensemble', ['views', 'batch-ensemble', 'members', 'mean-members']],
  ['Sequences and texts', ['embedding', 'rnn', 'lstm', 'gru', 'attention', 'positions']],
  ['Branches', layers.all.filter(({ manyInputs }) => manyInputs).map(({ name }) => name)],
  ['Ensembles', ['temperature', 'slice']],
];

const penalties: Readonly<Record<keyof Penalty, string>> = {
  l1: 'λ·Σ|w| of the weights',
  l2: 'λ·Σw² of the weights',
  biasL1: 'λ·Σ|b| of the biases',
  biasL2: 'λ·Σb² of the biases',
  maxNorm: 'greatest norm of the weights that lead to one unit',
};

const joins = layers.all.filter(({ manyInputs }) => manyInputs).map(({ name }) => name);

/** The forms of an item, with what they mean. */
const syntax: readonly (readonly [form: string, meaning: string])[] = [
  ['4', 'first item: the shape of a sample; also 28x28x1 (height, width, channels), 12x2 (time, columns)'],
  ['auto', 'as the first item: what the data has; at the end: as many units as the target needs'],
  ['64', 'a dense layer of 64 units; --activation follows it, --output-activation the last one'],
  ['64:tanh', 'with an activation of its own; linear: with none'],
  ['relu', 'an activation, wherever it stands'],
  ['conv:32:3', 'the options of a layer by position, in the order of the lists below'],
  ['stride=2', 'an option by name: conv:32:3:stride=2'],
  ['same', 'a word that says an option by itself: conv:32:3:same, lstm:64:sequence'],
  ['l2=0.01', `a penalty on the weights of this layer: ${Object.keys(penaltyNames).join(', ')}`],
  ['add(a|b,c)', `branches, joined again by ${joins.join(' or ')}; an empty branch is the input itself`],
];

const optionText = ({ meaning, values, fallback }: TopicOption) =>
  `${meaning}; ${values}${fallback === undefined ? '' : ` [${fallback}]`}`;

/** `conv:filters:kernel[:stride]` of `--layers …,conv:filters:kernel[:stride]`. */
const itemOf = ({ usage }: Topic) => usage.replace(/^--layers …,/, '');

/** The network of its example: `28x28x1,conv:32:3,relu,flatten,10`. */
const exampleOf = ({ example }: Topic) =>
  /--layers (?:'([^']*)'|(\S+))/.exec(example)?.slice(1).join('') ?? example;

/** Column of names in all lists. */
const LEFT = 17;

const fitted = (facts: readonly (readonly [string, string])[], width: number): Block => ({
  kind: 'facts',
  ownLines: true,
  facts: facts.map(([name, value]) => [name.padEnd(LEFT - 2), wrap(value, width - LEFT).join('\n')]),
});

/** A layer: item, shapes, every option with its default, a command. */
const layerFacts = (topic: Topic, width: number): Block =>
  fitted(
    [
      [topic.name, topic.summary],
      ['  item', itemOf(topic)],
      ['  shapes', topic.facts.find(([name]) => name === 'shapes')?.[1] ?? ''],
      ...topic.options.map((option) => [`  ${option.name}`, optionText(option)] as const),
      ['  example', exampleOf(topic)],
    ],
    width,
  );

function layerGroups(): (readonly [string, readonly Topic[]])[] {
  const grouped = new Set(groups.flatMap(([, names]) => names));
  const others = layers.names.filter((name) => !grouped.has(name));
  return [...groups, ['Others', others] as const].flatMap(([title, names]) => {
    const topics = names.flatMap((name) => layerTopics.find(name) ?? []);
    return topics.length === 0 ? [] : [[title, topics] as const];
  });
}

/** The reference of --layers on a screen of this width: items, layers with all options, networks by name. */
export function layerLanguageBlocks(screen: number): Block[] {
  const width = Math.min(screen, WIDEST);
  const heading = (text: string): Block => ({ kind: 'heading', text });
  const alpha = (topic: Topic) =>
    topic.options.map(({ fallback }) => `; ${topic.name}:α [${fallback}]`).join('');
  return [
    heading('The language of --layers'),
    {
      kind: 'text',
      ownLines: true,
      text: wrap(
        '--layers INPUT,ITEM,ITEM,… describes a network from its input to its output: the shape of a sample, then the layers. A network can also be a JSON file.',
        width,
      ).join('\n'),
    },
    fitted(syntax, width),
    ...layerGroups().flatMap(([title, topics]) => [
      heading(title),
      ...topics.map((topic) => layerFacts(topic, width)),
    ]),
    heading('Activations'),
    fitted(
      activationTopics.topics().map((topic) => [topic.name, topic.summary + alpha(topic)]),
      width,
    ),
    heading('Penalties'),
    fitted(
      Object.entries(penaltyNames).map(([name, key]) => [name, penalties[key]]),
      width,
    ),
    heading('Networks by name'),
    fitted(
      presetTopics.topics().map(({ name, summary }) => [`--model ${name}`, summary]),
      width,
    ),
    { kind: 'text', text: 'nn help NAME says more of one of them: formula, parameters, source.' },
  ];
}

/** The same as data. */
export const layerLanguageJson = (): Json => ({
  syntax: Object.fromEntries(syntax),
  layers: layerGroups().flatMap(([group, topics]) =>
    topics.map((topic) => ({
      group,
      item: itemOf(topic),
      ...topicJson({ kind: layerTopics.kind, topic }),
    })),
  ),
  activations: activationTopics.topics().map((topic) => topicJson({ kind: activationTopics.kind, topic })),
  penalties: Object.fromEntries(Object.entries(penaltyNames).map(([name, key]) => [name, penalties[key]])),
  networks: presetTopics.topics().map((topic) => topicJson({ kind: presetTopics.kind, topic })),
});
