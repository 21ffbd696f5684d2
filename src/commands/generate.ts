import { numberer, tokensOf, UNKNOWN } from '../data/text.ts';
import type { Vocabulary } from '../data/text.ts';
import { failure, inputError, usageError } from '../errors.ts';
import type { Model } from '../model/file.ts';
import { Reader } from '../runtime/stepwise.ts';
import { drawToken } from '../runtime/sampling.ts';
import type { Result } from '../report/result.ts';
import { RandomState } from '../util/random.ts';
import { chooseBackend } from '../host/backend.ts';
import type { Context } from '../host/context.ts';
import { defineCommand } from './define.ts';
import { integer, number, text } from '../options/define.ts';
import { generateSamples } from '../tasks/gan/generate.ts';
import { openModel } from '../inputs/modelFile.ts';
import { languageFeature } from '../tasks/language/feature.ts';
import type { TextFeature } from '../tasks/language/feature.ts';

/** Milliseconds it may write before Ctrl-C gets its turn. */
const TURN = 30;

/** The vocabulary of a language model. @throws NnError('input') for a model of another task */
function vocabularyOf({ preprocessing }: Model, source: string): TextFeature {
  const feature = preprocessing && languageFeature(preprocessing);
  if (feature) return feature;
  throw inputError('this model has not learned to write, nor to make samples', {
    where: { source },
    hint: 'nn train book.txt --task language makes one that writes, nn gan data.csv one that makes samples',
  });
}

/** The numbers of a prompt. Throws a usage error for characters that the model has never seen. */
function readPrompt(context: Context, prompt: string, vocabulary: Vocabulary): number[] {
  const numberOf = numberer(vocabulary);
  const known = new Set(vocabulary.vocabulary);
  const tokens = tokensOf(prompt, vocabulary);
  // A word at the beginning of a line has no space before it; most words are known with one.
  const fitting = tokens.map((token) => (!known.has(token) && known.has(` ${token}`) ? ` ${token}` : token));
  const strange = [...new Set(fitting.filter((token) => !known.has(token)))];
  if (strange.length === 0) return fitting.map(numberOf);
  const shown = strange
    .slice(0, 5)
    .map((token) => JSON.stringify(token.trim() === '' ? token : token.trim()))
    .join(', ');
  if (vocabulary.tokens === 'word') {
    context.screen.note(`the model does not know ${shown}: any rare word, to it`);
    return fitting.map(numberOf);
  }
  throw usageError(`--prompt has ${shown}, which the model has never seen`, {
    hint: `it knows ${JSON.stringify(vocabulary.vocabulary.join(''))}`,
  });
}

export const generate = defineCommand({
  name: 'generate',
  about:
    'Lets a language model go on with a text, or a generator of nn gan make samples.\n\nText comes token by token. What it has read and written stays in the state of its recurrent layers, so each token costs one step however long the text is; a network that looks back with attention sees as many tokens as in training. The same seed writes the same text.',
  arguments: [{ name: 'model', summary: 'a model of nn train --task language or of nn gan', required: true }],
  options: {
    prompt: text('how the text begins; a new line unless given', { placeholder: 'text' }),
    length: integer('tokens to write: characters, or words and marks', { default: 200, min: 1 }),
    temperature: number('how daring it is: 0 always the likeliest token, 1 as the model has learned', {
      default: 0.8,
      min: 0,
      max: 100,
    }),
    samples: integer('of a generator: samples to make', { default: 9, min: 1 }),
    class: text('of a generator: the class of all samples; each in turn unless given', {
      placeholder: 'name',
    }),
    topK: integer('choose among so many of the likeliest tokens only', { min: 1 }),
  },
  examples: [
    {
      command: 'nn generate book.safetensors --prompt "And God said" --length 200',
      says: 'goes on with a sentence',
    },
    {
      command: 'nn generate digits.gan.safetensors --class 7 --samples 16 -o sevens.png',
      says: 'images of a generator in one file',
    },
    {
      command: 'nn generate book.safetensors --temperature 0.5 --seed 7',
      says: 'more careful, another text',
    },
  ],
  async run(context, { args: [path], options: o }): Promise<Result> {
    const { prompt: given, length, temperature, topK, samples, class: className } = o;
    const prompt = given ?? '';
    const model = await openModel(context, path);
    if (model.generates) {
      if (given !== undefined)
        throw usageError('--prompt is for language models, but this one makes samples', {
          hint: '--samples says how many',
        });
      return generateSamples(context, model, model.generates, { samples, className });
    }
    const vocabulary = vocabularyOf(model, path);
    const { vocabulary: words } = vocabulary;
    const begin = prompt === '' ? (words.includes('\n') ? '\n' : words[words.length - 1]) : prompt;
    const ids = readPrompt(context, begin, vocabulary);
    const backend = await chooseBackend(context);
    function* written(): Generator<string> {
      const reader = new Reader(model, backend);
      const random = new RandomState(context.global.seed);
      let answer = reader.read(ids[0]);
      for (const id of ids.slice(1)) answer = reader.read(id);
      for (let i = 0; i < length; i++) {
        if (!answer.every(Number.isFinite)) throw failure('the model answers with no finite numbers');
        const next = drawToken(answer, { temperature, topK }, random, (id) => words[id] !== UNKNOWN);
        yield words[next];
        answer = reader.read(next);
      }
    }
    const whole = () => [...written()].join('');
    return {
      blocks: () => [{ kind: 'preformatted', text: prompt + whole() }],
      async *text() {
        yield prompt;
        let last = prompt;
        let paused = context.clock.now();
        for (const piece of written()) {
          yield piece;
          last = piece;
          if (context.clock.now() - paused < TURN) continue;
          await context.clock.pause();
          paused = context.clock.now();
        }
        if (!last.endsWith('\n')) yield '\n';
      },
      json: () => ({ prompt, text: whole(), length, temperature, seed: context.global.seed }),
    };
  },
});
