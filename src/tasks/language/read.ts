import { cutPassages } from '../../data/passages.ts';
import type { Preprocessing } from '../../data/preprocessing.ts';
import { characterVocabulary, frequentVocabulary, numberer, tokensOf, UNKNOWN } from '../../data/text.ts';
import type { Tokens } from '../../data/text.ts';
import { inputError, usageError } from '../../errors.ts';
import { decodeText } from '../../formats/text.ts';
import { looksAhead } from '../../runtime/causality.ts';
import { count } from '../../util/quantity.ts';
import type { Context } from '../../host/context.ts';
import type { Dataset } from '../dataset.ts';
import { languageFigures } from '../../figures/language.ts';
import type { DataKind } from '../define.ts';
import type { TrainOptions } from '../../options/train.ts';

/** Tokens of a passage unless --window says. */
const LENGTH = { char: 64, word: 32 };
/** Words that get a number of their own; the network answers with a number for each of them at each step. */
const MOST_WORDS = 5000;
const called = { char: 'character', word: 'word' };

/** The recurrent layer that --model names. Throws a usage error for networks of other kinds. */
function cellOf(model: string): string {
  const cells = ['rnn', 'lstm', 'gru'];
  if (cells.includes(model)) return model;
  throw usageError(`--model ${model} does not go on with a text`, { hint: `one of: ${cells.join(', ')}` });
}

/** How a text is read by a language model. */
export function languagePreprocessing(tokens: Tokens, vocabulary: string[], length: number): Preprocessing {
  return {
    features: [{ kind: 'text', name: 'text', tokens, vocabulary, length }],
    target: { kind: 'classes', name: `next ${called[tokens]}`, classes: vocabulary },
    pieces: { of: 'text' },
  };
}

/** The text of a file with plain line breaks. Throws an input error when it is not UTF-8. */
export async function readText(context: Context, argument: string | undefined) {
  const source = await context.files.open(argument, { digest: true });
  const text = decodeText(await source.bytes(), source.name).replaceAll('\r\n', '\n');
  return { text, source };
}

async function readLanguage(
  context: Context,
  argument: string | undefined,
  o: TrainOptions,
): Promise<Dataset> {
  const { dtype } = context.global;
  const { text, source } = await readText(context, argument);
  const tokens = o.tokens ?? 'char';
  const length = o.window ?? LENGTH[tokens];
  const all = tokensOf(text, { tokens });
  // The later part validates: a split at random would let the network see what stands around every passage.
  const cut = Math.round(all.length * (1 - o.validationSplit));
  const least = 2 * length;
  if (cut < least) {
    throw inputError(
      `found ${count(all.length)} ${called[tokens]}s, expected at least ${count(Math.ceil(least / (1 - o.validationSplit)))}`,
      {
        where: { source: source.name },
        hint: `a passage has ${length} of them; --window makes shorter ones, but a language wants far more text`,
      },
    );
  }
  const vocabulary =
    tokens === 'char' ? characterVocabulary(all) : frequentVocabulary(all.slice(0, cut), MOST_WORDS);
  const number = numberer({ vocabulary });
  const ids = Int32Array.from(all, number);
  const train = cutPassages(ids, 0, cut, length, dtype);
  // The passage begins with the last token of training, so that the first one of validation is a target too.
  const validation = cut < all.length ? cutPassages(ids, cut - 1, all.length, length, dtype) : undefined;
  const unknown = tokens === 'word' ? ids.filter((id) => id === 0).length / ids.length : 0;
  const preprocessing = languagePreprocessing(tokens, vocabulary, length);
  const plural = `${called[tokens]}s`;
  return {
    preprocessing,
    train,
    validation,
    sample: undefined,
    source: source.name,
    rows: all.length,
    name: source.baseName.replace(/\.[^.]*$/, ''),
    digest: source.digest?.(),
    profile: {
      input: [length],
      output: [length, vocabulary.length],
      vocabulary: vocabulary.length,
      layers: ({ dropout, model = 'lstm' }) =>
        [
          length,
          `embedding:${Math.min(64, vocabulary.length)}`,
          `${cellOf(model)}:128:sequence`,
          ...(dropout > 0 ? [`dropout:${dropout}`] : []),
          'auto',
        ].join(','),
      defaults: {
        batchSize: 32,
        learningRate: 0.005,
        epochs: 100,
        patience: 5,
        clipNorm: 1,
        monitor: 'loss',
      },
      check(spec) {
        if (!looksAhead(spec)) return;
        throw usageError('this network sees the tokens that it is to predict', {
          hint: 'a language is read forwards: no backwards or bidirectional layers, attention with :causal',
        });
      },
      messages: [
        ['target', `the next ${called[tokens]}, one of ${count(vocabulary.length)}`],
        [
          'inputs',
          `${count(all.length)} ${plural}, passages of ${length}${unknown > 0 ? `; ${(100 * unknown).toFixed(1)} % of them are rare and become ${UNKNOWN}` : ''}`,
        ],
        [
          'split',
          validation
            ? `the first ${count(cut)} ${plural} train, the last ${count(all.length - cut)} validate`
            : 'none: all of the text trains',
        ],
      ],
      options: { task: 'language', tokens, window: String(length) },
      figures: ({ validationLoss, dataLoss }) => languageFigures(tokens, validationLoss ?? dataLoss),
    },
  };
}

/** A text, of which a network learns to say what comes next. */
export const language: DataKind = {
  called: 'a text',
  how: '--task language',
  asked: ({ task }) => task === 'language',
  refuses: [
    ...([
      'target',
      'labels',
      'image',
      'stream',
      'drop',
      'features',
      'oneHot',
      'bins',
      'standardize',
      'nnfs',
      'watch',
    ] as const),
    ...([
      'classWeight',
      'sampleWeight',
      'group',
      'text',
      'augment',
      'loss',
      'outputActivation',
      'horizon',
      'time',
    ] as const),
  ],
  inOrder: 'a passage at random would be measured by a network that has learned what stands around it',
  read: (context, argument, _, o) => readLanguage(context, argument, o),
};
