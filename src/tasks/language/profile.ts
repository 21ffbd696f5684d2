import { UNKNOWN } from '../../data/text.ts';
import type { Tokens } from '../../data/text.ts';
import { usageError } from '../../errors.ts';
import { languageFigures } from '../../figures/language.ts';
import type { NetworkSpec } from '../../network/spec.ts';
import { looksAhead } from '../../runtime/causality.ts';
import { count } from '../../util/quantity.ts';
import type { DataProfile } from '../dataset.ts';

/** What one token is. */
export const TOKEN = { char: 'character', word: 'word' };

/** What is known about a text that is divided into passages. */
export interface TextFacts {
  readonly tokens: Tokens;
  /** Tokens of a passage, of the vocabulary, of the two parts of the text. */
  readonly length: number;
  readonly vocabulary: number;
  readonly trained: number;
  readonly validated: number;
  /** Share of tokens that are not in the vocabulary. */
  readonly unknown: number;
}

/**
 * The recurrent layer that --model names.
 *
 * @throws NnError('usage') for networks of other kinds
 */
function cellOf(model: string): string {
  const cells = ['rnn', 'lstm', 'gru'];
  if (cells.includes(model)) return model;
  throw usageError(`--model ${model} is not recurrent, so it does not generate text`, {
    hint: `one of: ${cells.join(', ')}`,
  });
}

/** @throws NnError('usage') for a network that sees the tokens after the one it predicts */
function checkCausal(spec: NetworkSpec): void {
  if (!looksAhead(spec)) return;
  throw usageError('this network sees the tokens that it is to predict', {
    hint: 'a language is read forwards: no backwards or bidirectional layers, attention with :causal',
  });
}

function messagesOf({ tokens, length, vocabulary, trained, validated, unknown }: TextFacts) {
  const token = TOKEN[tokens];
  const rare = unknown > 0 ? `; ${(100 * unknown).toFixed(1)} % of them are rare and become ${UNKNOWN}` : '';
  return [
    ['target', `the next ${token}, one of ${count(vocabulary)}`],
    ['inputs', `${count(trained + validated)} ${token}s, passages of ${length}${rare}`],
    [
      'split',
      validated > 0
        ? `the first ${count(trained)} ${token}s train, the last ${count(validated)} validate`
        : 'none: all of the text trains',
    ],
  ] as const;
}

/** What a network for passages of a text is like. */
export function languageProfile(text: TextFacts): DataProfile {
  const { tokens, length, vocabulary } = text;
  return {
    input: [length],
    output: [length, vocabulary],
    vocabulary,
    layers: ({ dropout, model = 'lstm' }) =>
      [
        length,
        `embedding:${Math.min(64, vocabulary)}`,
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
    check: checkCausal,
    messages: messagesOf(text),
    options: { task: 'language', tokens, window: String(length) },
    figures: ({ validationLoss, loss }) => languageFigures(tokens, validationLoss ?? loss),
  };
}
