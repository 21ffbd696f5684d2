import { cutPassages } from '../../data/passages.ts';
import type { Preprocessing } from '../../data/preprocessing.ts';
import { VALIDATION_SHARE } from '../../data/split.ts';
import { characterVocabulary, frequentVocabulary, numberer, tokensOf } from '../../data/text.ts';
import type { Tokens } from '../../data/text.ts';
import { inputError } from '../../errors.ts';
import { decodeText } from '../../formats/text.ts';
import type { TrainOptions } from '../../options/train.ts';
import { count } from '../../util/quantity.ts';
import type { Dataset, Origin } from '../dataset.ts';
import type { Reading } from '../define.ts';
import { languageProfile, TOKEN } from './profile.ts';

/** Tokens of a passage unless --window says. */
const LENGTH = { char: 64, word: 32 };
/** Words that get a number of their own; the network answers with a number for each of them at each step. */
const MOST_WORDS = 5000;

/** Options that decide how a text is read. */
type LanguageOptions = Pick<TrainOptions, 'validationSplit'> &
  Partial<Pick<TrainOptions, 'tokens' | 'window'>>;

/** What a language model keeps of how its text was read. */
function preprocessingOf(tokens: Tokens, vocabulary: string[], length: number): Preprocessing {
  return {
    features: [{ kind: 'text', name: 'text', tokens, vocabulary, length }],
    target: { kind: 'classes', name: `next ${TOKEN[tokens]}`, classes: vocabulary },
    pieces: { of: 'text' },
  };
}

/**
 * A text as passages: the first part trains, the last validates, since a split at random would let the
 * network see what stands around every passage. Asks the machine for nothing.
 *
 * @param source as the user knows it
 * @throws NnError('input') when the text is too short
 */
export function languageDataset(
  text: string,
  source: string,
  { name, digest, dtype }: Origin,
  o: LanguageOptions,
): Dataset {
  const tokens = o.tokens ?? 'char';
  const length = o.window ?? LENGTH[tokens];
  const all = tokensOf(text, { tokens });
  const share = o.validationSplit ?? VALIDATION_SHARE;
  const trained = Math.round(all.length * (1 - share));
  const least = 2 * length;
  if (trained < least) {
    throw inputError(
      `found ${count(all.length)} ${TOKEN[tokens]}s, expected at least ${count(Math.ceil(least / (1 - share)))}`,
      {
        where: { source },
        hint: `a passage has ${length} of them; --window makes shorter ones, but a language wants far more text`,
      },
    );
  }
  const vocabulary =
    tokens === 'char' ? characterVocabulary(all) : frequentVocabulary(all.slice(0, trained), MOST_WORDS);
  const ids = Int32Array.from(all, numberer({ vocabulary }));
  const train = cutPassages(ids, 0, trained, length, dtype);
  // The passage begins with the last token of training, so that the first one of validation is a target too.
  const validation =
    trained < all.length ? cutPassages(ids, trained - 1, all.length, length, dtype) : undefined;
  const unknown = tokens === 'word' ? ids.filter((id) => id === 0).length / ids.length : 0;
  return {
    preprocessing: preprocessingOf(tokens, vocabulary, length),
    train: { kind: 'whole', ...train },
    validation: validation && { kind: 'whole', ...validation },
    sample: undefined,
    source,
    rows: all.length,
    name,
    digest,
    profile: languageProfile({
      tokens,
      length,
      vocabulary: vocabulary.length,
      trained,
      validated: all.length - trained,
      unknown,
    }),
  };
}

/**
 * Reads a text with plain line breaks.
 *
 * @throws NnError('input') when it is not UTF-8 or too short
 */
export async function readLanguage(
  { files, global }: Reading,
  argument: string | undefined,
  o: TrainOptions,
): Promise<Dataset> {
  const source = await files.open(argument, { digest: true });
  const text = decodeText(await source.bytes(), source.name).replaceAll('\r\n', '\n');
  const name = source.baseName.replace(/\.[^.]*$/, '');
  return languageDataset(text, source.name, { name, digest: source.digest?.(), dtype: global.dtype }, o);
}
