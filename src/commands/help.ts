import { usageError } from '../errors.ts';
import { conceptListBlocks, grouped, pageBlock, pageJson } from '../figures/concepts/blocks.ts';
import { pageOf, readConcepts } from '../figures/concepts/index.ts';
import type { Concepts } from '../figures/concepts/index.ts';
import { languageOf, languages, wordsOf } from '../figures/concepts/language.ts';
import type { Language } from '../figures/concepts/language.ts';
import type { PageHead } from '../figures/concepts/page.ts';
import { optionNames, optionUseBlocks, optionUseJson, optionUses } from '../figures/optionUses.ts';
import type { Optioned } from '../figures/optionUses.ts';
import { kindBlocks, listBlocks, topicBlocks, topicJson } from '../figures/topics/blocks.ts';
import { environmentTopics } from '../figures/topics/environment.ts';
import { layerLanguageBlocks, layerLanguageJson } from '../figures/topics/layerLanguage.ts';
import { findKinds, findTopics, topicKinds } from '../figures/topics/index.ts';
import type { FoundTopic } from '../figures/topics/index.ts';
import type { Context } from '../host/context.ts';
import { choice, flag } from '../options/define.ts';
import { hintForForeign, hintForNear } from '../options/foreignNames.ts';
import { globalOptions } from '../options/globals.ts';
import type { Result } from '../report/result.ts';
import { flagOf } from '../util/flag.ts';
import { foldName, kebab, withoutAccents } from '../util/kebab.ts';
import { nearest } from '../util/suggest.ts';
import { wrap } from '../util/wrap.ts';
import type { AnyCommand } from './define.ts';
import { defineCommand } from './define.ts';
import { snakeCase } from '../util/snakeCase.ts';

/** Whether the letters of `name` occur in `word` in their order: only letters were left out. */
function leavesOut(word: string, name: string): boolean {
  let at = -1;
  return Array.from(name).every((letter) => (at = word.indexOf(letter, at + 1)) >= 0);
}

/** The nearest of some names; of two that are equally near, one with letters left out. */
function nearestName(name: string, names: readonly string[]): string | undefined {
  const wanted = name.toLowerCase();
  return nearest(wanted, [
    ...names.filter((known) => leavesOut(known, wanted)),
    ...names.filter((known) => !leavesOut(known, wanted)),
  ]);
}

/** A command that help may have to know the options of. */
interface Entry {
  readonly name: string;
  load(): Promise<AnyCommand>;
}

/** What help answers with: concepts, commands, and in which language. */
interface Knowledge {
  readonly concepts: Concepts;
  readonly entries: readonly Entry[];
  readonly language: Language;
  readonly screen: Context['screen'];
}

/** All names, the concepts first. */
function everyTopic({ concepts, language, screen }: Knowledge, shipped: readonly string[]): Result {
  const words = wordsOf[language];
  const plain = (text: string) => (screen.ascii ? withoutAccents(text) : text);
  const paragraph = (text: string) =>
    ({
      kind: 'text',
      ownLines: true,
      text: wrap(plain(text), Math.min(screen.width, 100)).join('\n'),
    }) as const;
  return {
    blocks: () => [
      ...conceptListBlocks(concepts, language, screen),
      { kind: 'heading', text: plain(words.reference) },
      ...listBlocks(topicKinds, screen.width),
      paragraph(`${words.files}: ${shipped.join(', ')}`),
      paragraph(words.explains),
    ],
    json: () => ({
      concepts: Object.fromEntries(grouped(concepts, 'en')),
      ...Object.fromEntries(topicKinds.map(({ plural, names }) => [snakeCase(plural), names])),
      files: shipped,
    }),
  };
}

/** A page, and what the registries have under its name. */
function pageResult(head: PageHead, name: string, { concepts, screen }: Knowledge): Result {
  const page = pageOf(head);
  const topics = [...findTopics(head.name), ...findTopics(name)];
  const told = (one: FoundTopic) => `${one.kind} ${one.topic.name}`;
  const once = topics.filter((one, i) => topics.findIndex((other) => told(other) === told(one)) === i);
  return {
    blocks: () => [pageBlock(page, concepts, screen), ...once.flatMap((one) => topicBlocks(one, screen))],
    json: () => [pageJson(page), ...once.map(topicJson)],
  };
}

const topicsResult = (found: readonly FoundTopic[], screen: Context['screen']): Result => ({
  blocks: () => found.flatMap((one) => topicBlocks(one, screen)),
  json: () => found.map(topicJson),
});

/** Every command with its options, and those of all commands under one name. */
const optioned = async (entries: readonly Entry[]): Promise<Optioned[]> => [
  { name: 'every command', options: globalOptions },
  ...(await Promise.all(entries.map(async (entry) => entry.load()))),
];

/** An option of commands, or the error that nothing has this name. */
async function optionResult(
  name: string,
  { concepts, entries, language, screen }: Knowledge,
): Promise<Result> {
  const commands = await optioned(entries);
  const uses = optionUses(name, commands);
  if (uses.length > 0) {
    const about = concepts.mention(flagOf(uses[0].key));
    const labels = about.map((one) => concepts.label(one, language));
    return {
      blocks: () => optionUseBlocks(uses, labels, screen.width),
      json: () => uses.map((use) => optionUseJson(use, about)),
    };
  }
  if (name.startsWith('-')) {
    const match = nearest(name, optionNames(commands));
    const concept = concepts.find(name.replace(/^-+/, ''), language)?.name;
    throw usageError(`no command has an option ${name}`, {
      hint:
        concept !== undefined
          ? `nn help ${concept} explains the concept`
          : match === undefined
            ? (hintForForeign(name, optionNames(commands)) ??
              hintForNear(name, optionNames(commands)) ??
              'nn help COMMAND lists its options')
            : `did you mean "nn help ${match}"?`,
    });
  }
  const topics = topicKinds.flatMap(({ known, plural }) => [...known, ...(/ /.test(plural) ? [] : [plural])]);
  const match = nearestName(foldName(name), [
    ...entries.map((one) => one.name),
    ...topics,
    ...concepts.known.keys(),
  ]);
  const spelled = match !== undefined && !screen.ascii ? (concepts.known.get(match) ?? match) : match;
  throw usageError(`unknown command or topic "${name}"`, {
    hint:
      spelled === undefined
        ? 'nn --help lists the commands, nn help topics the topics'
        : `did you mean "nn help ${spelled}"?`,
  });
}

/**
 * `nn help NAME` for names that are no commands.
 *
 * @param entries every command, for suggestions and for what has an option
 */
export const helpCommand = (entries: readonly Entry[]) =>
  defineCommand({
    name: 'help',
    about:
      'Explains a concept, such as overfitting, batch or backpropagation, on one page: what it is, a formula, a picture, commands that run. Explains a layer, activation, loss, optimizer, schedule, initializer, metric, augmentation, network, data set or environment variable: formula, source, options with their defaults, an example that runs. With the name of a command it shows its usual options, as COMMAND --help does, with --all every one; with that of an option, which commands and concepts have it. nn help topics lists all names.',
    arguments: [
      {
        name: 'name',
        words: 'topic',
        summary: 'a concept, a command, a layer, an optimizer, …, an option; topics: all names',
        required: false,
        variadic: true,
      },
    ],
    options: {
      all: flag('of a command: all that it does, and every option', { scope: 'screen' }),
      lang: choice(
        'language of the pages about concepts; the one of LC_ALL or LANG unless given',
        languages,
        {
          scope: 'screen',
        },
      ),
    },
    examples: [
      { command: 'nn help train --all', says: 'every option of a command' },
      { command: 'nn help overfitting', says: 'a concept' },
      { command: 'nn help lstm', says: 'a concept and a layer' },
      { command: 'nn help --dropout', says: 'an option: commands and concepts that have it' },
      { command: 'nn help layers', says: 'the language of --layers with every option' },
      { command: 'nn help topics', says: 'all names by kind' },
    ],
    async run({ screen, files }, { args, options }) {
      const name = kebab(args.join(' ')) || 'topics';
      const language = languageOf(options.lang, screen.locale);
      const knowledge = { concepts: await readConcepts(files), entries, language, screen };
      if (name === 'topics' || foldName(name) === 'topicos') return everyTopic(knowledge, files.shipped);
      if (name === 'layers') {
        return { blocks: () => layerLanguageBlocks(screen.width), json: layerLanguageJson };
      }
      const kinds = findKinds(name);
      if (kinds.length > 0) {
        return {
          blocks: () => kinds.map(kindBlocks),
          json: () => kinds.flatMap((kind) => kind.topics().map((topic) => topicJson({ ...kind, topic }))),
        };
      }
      // COLUMNS is a variable, columns an option.
      const variable = environmentTopics.find(args.join(' '));
      if (variable) return topicsResult([{ kind: environmentTopics.kind, topic: variable }], screen);
      const head = knowledge.concepts.find(name.split(':')[0], language);
      if (head) return pageResult(head, name, knowledge);
      const found = findTopics(name);
      return found.length === 0 ? optionResult(name, knowledge) : topicsResult(found, screen);
    },
  });
