import { usageError } from '../errors.ts';
import { chooseBackend } from '../host/backend.ts';
import { openModel } from '../inputs/modelFile.ts';
import { integer, number, text } from '../options/define.ts';
import type { Result } from '../report/result.ts';
import { generateSamples } from '../tasks/gan/generate.ts';
import { textResult, vocabularyOf } from '../tasks/language/generate.ts';
import { defineCommand } from './define.ts';

export const generate = defineCommand({
  name: 'generate',
  about:
    'Generates text with a language model, or samples with a generator of nn gan.\n\nText comes token by token. What the model has read and written is kept in the state of its recurrent layers, so each token costs one step however long the text is; the context of a network with attention is as many tokens as in training. The same seed gives the same text.',
  arguments: [
    {
      name: 'model',
      summary: 'a model of nn train --task language or of nn gan, or the folder of a run',
      required: true,
    },
  ],
  options: {
    prompt: text('how the text begins; a new line unless given', { placeholder: 'text' }),
    length: integer('tokens to generate: characters, or words and punctuation marks', {
      default: 200,
      min: 1,
    }),
    temperature: number("sampling temperature: 0 the most likely token, 1 the model's distribution", {
      default: 0.8,
      min: 0,
      max: 100,
    }),
    samples: integer('of a generator: samples to make', { default: 9, min: 1 }),
    class: text('of a generator: the class of all samples; each in turn unless given', {
      placeholder: 'name',
    }),
    topK: integer('sample among the k most likely tokens only', { min: 1 }),
  },
  examples: [
    {
      command: 'nn generate book.safetensors --prompt "And God said" --length 200',
      says: 'continues a sentence',
    },
    {
      command: 'nn generate digits.gan.safetensors --class 7 --samples 16 -o sevens.png',
      says: 'images of a generator in one file',
    },
    {
      command: 'nn generate book.safetensors --temperature 0.5 --seed 7',
      says: 'closer to the most likely text, another seed',
    },
  ],
  async run(context, { args: [path], options: o }): Promise<Result> {
    const { prompt, length, temperature, topK, samples, class: className } = o;
    const model = await openModel(context, path);
    if (model.generates) {
      if (prompt !== undefined)
        throw usageError('--prompt is for language models, but this one makes samples', {
          hint: '--samples says how many',
        });
      return generateSamples(context, model, model.generates, { samples, className });
    }
    const vocabulary = vocabularyOf(model, path);
    const request = { prompt: prompt ?? '', length, temperature, topK, seed: context.global.seed };
    return textResult(context, model, vocabulary, await chooseBackend(context), request);
  },
});
