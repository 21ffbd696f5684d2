import { expect, it } from 'vitest';
import { renderBlocks } from '../../src/cli/render/blocks.ts';
import { plainPainter } from '../../src/cli/render/paint.ts';
import { activations } from '../../src/activations/index.ts';
import { topicBlocks } from '../../src/figures/topics/blocks.ts';
import { findTopics, topicKinds } from '../../src/figures/topics/index.ts';
import type { FoundTopic } from '../../src/figures/topics/index.ts';
import { environmentTopics } from '../../src/figures/topics/environment.ts';
import { layerLanguageBlocks } from '../../src/figures/topics/layerLanguage.ts';
import { layers } from '../../src/layers/index.ts';
import { resolve } from '../../src/network/graph.ts';
import { penaltyNames } from '../../src/network/layerItems.ts';
import { parseLayers } from '../../src/network/layerString.ts';
import { presets } from '../../src/network/presets/index.ts';
import { sizeOf } from '../../src/tensor/tensor.ts';
import { toAscii } from '../../src/util/ascii.ts';

const topics: FoundTopic[] = topicKinds.flatMap(({ kind, names, find }) =>
  names.map((name) => ({ kind, topic: find(name)! })),
);
const title = ({ kind, topic }: FoundTopic) => `${topic.name} (${kind})`;

it.each(topics.map((found) => [title(found), found] as const))('%s is described in full', (_, found) => {
  const { summary, formula, source, usage, options, facts, example } = found.topic;
  expect(summary).not.toBe('');
  expect(usage).not.toBe('');
  expect(example).toMatch(found.kind === 'environment variable' ? /[A-Z]=\S+ nn / : /^nn /);
  // Augmentations without a paper and data sets are described in words.
  if (found.kind !== 'augmentation') expect(source).toBeTruthy();
  if (['layer', 'activation', 'loss', 'optimizer', 'schedule', 'initializer'].includes(found.kind))
    expect(formula.join('')).not.toBe('');
  for (const { meaning, values } of options) expect([meaning, values]).not.toContain('');
  for (const [name, value] of facts) expect([name, value]).not.toContain('');
});

it.each([60, 80])('every topic fits %i columns, with ASCII signs too', (width) => {
  for (const found of topics) {
    const text = renderBlocks(topicBlocks(found, { width, ascii: false }), width, plainPainter, true);
    const wide = text.split('\n').filter((line) => line.length > width && !/^ *nn |^ +--/.test(line));
    expect(wide, title(found)).toEqual([]);
    // oxlint-disable-next-line no-control-regex
    expect(toAscii(text).match(/[^\u0000-\u007f]/g), title(found)).toBe(null);
  }
});

it.each([60, 80])('the reference of --layers fits %i columns', (width) => {
  const text = renderBlocks(layerLanguageBlocks(width), width, plainPainter, true);
  expect(text.split('\n').filter((line) => line.length > width)).toEqual([]);
});

it('the reference of --layers has every layer with every option, activation, penalty and network', () => {
  const text = renderBlocks(layerLanguageBlocks(80), 80, plainPainter);
  const line = (name: string) => new RegExp(`^ *${name}  `, 'm');
  for (const { name, options } of layers.all) {
    const [, after = ''] = text.split(line(name));
    const [own] = after.split('\n\n');
    for (const option of Object.keys(options)) expect(own, name).toMatch(line(option));
    expect(own).toMatch(line('example'));
  }
  for (const name of [...activations.names, ...Object.keys(penaltyNames)]) expect(text).toMatch(line(name));
  for (const name of presets.names) expect(text).toMatch(line(`--model ${name}`));
});

/** `4·units·(k + units + 2)` with these letters; nothing but products, quotients and sums is understood. */
function valueOf(formula: string, letters: ReadonlyMap<string, number>): number {
  const tokens = formula.match(/[a-z]+|\d+|[·/+()²]/g) ?? [];
  let at = 0;
  const factor = (): number => {
    const token = tokens[at++] ?? '';
    let value = letters.get(token) ?? Number(token);
    if (token === '(') {
      value = sum();
      at++;
    }
    if (tokens[at] === '²') {
      at++;
      return value * value;
    }
    return value;
  };
  const product = (): number => {
    let value = factor();
    while (tokens[at] === '·' || tokens[at] === '/')
      value = tokens[at++] === '·' ? value * factor() : value / factor();
    return value;
  };
  function sum(): number {
    let value = product();
    while (tokens[at] === '+') {
      at++;
      value += product();
    }
    return value;
  }
  return sum();
}

it.each(layers.names)('%s: its count of parameters is what the network of its example has', (name) => {
  const { parameters, example } = layers.get(name);
  const [, text = ''] = /--layers '?([^\s']+)/.exec(example) ?? [];
  const spec = parseLayers(text, { activation: 'relu', outputActivation: 'linear' });
  const node = resolve(spec, 1, 'predict').find(({ type }) => type.name === name);
  const { options, inputShapes, inferred } = node!;
  const learned = Object.values(inferred.params ?? {})
    .filter((spec) => spec && spec.trainable !== false)
    .map((spec) => (spec?.connections ? spec.connections.kept : sizeOf(spec!.shape)))
    .reduce((total, size) => total + size, 0);
  if (parameters === undefined) {
    expect(learned).toBe(0);
    return;
  }
  const last = inputShapes[0].at(-1)!;
  const numbers = Object.entries(options).map(
    ([key, value]) => [key, Array.isArray(value) ? Number(value[0]) : Number(value)] as const,
  );
  const letters = new Map([
    ...([['k', last], ['n', last], ['c', last], ['members', inputShapes[0][1]], ...numbers] as const),
  ]);
  expect(valueOf(parameters.split(';')[0], letters)).toBe(learned);
});

it('a name that is several things is found as each of them', () => {
  expect(findTopics('step').map(({ kind }) => kind)).toEqual(['activation', 'schedule']);
  expect(findTopics('mae').map(({ kind }) => kind)).toEqual(['loss', 'metric']);
  expect(findTopics('fc').map(({ topic }) => topic.name)).toEqual(['dense']);
  expect(findTopics('conv:32:3').map(({ topic }) => topic.name)).toEqual(['conv']);
  expect(findTopics('nothing')).toEqual([]);
});

it('variables of the environment are found by their names, one word in capital letters only', () => {
  expect(findTopics('nn-config').map(({ topic }) => topic.name)).toEqual(['NN_CONFIG']);
  expect(environmentTopics.find('LANG')?.name).toBe('LC_ALL');
  expect(environmentTopics.find('COLUMNS')?.name).toBe('COLUMNS');
  expect(environmentTopics.find('columns')).toBeUndefined();
});
