import type { Block, Json } from '../../report/result.ts';
import { textWidth } from '../../util/textWidth.ts';
import { textToAscii } from '../../util/ascii.ts';
import { wrap } from '../../util/wrap.ts';
import { foldCommand } from '../foldCommand.ts';
import type { Topic, TopicKind } from './define.ts';
import type { FoundTopic } from './index.ts';
import { snakeCase } from '../../util/snakeCase.ts';
import { maxOf } from '../../util/extremes.ts';

/** No paragraph is wider than this. */
const WIDEST = 100;

/** Below this width a table has room for three columns only. */
const NARROW = 72;

/** An equation, indented, in lines of at most `width`: cut at blanks, but not in square brackets. */
function foldEquation(equation: string, width: number): string {
  const whole = equation.replaceAll(/\[[^\]]*\]/g, (index) => index.replaceAll(' ', '\u0000'));
  return wrap(whole, width - 6)
    .map((line, i) => `${i === 0 ? '  ' : '      '}${line}`)
    .join('\n')
    .replaceAll('\u0000', ' ');
}

function factsOf({ usage, facts, source, aliases }: Topic, width: number): Block {
  const all: (readonly [string, string])[] = [
    ['usage', usage],
    ...facts,
    ...(source === undefined ? [] : [['source', source] as const]),
    ...(aliases.length === 0 ? [] : [['also', aliases.join(', ')] as const]),
  ];
  const left = maxOf(all.map(([name]) => textWidth(name))) + 2;
  return {
    kind: 'facts',
    ownLines: true,
    facts: all.map(([name, value]) => [name, wrap(value, width - left).join('\n')]),
  };
}

/** Options as a table; on a narrow screen what may stand there follows the meaning. */
function optionsOf({ options }: Topic, width: number): Block {
  if (width < NARROW) {
    return {
      kind: 'table',
      columns: [{ name: 'option' }, { name: 'meaning' }, { name: 'default' }],
      rows: options.map(({ name, meaning, values, fallback = '' }) => [
        name,
        `${meaning} (${values})`,
        fallback,
      ]),
    };
  }
  return {
    kind: 'table',
    columns: [{ name: 'option' }, { name: 'meaning' }, { name: 'values' }, { name: 'default' }],
    rows: options.map(({ name, meaning, values, fallback = '' }) => [name, meaning, values, fallback]),
  };
}

/** The texts of a topic in ASCII. */
const topicInAscii = (topic: Topic): Topic => ({
  ...topic,
  summary: textToAscii(topic.summary),
  ...(topic.about !== undefined && { about: textToAscii(topic.about) }),
  formula: topic.formula.map(textToAscii),
  facts: topic.facts.map(([name, fact]) => [textToAscii(name), textToAscii(fact)] as const),
});

/** What help shows of a topic on a screen of this width. */
export function topicBlocks(
  { kind, topic: given }: FoundTopic,
  { width: screen, ascii }: { readonly width: number; readonly ascii: boolean },
): Block[] {
  const topic = ascii ? topicInAscii(given) : given;
  const width = Math.min(screen, WIDEST);
  const paragraph = (text: string): Block => ({
    kind: 'text',
    ownLines: true,
    text: wrap(text, width).join('\n'),
  });
  return [
    { kind: 'heading', text: `${topic.name} (${kind})` },
    paragraph(topic.summary),
    ...(topic.about === undefined ? [] : [paragraph(topic.about)]),
    ...(topic.formula.length === 0
      ? []
      : [
          {
            kind: 'preformatted',
            text: topic.formula.map((line) => foldEquation(line, width)).join('\n'),
          } as const,
        ]),
    factsOf(topic, width),
    ...(topic.options.length === 0 ? [] : [optionsOf(topic, width)]),
    { kind: 'preformatted', text: foldCommand(topic.example, width) },
  ];
}

/** A default as a value: a number or a boolean where it is one. */
function jsonOf(text: string): Json {
  if (text === 'true' || text === 'false') return text === 'true';
  return text !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
}

/** A topic as data. */
export const topicJson = ({ kind, topic }: FoundTopic): { readonly [key: string]: Json } => ({
  kind,
  name: topic.name,
  aliases: topic.aliases,
  summary: topic.summary,
  about: topic.about ?? null,
  formula: topic.formula,
  facts: Object.fromEntries(topic.facts.map(([name, fact]) => [snakeCase(name), fact])),
  source: topic.source ?? null,
  usage: topic.usage,
  options: topic.options.map(({ name, meaning, values, fallback }) => ({
    name,
    meaning,
    values,
    default: fallback === undefined ? null : jsonOf(fallback),
  })),
  example: topic.example,
});

/** The names of all topics by kind, on a screen of this width. */
export function listBlocks(kinds: readonly TopicKind[], screen: number): Block[] {
  const left = maxOf(kinds.map(({ plural }) => textWidth(plural))) + 2;
  const width = Math.min(screen, WIDEST) - left;
  return [
    {
      kind: 'facts',
      ownLines: true,
      facts: kinds.map(({ plural, names }) => [plural, wrap(names.join(', '), width).join('\n')]),
    },
  ];
}

/** The things of one kind with a line each. */
export const kindBlocks = ({ plural, topics }: TopicKind): Block => ({
  kind: 'table',
  title: plural,
  columns: [{ name: 'name' }, { name: 'what it is' }],
  rows: topics().map(({ name, summary }) => [name, summary]),
});
