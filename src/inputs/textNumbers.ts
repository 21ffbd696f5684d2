import type { FeatureEncoding } from '../data/featureEncoding.ts';
import { numberer, tokensOf } from '../data/text.ts';
import { inputError } from '../errors.ts';
import type { ByteSource } from '../formats/define.ts';
import { decodeText } from '../formats/text.ts';

/**
 * The numbers of a text's tokens, by the vocabulary of a language model.
 *
 * @throws NnError('input') for characters that it does not have, with their line, and for texts of one token
 */
export async function textNumbers(
  source: ByteSource,
  feature: FeatureEncoding & { kind: 'text' },
): Promise<Int32Array> {
  const text = decodeText(await source.bytes(), source.name).replaceAll('\r\n', '\n');
  const number = numberer(feature);
  const all = tokensOf(text, feature);
  const strange = all.find((token) => number(token) < 0);
  if (strange !== undefined) {
    const line = text.slice(0, text.indexOf(strange)).split('\n').length;
    throw inputError(`found ${JSON.stringify(strange)}, which the model has never seen`, {
      where: { source: source.name, line },
      hint: `it knows ${JSON.stringify(feature.vocabulary.join(''))}`,
    });
  }
  if (all.length < 2)
    throw inputError('found nothing to predict, expected a text', { where: { source: source.name } });
  return Int32Array.from(all, number);
}
