import { numberer, tokensOf, UNKNOWN } from '../../data/text.ts';
import type { Vocabulary } from '../../data/text.ts';
import { failure, inputError, usageError } from '../../errors.ts';
import type { Clock } from '../../host/clock.ts';
import type { Screen } from '../../host/screen.ts';
import type { Model } from '../../model/file.ts';
import type { Result } from '../../report/result.ts';
import type { Backend } from '../../runtime/runtime.ts';
import { drawToken } from '../../runtime/sampling.ts';
import { Reader } from '../../runtime/stepwise.ts';
import { RandomState } from '../../util/random.ts';
import { languageFeature } from './feature.ts';
import type { TextFeature } from './feature.ts';

/** Milliseconds of writing before Ctrl-C gets its turn. */
const TURN = 30;

/** Unknown tokens that a message names at most. */
const NAMED = 5;

/** How a text is sampled. */
export interface TextRequest {
  readonly prompt: string;
  /** Tokens to generate. */
  readonly length: number;
  readonly temperature: number;
  readonly topK: number | undefined;
  readonly seed: number;
}

/**
 * The vocabulary of a language model.
 *
 * @throws NnError('input') for a model of another task
 */
export function vocabularyOf({ preprocessing }: Model, source: string): TextFeature {
  const feature = preprocessing && languageFeature(preprocessing);
  if (feature) return feature;
  throw inputError('this is neither a language model nor a generator of samples', {
    where: { source },
    hint: 'nn train book.txt --task language trains a language model, nn gan data.csv a generator',
  });
}

/**
 * The numbers of a prompt's tokens; unknown words become the rare word, with a note.
 *
 * @throws NnError('usage') for characters that are not in the vocabulary
 */
function readPrompt(screen: Screen, prompt: string, vocabulary: Vocabulary): number[] {
  const numberOf = numberer(vocabulary);
  const known = new Set(vocabulary.vocabulary);
  const tokens = tokensOf(prompt, vocabulary);
  // A word at the beginning of a line has no space before it; most words are known with one.
  const fitting = tokens.map((token) => (!known.has(token) && known.has(` ${token}`) ? ` ${token}` : token));
  const strange = [...new Set(fitting.filter((token) => !known.has(token)))];
  if (strange.length === 0) return fitting.map(numberOf);
  const shown = strange
    .slice(0, NAMED)
    .map((token) => JSON.stringify(token.trim() === '' ? token : token.trim()))
    .join(', ');
  if (vocabulary.tokens === 'word') {
    screen.note(`not in the vocabulary: ${shown}; read as the token of rare words`);
    return fitting.map(numberOf);
  }
  throw usageError(`--prompt has ${shown}, not in the model's vocabulary`, {
    hint: `the vocabulary is ${JSON.stringify(vocabulary.vocabulary.join(''))}`,
  });
}

/**
 * Tokens one by one after those of the prompt.
 *
 * @throws NnError('failure') when the outputs are not finite
 */
function* written(
  reader: Reader,
  words: readonly string[],
  [first, ...prompt]: readonly number[],
  { length, temperature, topK, seed }: TextRequest,
): Generator<string> {
  const random = new RandomState(seed);
  let answer = reader.read(first);
  for (const id of prompt) answer = reader.read(id);
  for (let i = 0; i < length; i++) {
    if (!answer.every(Number.isFinite)) throw failure('the outputs of the model are not finite');
    const next = drawToken(answer, { temperature, topK }, random, (id) => words[id] !== UNKNOWN);
    yield words[next];
    answer = reader.read(next);
  }
}

/**
 * The prompt with the text that a language model generates after it, token by token.
 *
 * @throws NnError('usage') for a prompt with unknown characters
 */
export function textResult(
  { clock, screen }: { readonly clock: Clock; readonly screen: Screen },
  model: Model,
  vocabulary: Vocabulary,
  backend: Backend,
  request: TextRequest,
): Result {
  const { prompt, length, temperature, seed } = request;
  const { vocabulary: words } = vocabulary;
  const begin = prompt === '' ? (words.includes('\n') ? '\n' : words[words.length - 1]) : prompt;
  const ids = readPrompt(screen, begin, vocabulary);
  const tokens = () => written(new Reader(model, backend), words, ids, request);
  const whole = () => [...tokens()].join('');
  return {
    blocks: () => [{ kind: 'preformatted', text: prompt + whole() }],
    async *text() {
      yield prompt;
      let last = prompt;
      let paused = clock.now();
      for (const token of tokens()) {
        yield token;
        last = token;
        if (clock.now() - paused < TURN) continue;
        await clock.pause();
        paused = clock.now();
      }
      if (!last.endsWith('\n')) yield '\n';
    },
    json: () => ({ prompt, text: whole(), length, temperature, seed }),
  };
}
